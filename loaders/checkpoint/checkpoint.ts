import type {LlamaConfig} from "./config.ts";

/** A matrix or vector as the block's graph takes it; float16 travels as its bits. */
export interface Tensor {
  /** Row-major, e.g. `[out, in]`. */
  shape: number[];
  data: Float32Array | Uint16Array;
}

/** One block's weights. Matrices are `[out, in]`, as they are stored everywhere. */
export interface BlockWeights {
  /** `[hiddenSize]` */
  attentionNorm: Tensor;
  /** `[numAttentionHeads × headDim, hiddenSize]` */
  query: Tensor;
  /** `[numKeyValueHeads × headDim, hiddenSize]` */
  key: Tensor;
  /** `[numKeyValueHeads × headDim, hiddenSize]` */
  value: Tensor;
  /** `[hiddenSize, numAttentionHeads × headDim]` */
  attentionOutput: Tensor;
  /** `[hiddenSize]` */
  feedForwardNorm: Tensor;
  /** `[intermediateSize, hiddenSize]`, LLaMA's w1 */
  gate: Tensor;
  /** `[intermediateSize, hiddenSize]`, LLaMA's w3 */
  up: Tensor;
  /** `[hiddenSize, intermediateSize]`, LLaMA's w2 */
  down: Tensor;
}

/** An open checkpoint: whatever the file format, one block's tensors at a time under one set of names. */
export interface Checkpoint {
  format: "gguf" | "pth";
  config: LlamaConfig;
  /** The token embeddings of `ids`, `[ids.length, hiddenSize]`; throws when an id is outside the vocabulary. */
  embeddings(ids: readonly number[]): Promise<Float32Array>;
  /** The weights of block `index`, counted from 0. */
  block(index: number): Promise<BlockWeights>;
  close(): Promise<void>;
}
