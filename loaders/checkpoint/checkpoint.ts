import type {GgufVocabulary} from "../tokenizer/gguf.ts";
import type {LlamaConfig, Projection} from "./config.ts";

/** A matrix or vector as the block's graph takes it; float16 travels as its bits. */
export interface Tensor {
  /** Row-major, e.g. `[out, in]`. */
  shape: number[];
  data: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
}

/** One block's weights. Matrices are `[out, in]`, as they are stored everywhere. */
export interface BlockMatrices {
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

/** What is added after a projection, `[out]`; a block has those that `config.biases` lists. */
export type BlockBiases = Partial<Record<`${Projection}Bias`, Tensor>>;

export type BlockWeights = BlockMatrices & BlockBiases;

export type Part = keyof BlockMatrices;

/** The shape of each of a block's weights, as `BlockMatrices` documents it. */
export function blockShapes(config: LlamaConfig): Record<Part, number[]> {
  const {hiddenSize, intermediateSize, headDim} = config;
  const queries = config.numAttentionHeads * headDim;
  const keys = config.numKeyValueHeads * headDim;
  return {
    attentionNorm: [hiddenSize],
    query: [queries, hiddenSize],
    key: [keys, hiddenSize],
    value: [keys, hiddenSize],
    attentionOutput: [hiddenSize, queries],
    feedForwardNorm: [hiddenSize],
    gate: [intermediateSize, hiddenSize],
    up: [intermediateSize, hiddenSize],
    down: [hiddenSize, intermediateSize]
  };
}

/** What makes probabilities of the next token out of the residual stream after all blocks. */
export interface Head {
  /** The last norm's weight, `[hiddenSize]`. */
  norm: Tensor;
  /** `[vocabSize, hiddenSize]`, LLaMA's output; the embeddings, where a model has one matrix for both. */
  output: Tensor;
}

/** An open checkpoint: whatever the file format, one block's tensors at a time under one set of names. */
export interface Checkpoint {
  config: LlamaConfig;
  /** The token embeddings of `ids`, `[ids.length, hiddenSize]`; throws when an id is outside the vocabulary. */
  embeddings(ids: readonly number[]): Promise<Float32Array>;
  /**
   * The weights of block `index`, counted from 0.
   *
   * @param done a block that nobody reads any more; its memory may be taken for this one or a later one
   */
  block(index: number, done?: BlockWeights): Promise<BlockWeights>;
  /** What comes after all blocks. */
  head(): Promise<Head>;
  close(): Promise<void>;
}

/** A checkpoint on the disk, and what else its files hold. */
export interface OpenCheckpoint extends Checkpoint {
  format: "GGUF" | "Meta" | "Hugging Face";
  /** The file that was opened first; what belongs to it lies beside it. */
  path: string;
  /**
   * The files that the embeddings and the first `depth` blocks are read from, and the configuration; all of these
   * tensors are there, in the shapes that the configuration asks for.
   *
   * @param depth or "all": every block, and the head
   * @throws Problem that names the first tensor, or the file, that is missing or wrong
   */
  files(depth: number | "all"): Promise<string[]>;
  /** GGUF carries its tokenizer; other formats have it in a file of its own. */
  tokenizer?: GgufVocabulary;
  /** The token that the configuration says to begin every text with; others leave it to the tokenizer's file. */
  bosId?: number;
}
