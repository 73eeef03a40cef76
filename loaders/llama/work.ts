import type {LlamaConfig} from "../checkpoint/config.ts";
import {usualSizes} from "./sizes.ts";
import {chunksOf} from "./trie.ts";

/**
 * What `residualStream` has to do: the tokens that go through each block, and the flops of all matrix products. After
 * the last block only the statements' last tokens are needed: of the others it takes keys and values alone.
 */
export function workOf(
  statements: readonly (readonly number[])[],
  config: LlamaConfig,
  depth: number
): {tokens: number; flops: number} {
  const {hiddenSize, intermediateSize, headDim, numAttentionHeads, numKeyValueHeads} = config;
  const parts = chunksOf(statements, usualSizes.chunk);
  const all = parts.flatMap((trie) => trie.positions);
  const last = parts.flatMap(({positions, ends}) =>
    [...new Set(ends.map(({node}) => node))].map((node) => positions[node])
  );
  const keysAndValues = 2 * hiddenSize * headDim * numKeyValueHeads;
  const theRest = 2 * hiddenSize * headDim * numAttentionHeads + 3 * hiddenSize * intermediateSize;
  const multiplications = (wanted: number[]) =>
    all.length * keysAndValues +
    wanted.length * theRest +
    wanted.reduce((sum, position) => sum + 2 * (position + 1) * numAttentionHeads * headDim, 0);
  const flops = 2 * ((depth - 1) * multiplications(all) + multiplications(last));
  return {tokens: all.length, flops};
}
