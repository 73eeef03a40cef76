/** Makes the tables of datasets: those of many small ones in several threads, as most of the work is no matrix product. */
import {availableParallelism} from "node:os";
import type {LogProbabilities} from "./log-probabilities.ts";
import {isMeasured} from "./measures/limits.ts";
import type {Missing} from "./missing.ts";
import {createProduct} from "./onnx/products.ts";
import {startProgress} from "./progress.ts";
import {makeJob, type Networks, type TableJob} from "./table-job.ts";
import {canThread, makeInThreads} from "./table-threads.ts";
import {stepsOf} from "./tables.ts";

/** Of fewer statements, threads would take longer to start than they save. */
const manyStatements = 1000;
/** Each thread holds a tokenizer and an index of activations of its own. */
const mostThreads = 4;

/**
 * Makes the tables of datasets in their folders. Large datasets have all cores, one after the other, so that no more than
 * one is in memory.
 *
 * @throws Problem that names the dataset of which they could not be made
 */
export async function analyse(
  missing: readonly Missing[],
  networks: Networks,
  logProbabilities: LogProbabilities | undefined,
  threads = Math.min(availableParallelism(), mostThreads)
): Promise<void> {
  const jobs = missing.map((one): TableJob => {
    const asked = logProbabilities && isMeasured(one.tokens);
    return {...one, ...(asked && {logProbabilities: logProbabilities.of(one.tokens)})};
  });
  const shared = jobs.filter(({tokens}) => isMeasured(tokens));
  const statements = shared.reduce((sum, {tokens}) => sum + tokens.length, 0);
  const threaded = threads > 1 && shared.length > 1 && statements >= manyStatements && canThread();
  const {onVectors, stop} = progressOf(jobs, networks);
  try {
    const product = await createProduct();
    for (const job of jobs)
      if (!threaded || !shared.includes(job)) await makeJob(job, {...networks, product}, onVectors);
    if (threaded) await makeInThreads(shared, threads, onVectors);
  } finally {
    stop();
  }
}

function progressOf(jobs: readonly TableJob[], {model, controls}: Networks) {
  const total = jobs.reduce(
    (sum, {tokens, dataset}) => sum + tokens.length * stepsOf(dataset, model, controls.length),
    0
  );
  const subject = jobs.length === 1 ? jobs[0].dataset.name : `${jobs.length} datasets`;
  const progress = startProgress(`finding components of ${subject}`, total, "vectors");
  let done = 0;
  return {
    onVectors: (vectors: number) => progress.update((done += vectors)),
    stop: () => progress.stop()
  };
}
