/** Whose components are measured: the trained network's, shuffled networks', and those of mere tokens. */
import type {Activations} from "../activations/activations.ts";
import {principalComponents, type Components} from "../analysis/pca.ts";
import {firstColumns} from "../analysis/separation/points.ts";
import {standardised} from "../analysis/standardised.ts";
import type {Matrix64, Product} from "../matrix.ts";
import type {Model} from "../model.ts";

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
  /** Coordinates on the first ten components, `[statements, ≤ 10]`, by depth. */
  depths: {depth: number; points: Matrix64}[];
}

/** A network with shuffled weights that has run. */
export interface ShuffledRun {
  seed: number;
  activations: Activations;
}

/** Coordinates on the first components, at most ten. */
export function pointsOf({scores, k}: Components, rows: number): Matrix64 {
  return firstColumns({data: scores, rows, columns: k}, measuredComponents);
}

/** Where a shuffled network puts statements. Activations of one depth are in memory at a time. */
export async function shuffledNetwork(
  {seed, activations}: ShuffledRun,
  tokens: number[][],
  {depth: deepest, checkpoint}: Model,
  {onDepth, ...finding}: Finding & {onDepth: () => void}
): Promise<Network> {
  const depths: Network["depths"] = [];
  for (let depth = 1; depth <= deepest; depth++) {
    const stream = await activations.at(tokens, depth);
    depths.push({
      depth,
      points: await componentsOf(stream, tokens.length, checkpoint.config.hiddenSize, finding)
    });
    onDepth();
  }
  return {name: `shuffled ${seed}`, depths};
}

/**
 * A bag of tokens: the mean of the embeddings of each statement's tokens but the first, which all have in common. It knows
 * which tokens there are and nothing of their order.
 */
export async function bagOfTokens(
  tokens: number[][],
  {checkpoint}: Model,
  finding: Finding
): Promise<Network> {
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
  return {
    name: "tokens",
    depths: [{depth: 0, points: await componentsOf(means, tokens.length, hiddenSize, finding)}]
  };
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
