/** Whose components are measured: the trained network's, shuffled networks', and those of mere tokens. */
import type {Activations} from "../activations/activations.ts";
import {principalComponents} from "../analysis/pca.ts";
import {firstColumns} from "../analysis/separation/points.ts";
import {standardised} from "../analysis/standardised.ts";
import type {Matrix64, Product} from "../matrix.ts";
import type {Model} from "../model.ts";
import type {Reading, Stream} from "./probes.ts";
import type {Prober, ReadDepth} from "./prober.ts";

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
  /** How much of the variance the first two have, of a network whose dots are kept. */
  shares?: [first: number, second: number];
  /** What probes read from the whole of the activations. */
  readings: Reading[];
}

/** A network with shuffled weights that has run. */
export interface ShuffledRun {
  seed: number;
  activations: Activations;
}

/** What is needed to look at a network. */
export interface NetworkWork extends Finding {
  prober: Prober;
  /** Told after each depth. */
  onDepth: () => void;
}

/** The model itself. */
export function trainedNetwork(
  activations: Activations,
  tokens: number[][],
  model: Model,
  work: NetworkWork
): Promise<Network> {
  return networkOf({name: "trained", activations, read: work.prober.trained}, tokens, model, work);
}

/** A network with shuffled weights. */
export function shuffledNetwork(
  {seed, activations}: ShuffledRun,
  tokens: number[][],
  model: Model,
  work: NetworkWork
): Promise<Network> {
  const read = work.prober.control;
  return networkOf({name: `shuffled ${seed}`, activations, read}, tokens, model, work);
}

/** A network's depths. Activations of one depth are in memory at a time. */
async function networkOf(
  {name, activations, read}: {name: string; activations: Activations; read: ReadDepth},
  tokens: number[][],
  {depth: deepest, checkpoint}: Model,
  {onDepth, ...work}: NetworkWork
): Promise<Network> {
  const depths: NetworkDepth[] = [];
  for (let depth = 1; depth <= deepest; depth++) {
    const of = {depth, columns: checkpoint.config.hiddenSize, prober: work.prober};
    const stream = await streamOf(activations, tokens, of);
    depths.push({depth, ...(await pointsOf(stream, work)), readings: await read(depth, stream)});
    onDepth();
  }
  return {name, depths};
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
  const found = await pointsOf(stream, work);
  return {name: "tokens", depths: [{depth: 0, ...found, readings: await work.prober.control(0, stream)}]};
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

/** Coordinates of statements on their first components, at most ten, and how much of the variance the first two have. */
export async function pointsOf(
  {x, columns}: Stream,
  {product, standardised: scaled}: Finding
): Promise<Pick<NetworkDepth, "points" | "shares">> {
  const rows = x.length / columns;
  const options = {components: measuredComponents, product};
  const table = scaled ? standardised(x, columns) : x;
  const {
    scores,
    k,
    explainedVarianceRatio: ratios
  } = await principalComponents(table, rows, columns, options);
  return {
    points: firstColumns({data: scores, rows, columns: k}, measuredComponents),
    shares: [ratios.at(0) ?? 0, ratios.at(1) ?? 0]
  };
}
