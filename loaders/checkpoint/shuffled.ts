/** The control: a network of the same sizes and the same numbers that has learned nothing. */
import type {OpenCheckpoint} from "./checkpoint.ts";
import {tensorsOf} from "./tensors.ts";

/**
 * A checkpoint with the values of each tensor permuted, the same way for the same seed: matrices, norms and biases keep
 * their numbers and lose what these say in their places.
 *
 * Of the embeddings, the values of each token's row are permuted, each row in an order of its own. Mixed over all rows,
 * as those of a matrix are, a single row would need the whole table, which which is not read for it. What is left of a
 * token is how long its vector is; which tokens are alike is not.
 *
 * @param checkpoint gives each block in memory of its own, as files do: there it is permuted
 */
export function shuffled(checkpoint: OpenCheckpoint, seed: number): OpenCheckpoint {
  const {hiddenSize} = checkpoint.config;
  return {
    ...checkpoint,
    async embeddings(ids) {
      const rows = await checkpoint.embeddings(ids);
      ids.forEach((id, i) => {
        permute(rows.subarray(i * hiddenSize, (i + 1) * hiddenSize), numbersBelow(seed, -1, id));
      });
      return rows;
    },
    async block(index, done) {
      const block = await checkpoint.block(index, done);
      tensorsOf(block).forEach(({data}, i) => permute(data, numbersBelow(seed, index, i)));
      return block;
    },
    head: () => Promise.reject(new Error("no head is made of shuffled weights: nobody asks for it"))
  };
}

/** Brings values into a random order, in place; all orders are equally likely (Fisher-Yates, Durstenfeld 1964). */
function permute(values: Float32Array | Uint16Array, below: (count: number) => number): void {
  for (let i = values.length - 1; i > 0; i--) {
    const j = below(i + 1);
    const value = values[i];
    values[i] = values[j];
    values[j] = value;
  }
}

/** Whole numbers from 0, below a count, the same ones for the same keys (mulberry32, Tommy Ettinger, public domain). */
function numbersBelow(...keys: number[]): (count: number) => number {
  let state = keys.reduce((mixed, key) => mix((mixed + Math.imul(key + 2, 0x9e3779b1)) | 0), 0);
  return (count) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * count);
  };
}

/** A whole number of which each bit depends on all bits of another (MurmurHash3's finalizer, public domain). */
function mix(value: number): number {
  let bits = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
