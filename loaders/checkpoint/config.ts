import {Problem} from "../problem.ts";

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
  ropeTheta: number;
  /**
   * Which numbers of a head are turned together: neighbours (2i, 2i + 1), as in Meta's checkpoints and GGUF, or
   * (i, i + headDim / 2), as in Hugging Face's.
   */
  ropeInterleaved: boolean;
}

/**
 * Returns `config` if a model can have these numbers.
 *
 * @param file where they were found
 * @throws Problem that names the first impossible one
 */
export function checkConfig(config: LlamaConfig, file: string): LlamaConfig {
  const {numAttentionHeads, numKeyValueHeads, headDim, rmsNormEps, ropeTheta} = config;
  for (const name of counts)
    expect(isCount(config[name]), file, name, config[name], `a whole number from 1 to ${mostOfAnything}`);
  const grouped = numAttentionHeads % numKeyValueHeads === 0;
  expect(grouped, file, "numKeyValueHeads", numKeyValueHeads, `a divisor of ${numAttentionHeads} heads`);
  expect(headDim % 2 === 0, file, "headDim", headDim, "an even number, as rotary embedding turns pairs");
  expect(rmsNormEps > 0 && rmsNormEps < 1, file, "rmsNormEps", rmsNormEps, "a number between 0 and 1");
  expect(ropeTheta > 0 && ropeTheta < Infinity, file, "ropeTheta", ropeTheta, "a positive number");
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
