/** One statement on its way through the blocks: what the essay's first figure draws. */
import type {Activations} from "./activations/activations.ts";
import {usingCache} from "./cache.ts";
import {listDatasets, type Dataset} from "./dataset.ts";
import {experiment} from "./experiment.ts";
import {tokensOf, type Model} from "./model.ts";
import {withSiteModel} from "./site-model.ts";

/** stream.json; src/data/rows.ts says what is in it. */
export interface StreamReport {
  dataset: string;
  row: number;
  statement: string;
  tokens: string[];
  lengths: number[][];
  changes: number[][];
  last: number[][];
}

/** Significant digits of a number that is drawn as a shade. */
const digits = 4;

/** What stream.json says, of the first statement of the dataset that the experiment names, or of the first dataset. */
export function siteStream(): Promise<StreamReport | null> {
  return usingCache(() => withSiteModel(streamOfSite));
}

async function streamOfSite(model: Model): Promise<StreamReport | null> {
  const dataset = streamDataset((await listDatasets()).datasets);
  if (!dataset) return null;
  const {openActivations} = await import("./activations/activations.ts");
  return streamOf(model, await openActivations(model), dataset);
}

/** Whose first statement is shown; undefined if there is no dataset. */
export function streamDataset(datasets: readonly Dataset[]): Dataset | undefined {
  return datasets.find(({name}) => name === experiment.streamOf) ?? datasets.at(0);
}

/**
 * The statement's beginnings, each one token longer, BOS alone first. A token sees only what stands before it, so the
 * last token of a beginning has the very vector that it has in the whole.
 */
export function beginnings(model: Model, {statements: [statement]}: Dataset): number[][] {
  const [tokens] = tokensOf(model, [statement]);
  return tokens.map((_, i) => tokens.slice(0, i + 1));
}

/** The residual stream at every token of a dataset's first statement, after every block that is run. */
export async function streamOf(
  model: Model,
  activations: Activations,
  dataset: Dataset
): Promise<StreamReport> {
  const {checkpoint, depth: deepest, tokenizer} = model;
  const {hiddenSize} = checkpoint.config;
  const parts = beginnings(model, dataset);
  const tokens = parts[parts.length - 1];
  await activations.complete(parts);
  let before = await checkpoint.embeddings(tokens);
  const report: StreamReport = {
    ...{dataset: dataset.name, row: dataset.rows[0], statement: dataset.statements[0]},
    tokens: tokenizer.pieces(tokens),
    lengths: [lengthsOf(before, hiddenSize)],
    changes: [],
    last: [lastOf(before, hiddenSize)]
  };
  for (let depth = 1; depth <= deepest; depth++) {
    const stream = await activations.at(parts, depth);
    const added = lengthsOf(
      stream.map((value, i) => value - before[i]),
      hiddenSize
    );
    report.changes.push(added.map((length, i) => rounded(length / report.lengths[depth - 1][i])));
    report.lengths.push(lengthsOf(stream, hiddenSize));
    report.last.push(lastOf(stream, hiddenSize));
    before = stream;
  }
  return report;
}

/** Euclidean lengths of vectors, `[tokens]`. */
function lengthsOf(stream: Float32Array, hiddenSize: number): number[] {
  return Array.from({length: stream.length / hiddenSize}, (_, i) =>
    rounded(Math.hypot(...stream.subarray(i * hiddenSize, (i + 1) * hiddenSize)))
  );
}

const lastOf = (stream: Float32Array, hiddenSize: number): number[] =>
  Array.from(stream.subarray(-hiddenSize), rounded);

const rounded = (value: number): number => Number(value.toPrecision(digits));
