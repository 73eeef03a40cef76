/** Turns statements into token ids, without any token that the statement itself does not hold. */
export interface Tokenizer {
  /** How model.md names it, e.g. "byte-level BPE". */
  kind: string;
  vocabSize: number;
  /** Ids of `text`; special tokens written inside it are text like any other. */
  encode(text: string): number[];
  /** What each token contributes to the text, for people to read; bytes that are no whole character show as "\ufffd". */
  pieces(ids: readonly number[]): string[];
}
