import {run} from "../../loaders/problem.ts";
import {siteStream} from "../../loaders/stream.ts";

await run(async () => {
  process.stdout.write(JSON.stringify(await siteStream()));
});
