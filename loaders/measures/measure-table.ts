import type {Activations} from "../activations/activations.ts";
import type {Dataset} from "../dataset.ts";
import type {Product} from "../matrix.ts";
import type {Model} from "../model.ts";
import type {Column} from "../parquet.ts";
import type {SiteDataset} from "../variants.ts";
import {expectation, expectationRows} from "./expectation.ts";
import {isMeasured} from "./limits.ts";
import {measureColumns, measureRows, unmeasuredRows} from "./measures.ts";
import {dotColumns} from "./dots.ts";
import {bagOfTokens, shuffledNetwork, trainedNetwork, type ShuffledRun} from "./networks.ts";
import {createProber, noProber} from "./prober.ts";

/** What a dataset is measured beside. */
export interface Beside {
  /** Shuffled networks, which the dataset's tokens and the denials' have been through, as through the model. */
  controls: readonly ShuffledRun[];
  /** The dataset that denies this one. */
  denial?: {dataset: Dataset; tokens: number[][]};
  /** How likely the model finds each statement, where it was asked. */
  logProbabilities?: Float64Array;
}

/** What is measured, and with what. */
export interface MeasureRequest extends Beside {
  dataset: SiteDataset;
  /** Of the dataset's statements. */
  tokens: number[][];
  model: Model;
  activations: Activations;
  product: Product;
  /** Told after each depth of each network, and once more after each of the model's. */
  onDepth: () => void;
}

/**
 * How many depths there are to go through: of the model, of each control, and to measure how far labels are apart in the
 * model.
 */
export function measureSteps(statements: readonly unknown[], {depth}: Model, controls: number): number {
  return isMeasured(statements) ? depth * (2 + controls) : 0;
}

/** The columns of both tables; src/data/rows.ts says what is in their rows. */
export interface MeasureTables {
  measures: Column[];
  /** Of the first network with shuffled weights, the dots; without any, or where nothing is measured, none. */
  shuffled: Column[];
}

/** Measures how far labels are apart and what probes read of them, in the model and in controls. */
export async function measureTable(request: MeasureRequest): Promise<MeasureTables> {
  const {dataset, tokens, model, activations, controls, denial, logProbabilities, product, onDepth} = request;
  const {depth: deepest, focusDepth} = model;
  if (!isMeasured(tokens))
    return {measures: measureColumns(unmeasuredRows(deepest)), shuffled: dotColumns([])};
  const prober = dataset.standardised
    ? noProber
    : createProber(dataset, {denial, deepest, focusDepth, product});
  const work = {prober, product, standardised: dataset.standardised, onDepth};
  const networks = [await trainedNetwork(activations, tokens, model, work)];
  for (const run of controls) networks.push(await shuffledNetwork(run, tokens, model, work));
  networks.push(await bagOfTokens(tokens, model, work));
  if (logProbabilities) networks.push(expectation(logProbabilities));
  const rows = await measureRows(dataset, networks, work);
  if (logProbabilities) {
    const stream = await activations.at(tokens, focusDepth);
    rows.push(...(await expectationRows(dataset, logProbabilities, {depth: focusDepth, stream})));
  }
  const shuffled = networks.find(({name}) => name.startsWith("shuffled"));
  return {measures: measureColumns(rows), shuffled: dotColumns(shuffled?.depths ?? [])};
}
