/**
 * Clears .cache: `npm run clean:cache` removes what the site, as its datasets, model and code are now, is not made from: other
 * models' activations, other statements' tables, runs that were not finished. `-- --all` removes everything.
 */
import {join} from "node:path";
import {parseArgs} from "node:util";
import {clearCache, megabytes} from "../loaders/cache.ts";
import {cacheFolder, exists} from "../loaders/files.ts";
import {messageOf, Problem, run} from "../loaders/problem.ts";
import {siteUses} from "../loaders/site.ts";

await run(async () => {
  const keepsNothing = parseCommand() || !(await hasResults());
  const {freed, left} = await clearCache(() => (keepsNothing ? Promise.resolve([]) : siteUses()));
  process.stderr.write(`${cacheFolder}: ${megabytes(freed)} removed, ${megabytes(left)} left\n`);
});

/** Whether --all is asked for. */
function parseCommand(): boolean {
  try {
    return parseArgs({options: {all: {type: "boolean", default: false}}}).values.all;
  } catch (error) {
    throw new Problem(`${messageOf(error)}; npm run clean:cache -- [--all]`);
  }
}

/** Where there are none, the model, which may have to be fetched first, need not be asked what it uses. */
async function hasResults(): Promise<boolean> {
  return (await exists(join(cacheFolder, "activations"))) || (await exists(join(cacheFolder, "tables")));
}
