/** Turns statements into token ids, without any token that the statement itself does not hold. */
export interface Tokenizer {
  /** How model.md names it, e.g. "byte-level BPE". */
  kind: string;
  /** Ids are below it. */
  vocabSize: number;
  /** The token that begins every sequence, `null` for none, where the tokenizer's file says which. */
  bosId?: number | null;
  /**
   * Ids of `text`; special tokens written inside it are text like any other, half a surrogate pair is U+FFFD.
   *
   * What is a letter, a number or white space is what the JavaScript engine's version of Unicode says: a
   * character that is younger than the original tokenizer's version may be cut otherwise.
   */
  encode: (text: string) => number[];
  /**
   * What each token contributes to the text, for people to read; bytes that are no whole character show as
   * "\ufffd", ids without a token as "".
   */
  pieces: (ids: readonly number[]) => string[];
}
