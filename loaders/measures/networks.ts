/** Whose components are measured: the trained network's, shuffled networks', and those of mere tokens. */
import type {Activations} from "../activations/activations.ts";
import {principalComponents, type Components} from "../analysis/pca.ts";
import {firstColumns} from "../analysis/separation/points.ts";
import {standardised} from "../analysis/standardised.ts";
import type {Matrix64, Product} from "../matrix.ts";
import type {Model} from "../model.ts";
import type {Reading, Stream} from "./probes.ts";
import type {Prober} from "./prober.ts";

/** How components are found, in the trained network and in controls alike. */
export interface Finding {
  product: Product;
  /** Whether columns are divided by their standard deviations first. */
  standardised?: boolean;
}

/** Components of which coordinates are looked at. */
export const measuredComponents = 10;

/** A network and where it puts statements. */
export interface Network {
  /** As in the table's column `network`. */
  name: string;
  depths: NetworkDepth[];
}

/** A network at one depth. */
export interface NetworkDepth {
  depth: number;
  /** Coordinates on the first ten components, `[statements, ≤ 10]`. */
  points: Matrix64;
  /** What probes read from the whole of the activations. */
  readings: Reading[];
}

/** A network with shuffled weights that has run. */
export interface ShuffledRun {
  seed: number;
  activations: Activations;
}

/** The model's activations, and the coordinates of statements on its first components, those of depth 1 first. */
export interface TrainedRun {
  points: readonly Matrix64[];
  tokens: number[][];
  activations: Activations;
  model: Model;
}

/** Coordinates on the first components, at most ten. */
export function pointsOf({scores, k}: Components, rows: number): Matrix64 {
  return firstColumns({data: scores, rows, columns: k}, measuredComponents);
}

/** What is needed to look at a network. */
export interface NetworkWork extends Finding {
  prober: Prober;
  /** Told after each depth. */
  onDepth: () => void;
}

/** The model itself: where it puts statements is known. */
export async function trainedNetwork(
  {points, tokens, activations, model}: TrainedRun,
  {prober, onDepth}: NetworkWork
): Promise<Network> {
  const {hiddenSize} = model.checkpoint.config;
  const depths: NetworkDepth[] = [];
  for (const [i, ofDepth] of points.entries()) {
    const stream = await streamOf(activations, tokens, {depth: i + 1, columns: hiddenSize, prober});
    depths.push({depth: i + 1, points: ofDepth, readings: await prober.trained(i + 1, stream)});
    onDepth();
  }
  return {name: "trained", depths};
}

/** Where a shuffled network puts statements. Activations of one depth are in memory at a time. */
export async function shuffledNetwork(
  {seed, activations}: ShuffledRun,
  tokens: number[][],
  {depth: deepest, checkpoint}: Model,
  {onDepth, ...work}: NetworkWork
): Promise<Network> {
  const depths: NetworkDepth[] = [];
  for (let depth = 1; depth <= deepest; depth++) {
    const of = {depth, columns: checkpoint.config.hiddenSize, prober: work.prober};
    const stream = await streamOf(activations, tokens, of);
    depths.push(await controlDepth(depth, stream, tokens.length, work));
    onDepth();
  }
  return {name: `shuffled ${seed}`, depths};
}

/** What probes are shown of a depth: statements, and their denials where those are looked at. */
async function streamOf(
  activations: Activations,
  tokens: number[][],
  {depth, columns, prober: {denialTokens}}: {depth: number; columns: number; prober: Prober}
): Promise<Stream> {
  const x = await activations.at(tokens, depth);
  return {x, columns, ...(denialTokens && {negations: await activations.at(denialTokens, depth)})};
}

/**
 * A bag of tokens: the mean of the embeddings of each statement's tokens but the first, which all have in common. It knows
 * which tokens there are and nothing of their order.
 */
export async function bagOfTokens(
  tokens: number[][],
  model: Model,
  work: Omit<NetworkWork, "onDepth">
): Promise<Network> {
  const {denialTokens} = work.prober;
  const stream = {
    x: await meanEmbeddings(tokens, model),
    columns: model.checkpoint.config.hiddenSize,
    ...(denialTokens && {negations: await meanEmbeddings(denialTokens, model)})
  };
  return {name: "tokens", depths: [await controlDepth(0, stream, tokens.length, work)]};
}

async function meanEmbeddings(tokens: number[][], {checkpoint}: Model): Promise<Float32Array> {
  const {hiddenSize} = checkpoint.config;
  const ids = [...new Set(tokens.flat())];
  const embeddings = await checkpoint.embeddings(ids);
  const rowOf = new Map(ids.map((id, row) => [id, row]));
  const means = new Float32Array(tokens.length * hiddenSize);
  tokens.forEach(([, ...own], i) => {
    const mean = means.subarray(i * hiddenSize, (i + 1) * hiddenSize);
    for (const id of own) {
      const start = (rowOf.get(id) ?? 0) * hiddenSize;
      for (let j = 0; j < hiddenSize; j++) mean[j] += embeddings[start + j] / own.length;
    }
  });
  return means;
}

async function controlDepth(
  depth: number,
  stream: Stream,
  rows: number,
  {prober, ...finding}: Omit<NetworkWork, "onDepth">
): Promise<NetworkDepth> {
  const points = await componentsOf(stream.x, rows, stream.columns, finding);
  return {depth, points, readings: await prober.control(depth, stream)};
}

async function componentsOf(
  x: Float32Array,
  rows: number,
  columns: number,
  finding: Finding
): Promise<Matrix64> {
  const table = finding.standardised ? standardised(x, columns) : x;
  const options = {components: measuredComponents, product: finding.product};
  return pointsOf(await principalComponents(table, rows, columns, options), rows);
}
