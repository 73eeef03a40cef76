/** One measurement in a process of its own: `node --import=tsx bench/child.ts JOB.json` prints its result as JSON. */
import {readFile} from "node:fs/promises";
import {run} from "../loaders/problem.ts";
import {runEngine, type EngineJob} from "./engine.ts";
import {productSpeeds, type ProductShape} from "./gemm.ts";

/** What a child may be asked to do. */
export type Job = {engine: EngineJob} | {products: ProductShape[]};

await run(async () => {
  const job = JSON.parse(await readFile(process.argv[2], "utf8")) as Job; // measure.ts wrote it
  const result = "engine" in job ? await runEngine(job.engine) : await productSpeeds(job.products);
  process.stdout.write(JSON.stringify(result));
});
