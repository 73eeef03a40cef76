import {Problem} from "../problem.ts";
import {mergePairs} from "./merge.ts";
import type {Tokenizer} from "./tokenizer.ts";

/** What a byte-level BPE is made of, in GGUF's words. */
export interface BpeVocabulary {
  /** The rule by which text is cut into words before any merge (tokenizer.ggml.pre). */
  pre: string;
  /** By id; a normal token is written in GPT-2's letters for bytes. */
  tokens: readonly string[];
  /** Two tokens with a space between, the first to be joined first. */
  merges: readonly string[];
  /** By id, GGUF's token types; without them every token is a normal one. */
  tokenTypes?: readonly number[];
}

const normalType = 1;

/**
 * A tokenizer that cuts text into words and joins each word's bytes, the earliest merge first (GPT-2, SmolLM2).
 *
 * A byte that the vocabulary has no token for is left out before the merges, as Hugging Face's tokenizers does
 * (SmolLM2: U+0004, 06, 13, 14, 16, 1d, and planes 4 to 11 of Unicode, where nothing is assigned).
 *
 * @param source where the vocabulary comes from, for errors
 * @throws Problem for a cutting rule that is not known, or a merge whose parts or result are no tokens
 */
export function byteLevelBpe(vocabulary: BpeVocabulary, source = "vocabulary"): Tokenizer {
  const {tokens, tokenTypes} = vocabulary;
  const words = wordsOf(vocabulary.pre, source);
  const idOf = new Map(tokens.map((token, id) => [token, id]));
  const rankOf = ranks(vocabulary.merges, idOf, source);
  const idsOfWord = (word: string): number[] => {
    const letters = Array.from(utf8.encode(word), (byte) => letterOf[byte]).filter((letter) =>
      idOf.has(letter)
    );
    const merged = mergePairs(letters, (left, right) => rankOf.get(`${left} ${right}`));
    return merged.flatMap((token) => idOf.get(token) ?? []);
  };
  return {
    kind: "byte-level BPE",
    vocabSize: tokens.length,
    encode: (text) => words(text).flatMap(idsOfWord),
    pieces: (ids) =>
      ids.map((id) => ((tokenTypes?.[id] ?? normalType) === normalType ? read(tokens[id]) : tokens[id]))
  };
}

/**
 * GPT-2's words: a contraction, or letters, numbers or signs with one space before them, or white space but for a last
 * space that begins the next word. \p{White_Space} where the original has \s: JavaScript's \s takes U+FEFF, not U+0085.
 */
const gpt2Word =
  /'(?:[sdmt]|re|ve|ll)| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

const gpt2Words = (text: string): string[] => text.match(gpt2Word) ?? [];

/** tokenizer.ggml.pre → the words of a text. SmolLM sets every number character apart before GPT-2's rule. */
const cuttingRules = new Map([
  ["gpt-2", gpt2Words],
  ["smollm", (text: string) => text.split(/(\p{N})/u).flatMap(gpt2Words)]
]);

function wordsOf(pre: string, source: string): (text: string) => string[] {
  const words = cuttingRules.get(pre);
  if (words) return words;
  const known = [...cuttingRules.keys()].join(" or ");
  throw new Problem(`${source}: pre-tokenizer ${known} expected, ${JSON.stringify(pre)} in the file`);
}

/** The position of each merge in the list, by the merge as it is written. */
function ranks(merges: readonly string[], idOf: Map<string, number>, source: string): Map<string, number> {
  for (const [rank, merge] of merges.entries()) {
    const parts = merge.split(" ");
    if (parts.length === 2 && [...parts, parts.join("")].every((token) => idOf.has(token))) continue;
    throw new Problem(
      `${source}: merge ${rank}: two tokens that make a third expected, ${JSON.stringify(merge)} found`
    );
  }
  return new Map(merges.map((merge, rank) => [merge, rank]));
}

const utf8 = new TextEncoder();
// Not stream by stream: a token that holds half a character shows as U+FFFD. A byte order mark is a character.
const utf8Decoder = new TextDecoder("utf-8", {ignoreBOM: true});

/** GPT-2's letter for each byte: Latin-1's own where it can be seen, else the letters from U+0100 on, in order. */
const letterOf: string[] = [];
const byteOf = new Map<string, number>();
for (let byte = 0, unseen = 0; byte < 256; byte++) {
  const seen = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  const letter = String.fromCharCode(seen ? byte : 0x100 + unseen++);
  letterOf.push(letter);
  byteOf.set(letter, byte);
}

/** Never part of UTF-8: shows as U+FFFD. */
const noByte = 0xff;

/** The text of a normal token. */
function read(token: string): string {
  return utf8Decoder.decode(Uint8Array.from(token, (letter) => byteOf.get(letter) ?? noByte));
}
