import {Problem} from "../../loaders/problem.ts";
import {tokenizerJson} from "../../loaders/tokenizer/tokenizer-json.ts";
import type {Tokenizer} from "../../loaders/tokenizer/tokenizer.ts";

/** The tokenizer of a file that holds `file` as JSON. */
export function opened(file: object): Tokenizer {
  return tokenizerJson(new TextEncoder().encode(JSON.stringify(file)), "a.json");
}

/** What is said of a file that can't be used. */
export function complaint(file: object | string): string {
  const text = typeof file === "string" ? file : JSON.stringify(file);
  try {
    tokenizerJson(new TextEncoder().encode(text), "a.json").encode("It is true that the lamp is lit 🙂.");
    return "none";
  } catch (error) {
    if (error instanceof Problem && /^[\x20-\x7e…\ufffd]+$/.test(error.message)) return error.message;
    throw error;
  }
}
