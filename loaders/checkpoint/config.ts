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
