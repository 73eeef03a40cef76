/** The tokenizer as GGUF's metadata has it (`tokenizer.ggml.*`). */
export interface GgufVocabulary {
  /** The algorithm: `gpt2` is byte-level BPE, `llama` SentencePiece's BPE. */
  model: string;
  /** The name of the rule that splits text before BPE, e.g. `smollm`; `default` where the file has none. */
  pre: string;
  /** By id. */
  tokens: string[];
  /** By id, or empty. */
  scores: number[] | Float64Array;
  /** Pairs of tokens with a space between, first merged first. */
  merges: string[];
  /** By id: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte; empty where the file has none. */
  tokenTypes: number[];
  addSpacePrefix: boolean;
  removeExtraWhitespaces: boolean;
}
