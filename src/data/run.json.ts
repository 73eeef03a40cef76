import {run} from "../../loaders/problem.ts";
import {siteReport} from "../../loaders/report.ts";

await run(async () => {
  process.stdout.write(JSON.stringify(await siteReport()));
});
