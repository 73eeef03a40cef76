import {parseArgs} from "node:util";
import {run} from "../../../loaders/problem.ts";
import {siteCsv} from "../../../loaders/site.ts";

const {values} = parseArgs({options: {dataset: {type: "string", default: "maths"}}});

await run(async () => {
  process.stdout.write(await siteCsv(values.dataset));
}, values.dataset);
