import {Problem} from "../problem.ts";
import type {GgufTokenizer} from "./checkpoint.ts";
import {checkConfig, type LlamaConfig} from "./config.ts";
import {shown} from "./file.ts";
import type {Metadata} from "./gguf-metadata.ts";

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
    ropeTheta: metadata.number("llama.rope.freq_base", 10000),
    ropeInterleaved: true
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
export function readTokenizer(metadata: Metadata, path: string): GgufTokenizer | undefined {
  if (metadata.get("tokenizer.ggml.model") === undefined) return undefined;
  const tokens = metadata.strings("tokenizer.ggml.tokens");
  const tokenTypes = [...metadata.numbers("tokenizer.ggml.token_type", new Float64Array())];
  if (tokenTypes.length !== 0 && tokenTypes.length !== tokens.length)
    throw new Problem(`${path}: ${tokens.length} token types expected, ${tokenTypes.length} in the file`);
  return {
    model: metadata.string("tokenizer.ggml.model"),
    pre: metadata.string("tokenizer.ggml.pre", "default"),
    tokens,
    merges: metadata.strings("tokenizer.ggml.merges", []),
    tokenTypes,
    bosId: optional(metadata, "tokenizer.ggml.bos_token_id", (key) => metadata.number(key)),
    addBos: optional(metadata, "tokenizer.ggml.add_bos_token", (key) => metadata.boolean(key))
  };
}

function optional<T>(metadata: Metadata, key: string, read: (key: string) => T): T | undefined {
  return metadata.get(key) === undefined ? undefined : read(key);
}
