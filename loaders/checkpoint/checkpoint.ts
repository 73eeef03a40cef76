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

/** A checkpoint on the disk, and what else its files hold. */
export interface OpenCheckpoint extends Checkpoint {
  /** Paths of the files that make up the checkpoint, the one with the weights first. */
  files: string[];
  /** GGUF carries its tokenizer; Meta's lies in a file of its own. */
  tokenizer?: GgufTokenizer;
}

/** The tokenizer as GGUF's metadata has it (`tokenizer.ggml.*`). */
export interface GgufTokenizer {
  /** The algorithm: `gpt2` is byte-level BPE. */
  model: string;
  /** The name of the rule that splits text before BPE, e.g. `smollm`; `default` where the file has none. */
  pre: string;
  /** By id. */
  tokens: string[];
  /** Pairs of tokens with a space between, first merged first. */
  merges: string[];
  /** By id: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte; empty where the file has none. */
  tokenTypes: number[];
  bosId?: number;
  /** Whether the file asks for BOS in front of every text. */
  addBos?: boolean;
}
