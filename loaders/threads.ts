import {existsSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {Worker} from "node:worker_threads";
import {Problem} from "./problem.ts";
import type {Job} from "./jobs.ts";

/** What a thread says of a job. */
export type Answer = {vectors: number} | {made: true} | {problem: string};

const thread = new URL("./thread.ts", import.meta.url);

/** Whether threads can be started: not from loaders that a build has bundled, and there is no need to. */
export function canThread(): boolean {
  return existsSync(fileURLToPath(thread));
}

/**
 * Makes tables in so many threads, in this order. After a problem no other table is begun; those that were are
 * finished.
 *
 * @throws Problem the first one
 */
export async function makeInThreads(
  jobs: readonly Job[],
  threads: number,
  onVectors: (vectors: number) => void
): Promise<void> {
  const waiting = [...jobs];
  const workers = Array.from({length: Math.min(threads, jobs.length)}, startThread);
  const served = workers.map((worker) =>
    serve(worker, waiting, onVectors).catch((error: unknown) => {
      waiting.length = 0;
      throw error;
    })
  );
  const ended = await Promise.allSettled(served);
  await Promise.all(workers.map((worker) => worker.terminate()));
  const failed = ended.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
}

/** Node 20 starts no thread from TypeScript, not with tsx imported either: a line of JavaScript does. */
function startThread(): Worker {
  const [from, begun] = [import.meta.resolve("tsx/esm/api"), thread.href].map((url) => JSON.stringify(url));
  const line = `import(${from}).then(({register}) => { register(); return import(${begun}); });`;
  const resourceLimits = {maxYoungGenerationSizeMb: 64}; // most arrays are short-lived: they are cleared away half as often
  return new Worker(line, {eval: true, execArgv: [], resourceLimits});
}

/** Gives a thread one job after the other, until there is none. */
function serve(worker: Worker, waiting: Job[], onVectors: (vectors: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = () => {
      const job = waiting.shift();
      if (job) worker.postMessage(job);
      else resolve();
    };
    worker.on("message", (answer: Answer) => {
      if ("vectors" in answer) onVectors(answer.vectors);
      else if ("problem" in answer) reject(new Problem(answer.problem));
      else next();
    });
    worker.on("error", reject);
    worker.on("exit", (code) => reject(new Error(`a thread that makes tables ended with code ${code}`)));
    next();
  });
}
