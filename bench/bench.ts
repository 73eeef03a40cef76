/**
 * How fast the engine is on this machine: `npm run bench -- [--model M] [--shape 7B] [--blocks N,…] [--datasets D,…]
 * [--repeats N] [--peers]`; `--memory`, `--linear`, `--build` and `--components` look at one thing each. Results go to out/bench/ and, between two
 * comments, into README.md, unless `--print`.
 */
import {rm} from "node:fs/promises";
import {join} from "node:path";
import {experiment} from "../loaders/experiment.ts";
import {writeFileWhole} from "../loaders/files.ts";
import {run} from "../loaders/problem.ts";
import {measureBuilds} from "./build.ts";
import {measureComponents} from "./components.ts";
import {measureLinearity} from "./linear.ts";
import {thisMachine} from "./machine.ts";
import {benchFolder} from "./made-up.ts";
import {writeBetweenMarkers} from "./markdown.ts";
import {measureMemory} from "./memory.ts";
import {parseOptions, type Options} from "./options.ts";
import {speedReport} from "./report.ts";
import {measureSpeed} from "./speed.ts";

const out = "out/bench";

/** Measurements of one thing each. */
const others: Record<
  Exclude<Options["mode"], "speed">,
  (options: Options) => Promise<{text: string; results: object[]}>
> = {
  memory: measureMemory,
  linear: (options) => measureLinearity(options, out),
  build: measureBuilds,
  components: ({repeats}) => measureComponents(repeats)
};

await run(async () => {
  const options = parseOptions(process.argv.slice(2), experiment.model);
  try {
    process.stdout.write(`${await measured(options)}\n`);
  } finally {
    if (options.removes) await rm(benchFolder, {recursive: true, force: true});
  }
});

/** Measures what is asked for, keeps the numbers in out/bench/ and returns them as text. */
async function measured(options: Options): Promise<string> {
  const machine = await thisMachine();
  const date = new Date().toISOString().slice(0, 10);
  const keep = (name: string, results: object) =>
    writeFileWhole(join(out, name), `${JSON.stringify({date, machine, options, ...results}, null, 2)}\n`);
  if (options.mode !== "speed") {
    const {text, results} = await others[options.mode](options);
    await keep(`${options.mode}.json`, {results});
    return text;
  }
  const cases = await measureSpeed(options);
  await keep("results.json", {cases});
  const text = speedReport(cases, machine, date);
  if (options.writes && !(await writeBetweenMarkers("README.md", text)))
    process.stderr.write("README.md has no place for the results; they are in out/bench/results.json\n");
  return text;
}
