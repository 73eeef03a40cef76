import {pipeline} from "node:stream/promises";
import {run} from "../../../loaders/problem.ts";
import {transferArchive} from "../../../loaders/site.ts";

await run(async () => {
  await pipeline(await transferArchive(), process.stdout, {end: false});
});
