import {pipeline} from "node:stream/promises";
import {parseArgs} from "node:util";
import {run} from "../../../loaders/problem.ts";
import {measuresArchive} from "../../../loaders/site.ts";

const {values} = parseArgs({options: {dataset: {type: "string", default: "maths"}}});

await run(async () => {
  await pipeline(await measuresArchive(values.dataset), process.stdout, {end: false});
}, values.dataset);
