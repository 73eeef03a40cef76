/** How the work is cut up, which changes the time and memory that it takes and nothing else. */
export interface Sizes {
  /** Tokens that go through a block at once: enough for fast products, few enough for small intermediate results. */
  chunk: number;
  /** Consecutive tokens that look up their keys together. */
  group: number;
  /** Numbers of a weight that are widened to single precision at once. */
  piece: number;
  /** Tokens of which all scores for the next one are in memory at once. */
  scored: number;
}

export const usualSizes: Sizes = {chunk: 1536, group: 32, piece: 2 ** 23, scored: 128};
