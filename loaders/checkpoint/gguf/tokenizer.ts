import {Problem} from "../../problem.ts";
import type {GgufVocabulary} from "../../tokenizer/gguf.ts";
import type {Metadata} from "./metadata.ts";

/** The tokenizer in a GGUF file's metadata, if there is one. */
export function readTokenizer(metadata: Metadata, path: string): GgufVocabulary | undefined {
  if (metadata.get("tokenizer.ggml.model") === undefined) return undefined;
  const model = metadata.string("tokenizer.ggml.model");
  const tokens = metadata.strings("tokenizer.ggml.tokens");
  const ofTokens = (key: string) => {
    const numbers = [...metadata.numbers(key, new Float64Array())];
    if (numbers.length === 0 || numbers.length === tokens.length) return numbers;
    throw new Problem(`${path}: ${key}: ${tokens.length} expected, ${numbers.length} in the file`);
  };
  return {
    model,
    pre: metadata.string("tokenizer.ggml.pre", "default"),
    tokens,
    scores: ofTokens("tokenizer.ggml.scores"),
    merges: metadata.strings("tokenizer.ggml.merges", []),
    tokenTypes: ofTokens("tokenizer.ggml.token_type"),
    addSpacePrefix: metadata.boolean("tokenizer.ggml.add_space_prefix", model === "llama"),
    removeExtraWhitespaces: metadata.boolean("tokenizer.ggml.remove_extra_whitespaces", false)
  };
}

/** Byte-level tokenizers that begin with a token where the file doesn't say: llama.cpp's llama-vocab.cpp. */
const beginning = ["llama3", "llama-v3", "llama-bpe", "falcon3", "pixtral", "tekken"];

/** The token that every text begins with, unless the file says that none does. */
export function readBosId(metadata: Metadata): number | undefined {
  const key = "tokenizer.ggml.bos_token_id";
  const usual =
    metadata.string("tokenizer.ggml.model", "") === "llama" ||
    beginning.includes(metadata.string("tokenizer.ggml.pre", "default"));
  if (metadata.get(key) === undefined || !metadata.boolean("tokenizer.ggml.add_bos_token", usual))
    return undefined;
  return metadata.number(key);
}
