import {experiment} from "../loaders/experiment.ts";

/** What a made-up checkpoint has in common with a published one. */
export interface Shape {
  /** Meta's params.json; `n_layers` is the whole model's. */
  params: {
    dim: number;
    n_layers: number;
    n_heads: number;
    n_kv_heads?: number;
    [key: string]: number | undefined;
  };
  /** Length of the feed-forward network's hidden vectors. */
  intermediateSize: number;
  /** Rows of the embeddings. */
  vocabSize: number;
  dtype: "F16" | "BF16";
}

/**
 * LLaMA 1's 7B and 13B, LLaMA 3's 8B and LLaMA 2's 70B. 13B and 70B are published in several files; here they are one.
 * `tiny` is to try the bench itself.
 */
export const shapes = {
  tiny: {
    params: {
      dim: 64,
      multiple_of: 16,
      n_heads: 4,
      n_kv_heads: 2,
      n_layers: 8,
      norm_eps: 1e-5,
      vocab_size: -1
    },
    intermediateSize: 176,
    vocabSize: 4096,
    dtype: "F16"
  },
  "7B": {
    params: {dim: 4096, multiple_of: 256, n_heads: 32, n_layers: 32, norm_eps: 1e-6, vocab_size: -1},
    intermediateSize: 11008,
    vocabSize: 32000,
    dtype: "F16"
  },
  "8B": {
    params: {
      dim: 4096,
      ffn_dim_multiplier: 1.3,
      multiple_of: 1024,
      n_heads: 32,
      n_kv_heads: 8,
      n_layers: 32,
      norm_eps: 1e-5,
      rope_theta: 500000,
      vocab_size: 128256
    },
    intermediateSize: 14336,
    vocabSize: 128256,
    dtype: "BF16"
  },
  "13B": {
    params: {dim: 5120, multiple_of: 256, n_heads: 40, n_layers: 40, norm_eps: 1e-6, vocab_size: -1},
    intermediateSize: 13824,
    vocabSize: 32000,
    dtype: "F16"
  },
  "70B": {
    params: {
      dim: 8192,
      ffn_dim_multiplier: 1.3,
      multiple_of: 4096,
      n_heads: 64,
      n_kv_heads: 8,
      n_layers: 80,
      norm_eps: 1e-5,
      vocab_size: -1
    },
    intermediateSize: 28672,
    vocabSize: 32000,
    dtype: "F16"
  }
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof shapes;

export function isShapeName(name: string): name is ShapeName {
  return Object.hasOwn(shapes, name);
}

/**
 * The blocks that code which runs the whole model runs for `depth` of ours: as many more as the whole model has more
 * than the experiment needs of it.
 */
export function wholeModelFor(depth: number): number {
  return Math.round(depth / experiment.depthShare);
}
