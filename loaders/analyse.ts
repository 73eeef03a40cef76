/** Makes the tables of datasets: those of many small ones in several threads, as most of the work is no matrix product. */
import {availableParallelism} from "node:os";
import type {LogProbabilities} from "./log-probabilities.ts";
import {isMeasured} from "./measures/limits.ts";
import type {Missing} from "./missing.ts";
import type {Kind} from "./table-folder.ts";
import {createProduct} from "./onnx/products.ts";
import {startProgress} from "./progress.ts";
import {makeJob, vectorsOf, type DatasetJob, type Job, type Networks, type TransferJob} from "./jobs.ts";
import {canThread, makeInThreads} from "./threads.ts";

/** Of fewer statements, threads would take longer to start than they save. */
const manyStatements = 1000;
/** Each thread holds a tokenizer and an index of activations of its own. */
const mostThreads = 4;

/** What to make: the tables of datasets, what is measured of them, and the tables of transfer. */
export interface Wanted {
  tables: readonly Missing[];
  measures: readonly Missing[];
  /** Where the tables of transfer will be, and between which datasets, if they are missing. */
  transfer?: TransferJob;
}

/**
 * Makes tables in their folders. Large datasets have all cores, one after the other, so that no more than one is in memory;
 * the others are shared out among threads, the longest first.
 *
 * @throws Problem that names the dataset of which they could not be made
 */
export async function analyse(
  wanted: Wanted,
  networks: Networks,
  logProbabilities: LogProbabilities | undefined,
  threads = Math.min(availableParallelism(), mostThreads)
): Promise<void> {
  const {transfer} = wanted;
  const jobsOf = (kind: Kind) =>
    wanted[kind].map((one): DatasetJob => {
      const asked = logProbabilities && isMeasured(one.tokens);
      return {kind, ...one, ...(asked && {logProbabilities: logProbabilities.of(one.tokens)})};
    });
  const all = [...jobsOf("measures"), ...jobsOf("tables")];
  const large = all.filter(({tokens}) => !isMeasured(tokens));
  const small: Job[] = all
    .filter((job) => !large.includes(job))
    .sort((a, b) => vectorsOf(b, networks) - vectorsOf(a, networks));
  if (transfer) small.unshift(transfer);
  const jobs = [...large, ...small];
  const {onVectors, stop} = progressOf(jobs, networks);
  const product = await createProduct();
  const makeHere = async (list: readonly Job[]) => {
    for (const job of list) await makeJob(job, {...networks, product}, onVectors);
  };
  const statements = small.reduce((sum, job) => sum + ("tokens" in job ? job.tokens.length : 0), 0);
  const threaded = threads > 1 && small.length > 1 && statements >= manyStatements && canThread();
  try {
    await makeHere(large);
    await (threaded ? makeInThreads(small, threads, onVectors) : makeHere(small));
  } finally {
    stop();
  }
}

/** What is done, in a few words. */
function whatOf(jobs: readonly Job[]): string {
  const ofDatasets = jobs.filter((job) => job.kind !== "transfer");
  const names = new Set(ofDatasets.map(({dataset}) => dataset.name));
  if (names.size === 0) return "training probes of true and false";
  const verb = ofDatasets.some(({kind}) => kind === "measures") ? "measuring" : "finding components of";
  return `${verb} ${names.size === 1 ? [...names].join() : `${names.size} datasets`}`;
}

function progressOf(jobs: readonly Job[], networks: Networks) {
  const total = jobs.reduce((sum, job) => sum + vectorsOf(job, networks), 0);
  const progress = startProgress(whatOf(jobs), total, "vectors");
  let done = 0;
  return {
    onVectors: (vectors: number) => progress.update((done += vectors)),
    stop: () => progress.stop()
  };
}
