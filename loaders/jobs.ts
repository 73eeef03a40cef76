/** Tables to be made, as data that can be sent to another thread. */
import {mkdir, writeFile} from "node:fs/promises";
import type {Activations} from "./activations/activations.ts";
import type {Dataset} from "./dataset.ts";
import {writeFolderWhole} from "./files.ts";
import type {Product} from "./matrix.ts";
import type {ShuffledRun} from "./measures/networks.ts";
import type {Missing} from "./missing.ts";
import type {Kind} from "./table-folder.ts";
import {tokensOf, type Model} from "./model.ts";
import {messageOf, Problem} from "./problem.ts";
import {measureSteps, measureTable} from "./measures/measure-table.ts";
import {writeParquet} from "./parquet.ts";
import {measuresFile, runsFile, shuffledFile} from "./table-file.ts";
import {makeTables} from "./tables.ts";
import {makeTransfer, transferSteps} from "./transfer/transfer.ts";

/** A dataset's tables, or what is measured of it. */
export interface DatasetJob extends Missing {
  kind: Kind;
  /** How likely the model finds each statement, where it was asked. */
  logProbabilities?: Float64Array;
}

/** The tables of transfer between datasets of facts. */
export interface TransferJob {
  kind: "transfer";
  folder: string;
  facts: readonly Dataset[];
}

export type Job = DatasetJob | TransferJob;

/** The model and the shuffled networks, which the statements of datasets have been through. */
export interface Networks {
  model: Model;
  activations: Activations;
  controls: readonly ShuffledRun[];
}

/** How much work it is, in vectors that are looked at. */
export function vectorsOf(job: Job, {model, controls}: Pick<Networks, "model" | "controls">): number {
  if (job.kind === "transfer")
    return transferSteps({...model, facts: job.facts, controls}) * vectorsOfStep(job);
  const {kind, tokens} = job;
  return tokens.length * (kind === "tables" ? model.depth : measureSteps(tokens, model, controls.length));
}

/** A probe looks at the statements that it is trained on. */
function vectorsOfStep({facts}: TransferJob): number {
  return Math.round(
    facts.reduce((sum, {statements}) => sum + statements.length, 0) / Math.max(facts.length, 1)
  );
}

/**
 * Makes tables in their folder.
 *
 * @param onVectors told of so many vectors each time that a step is done
 * @throws Problem that names the dataset, or the probes
 */
export async function makeJob(
  job: Job,
  networks: Networks & {product: Product},
  onVectors: (vectors: number) => void
): Promise<void> {
  const subject =
    job.kind === "transfer" ? "probes of true and false statements" : `dataset ${job.dataset.name}`;
  const make =
    job.kind === "transfer"
      ? makeTransferJob(job, networks, onVectors)
      : (job.kind === "tables" ? makeTableJob : makeMeasureJob)(job, networks, onVectors);
  await writeFolderWhole(job.folder, make).catch((error: unknown) => {
    throw new Problem(`${subject}: ${messageOf(error)}`);
  });
}

type Work = [networks: Networks & {product: Product}, onVectors: (vectors: number) => void];

function makeTableJob(
  {dataset, tokens, logProbabilities}: DatasetJob,
  ...[{model, activations, product}, onVectors]: Work
) {
  return async (temporary: string) => {
    const forPages = {logProbabilities};
    const activationDepths = [model.focusDepth];
    const onDepth = () => onVectors(tokens.length);
    await makeTables(temporary, {
      ...{dataset, tokens, model, activations, product, activationDepths, forPages, onDepth}
    });
    await writeFile(runsFile(temporary), JSON.stringify(activations.runs(tokens)));
  };
}

function makeMeasureJob({tokens, ...job}: DatasetJob, ...[networks, onVectors]: Work) {
  return async (temporary: string) => {
    await mkdir(temporary, {recursive: true});
    const onDepth = () => onVectors(tokens.length);
    const {measures, shuffled} = await measureTable({...job, ...networks, tokens, onDepth});
    await writeParquet(measuresFile(temporary), measures);
    await writeParquet(shuffledFile(temporary), shuffled);
  };
}

function makeTransferJob(job: TransferJob, ...[{model, activations, controls, product}, onVectors]: Work) {
  const {facts} = job;
  const {depth, focusDepth, checkpoint} = model;
  return (temporary: string) =>
    makeTransfer(temporary, {
      ...{facts, activations, controls, depth, focusDepth, product},
      tokens: facts.map(({statements}) => tokensOf(model, statements)),
      hiddenSize: checkpoint.config.hiddenSize,
      onStep: () => onVectors(vectorsOfStep(job))
    });
}
