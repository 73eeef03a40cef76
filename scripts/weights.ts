/** Fetches the default model, or the one that is named, as a build would: `npm run weights [NAME]`. */
import {experiment} from "../loaders/experiment.ts";
import {run} from "../loaders/problem.ts";
import {locateModel} from "../loaders/weights.ts";

await run(async () => {
  const {name, path} = await locateModel(process.argv[2] ?? experiment.model);
  process.stdout.write(`${name} is at ${path}\n`);
});
