import {Problem} from "../problem.ts";
import {sentencePiece} from "./sentencepiece.ts";
import {isTiktoken, tiktoken} from "./tiktoken.ts";
import type {Tokenizer} from "./tokenizer.ts";

/**
 * A tokenizer.model, which is SentencePiece's in LLaMA 1 and 2 and tiktoken's in LLaMA 3; what it holds
 * decides.
 *
 * @param source the file's name, for errors
 * @throws Problem for what is neither, and for what is not encoded exactly here
 */
export function tokenizerModel(bytes: Uint8Array, source = "tokenizer.model"): Tokenizer {
  const start = new TextDecoder().decode(bytes.subarray(0, 16));
  const mistaken = mistakes.find(([is]) => is(start));
  if (mistaken) throw new Problem(`${source}: SentencePiece's or tiktoken's model expected, ${mistaken[1]}`);
  return isTiktoken(bytes) ? tiktoken(bytes, source) : sentencePiece(bytes, source);
}

/** What is found in a tokenizer.model's place, by its beginning. */
const mistakes: [is: (start: string) => boolean, what: string][] = [
  [(start) => start === "", "the file is empty; fetch it again"],
  [(start) => start.startsWith("{"), "a tokenizer.json found; call it tokenizer.json"],
  [
    (start) => start.startsWith("version http"),
    "a pointer of git-lfs found; fetch the file with git lfs pull"
  ],
  [(start) => start.startsWith("<"), "a web page found; log in where it comes from and fetch it again"]
];
