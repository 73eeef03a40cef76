/**
 * Builds the site: runs the model and finds components first, where an error is one line, then lets Framework render the
 * pages into a folder beside dist/, which takes its place only when all went well.
 */
import {spawn} from "node:child_process";
import {statfsSync} from "node:fs";
import {rename, rm} from "node:fs/promises";
import {megabytes, sizeOf, usingCache} from "../loaders/cache.ts";
import {cacheFolder, exclusively} from "../loaders/files.ts";
import {fullDisk, Problem, run} from "../loaders/problem.ts";
import {prepareSite} from "../loaders/site.ts";

const output = "dist";
const unfinished = `${output}.unfinished`;

/** Framework's copies of what our own cache has. */
const copies = "src/.observablehq/cache/data";

await run(async () => {
  await usingCache(async () => {
    await prepareSite();
    await exclusively("build", buildPages); // a second build would write into the same folder
  });
  const size = megabytes(await sizeOf(cacheFolder));
  process.stderr.write(
    `cache: ${size} in ${cacheFolder}; npm run clean:cache removes what this build did not use\n`
  );
});

async function buildPages(): Promise<void> {
  try {
    await framework();
    await rm(output, {recursive: true, force: true});
    await rename(unfinished, output);
  } finally {
    await rm(unfinished, {recursive: true, force: true});
    await rm(copies, {recursive: true, force: true});
  }
}

function framework(): Promise<void> {
  const env = {...process.env, SITE_OUTPUT: unfinished, OBSERVABLE_TELEMETRY_DISABLE: "true"};
  const child = spawn("node_modules/.bin/observable", ["build"], {env, stdio: "inherit"});
  process.once("SIGINT", () => undefined); // Ctrl-C ends the child too: what it left is removed before we end
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(reason())));
  });
}

/** Framework says what went wrong, but of a full disk not what to do. */
function reason(): Problem {
  const {bavail, bsize} = statfsSync(".");
  return new Problem(bavail * bsize < 1e6 ? fullDisk : "the site was not built, for the reason above");
}
