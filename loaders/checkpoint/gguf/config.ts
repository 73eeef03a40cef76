import {Problem} from "../../problem.ts";
import type {GgufVocabulary} from "../../tokenizer/gguf.ts";
import {checkConfig, type LlamaConfig} from "../config.ts";
import {shown} from "../file.ts";
import {ropeFrequencies} from "../rope.ts";
import type {Metadata} from "./metadata.ts";

/** Keys of `llama.*` that the configuration is made of, or that don't matter to the residual stream. */
const knownKeys = new Set([
  "llama.block_count",
  "llama.context_length",
  "llama.embedding_length",
  "llama.feed_forward_length",
  "llama.vocab_size",
  "llama.attention.head_count",
  "llama.attention.head_count_kv",
  "llama.attention.key_length",
  "llama.attention.value_length",
  "llama.attention.layer_norm_rms_epsilon",
  "llama.rope.dimension_count",
  "llama.rope.freq_base"
]);

/** Keys that change the graph, at the values that leave it as it is. */
const neutralValues: Record<string, number | boolean | string | undefined> = {
  "llama.rope.scaling.type": "none",
  "llama.rope.scaling.factor": 1,
  "llama.rope.scale_linear": 1,
  "llama.attention.sliding_window": 0,
  "llama.attention.causal": true,
  "llama.use_parallel_residual": false,
  "llama.expert_count": 0,
  "llama.expert_used_count": 0
};

/**
 * The configuration in a GGUF file's metadata.
 *
 * @throws Problem for a number that is missing or impossible, and for anything that a plain LLaMA does not have
 */
export function readConfig(metadata: Metadata, path: string): LlamaConfig {
  const architecture = metadata.string("general.architecture");
  if (architecture !== "llama")
    throw new Problem(`${path}: architecture llama expected, ${shown(architecture)} in the file`);
  refuseVariants(metadata, path);
  const hiddenSize = metadata.number("llama.embedding_length");
  const numAttentionHeads = metadata.number("llama.attention.head_count");
  const headDim = metadata.number("llama.attention.key_length", hiddenSize / numAttentionHeads);
  for (const key of ["llama.attention.value_length", "llama.rope.dimension_count"])
    if (metadata.number(key, headDim) !== headDim)
      throw new Problem(`${path}: ${key}: ${headDim} expected, as for keys, ${metadata.number(key)} found`);
  const config = {
    hiddenSize,
    intermediateSize: metadata.number("llama.feed_forward_length"),
    numHiddenLayers: metadata.number("llama.block_count"),
    numAttentionHeads,
    numKeyValueHeads: metadata.number("llama.attention.head_count_kv", numAttentionHeads),
    headDim,
    vocabSize: metadata.number("llama.vocab_size", metadata.strings("tokenizer.ggml.tokens", []).length),
    rmsNormEps: metadata.number("llama.attention.layer_norm_rms_epsilon"),
    ropeFrequencies: ropeFrequencies(
      metadata.number("llama.rope.freq_base", 10000),
      headDim,
      {kind: "none"},
      path
    ),
    ropeInterleaved: true,
    biases: []
  };
  return checkConfig(config, path);
}

function refuseVariants(metadata: Metadata, path: string): void {
  if (metadata.number("split.count", 1) > 1)
    throw new Problem(`${path}: one part of several; join them with llama.cpp's gguf-split --merge`);
  for (const key of metadata.keys()) {
    if (!key.startsWith("llama.") || knownKeys.has(key)) continue;
    const neutral = Object.hasOwn(neutralValues, key) ? neutralValues[key] : undefined;
    if (neutral === undefined || metadata.get(key) !== neutral)
      throw new Problem(`${path}: ${key} is not part of a plain LLaMA, which is all that is run here`);
  }
}

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

/** The token that every text begins with, unless the file says that none does. */
export function readBosId(metadata: Metadata): number | undefined {
  const key = "tokenizer.ggml.bos_token_id";
  if (metadata.get(key) === undefined || !metadata.boolean("tokenizer.ggml.add_bos_token", true))
    return undefined;
  return metadata.number(key);
}
