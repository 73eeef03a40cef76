import {Problem} from "../problem.ts";

/** A block's linear maps. */
export const projections = ["query", "key", "value", "attentionOutput", "gate", "up", "down"] as const;

export type Projection = (typeof projections)[number];

/** The numbers of a LLaMA-architecture model that its forward pass needs, in Hugging Face's words. */
export interface LlamaConfig {
  /** Length of the residual stream's vectors. */
  hiddenSize: number;
  /** Length of the feed-forward network's hidden vectors. */
  intermediateSize: number;
  /** Blocks in the whole model, whether or not the checkpoint at hand holds all of them. */
  numHiddenLayers: number;
  numAttentionHeads: number;
  /** Fewer than `numAttentionHeads` in grouped-query attention. */
  numKeyValueHeads: number;
  headDim: number;
  vocabSize: number;
  rmsNormEps: number;
  /** By how many radians a position each pair of a head's numbers is turned, `[headDim / 2]`; see rope.ts. */
  ropeFrequencies: readonly number[];
  /**
   * Which numbers of a head are turned together: neighbours (2i, 2i + 1), as in Meta's checkpoints and GGUF, or
   * (i, i + headDim / 2), as in Hugging Face's.
   */
  ropeInterleaved: boolean;
  /** The linear maps that add a bias. */
  biases: readonly Projection[];
  /** How many tokens a token sees, itself included, where that is not all before it (Mistral's sliding window). */
  slidingWindow?: number;
}

/**
 * Returns `config` if a model can have these numbers.
 *
 * @param file where they were found
 * @throws Problem that names the first impossible one
 */
export function checkConfig(config: LlamaConfig, file: string): LlamaConfig {
  const {numAttentionHeads, numKeyValueHeads, headDim, rmsNormEps, ropeFrequencies, slidingWindow} = config;
  for (const name of counts)
    expect(isCount(config[name]), file, name, config[name], `a whole number from 1 to ${mostOfAnything}`);
  const grouped = numAttentionHeads % numKeyValueHeads === 0;
  expect(grouped, file, "numKeyValueHeads", numKeyValueHeads, `a divisor of ${numAttentionHeads} heads`);
  expect(headDim % 2 === 0, file, "headDim", headDim, "an even number, as rotary embedding turns pairs");
  expect(rmsNormEps > 0 && rmsNormEps < 1, file, "rmsNormEps", rmsNormEps, "a number between 0 and 1");
  if (slidingWindow !== undefined)
    expect(isCount(slidingWindow), file, "slidingWindow", slidingWindow, "a whole number from 1 on");
  const pairs = ropeFrequencies.length;
  expect(pairs === headDim / 2, file, "rotary frequencies", pairs, `${headDim / 2} pairs of a head`);
  const wrong = ropeFrequencies.find((frequency) => !(frequency > 0 && frequency <= 1));
  expect(wrong === undefined, file, "rotary frequency", wrong ?? 1, "a number from 0 to 1");
  return config;
}

const counts = [
  "hiddenSize",
  "intermediateSize",
  "numHiddenLayers",
  "numAttentionHeads",
  "numKeyValueHeads",
  "headDim",
  "vocabSize"
] as const;

/** Far beyond any model, and small enough that products of two are exact. */
const mostOfAnything = 2 ** 24;

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= mostOfAnything;
}

function expect(met: boolean, file: string, name: string, found: number, allowed: string): void {
  if (!met) throw new Problem(`${file}: ${name}: ${allowed} expected, ${found} found`);
}
