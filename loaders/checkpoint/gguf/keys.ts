import {Problem} from "../../problem.ts";
import {shown} from "../file.ts";
import type {Metadata, MetadataValue} from "./metadata.ts";

/** Keys of `llama.*` that the configuration is made of. */
const readKeys = [
  "llama.block_count",
  "llama.embedding_length",
  "llama.feed_forward_length",
  "llama.vocab_size",
  "llama.attention.head_count",
  "llama.attention.head_count_kv",
  "llama.attention.key_length",
  "llama.attention.value_length",
  "llama.attention.layer_norm_rms_epsilon",
  "llama.attention.sliding_window",
  "llama.rope.dimension_count",
  "llama.rope.freq_base",
  "llama.rope.scaling.type",
  "llama.rope.scaling.factor",
  "llama.rope.scale_linear"
];

/** Keys that llama.cpp's LLaMA reads for nothing, only with YaRN, or after the last block. */
const unusedKeys = [
  "llama.context_length",
  "llama.attention.layer_norm_epsilon",
  "llama.pooling_type",
  "llama.rope.scaling.original_context_length",
  "llama.rope.scaling.finetuned",
  "llama.rope.scaling.yarn_beta_fast",
  "llama.rope.scaling.yarn_beta_slow",
  "llama.rope.scaling.yarn_log_multiplier"
];

const knownKeys = new Set([...readKeys, ...unusedKeys]);

type Scalar = Extract<MetadataValue, number | boolean | string>;

/** Keys that change the graph, at the only values that leave it as it is. */
const neutralValues = new Map<string, Scalar>([
  ["general.type", "model"],
  ["llama.expert_count", 0],
  ["llama.expert_used_count", 0],
  ["llama.tensor_data_layout", "Meta AI original pth"],
  ["llama.use_parallel_residual", false],
  ["llama.attention.causal", true],
  ["llama.rope.scaling.attn_factor", 1],
  ["llama.rope.scaling.yarn_attn_factor", 1],
  ["llama.rope.scaling.yarn_ext_factor", 0]
]);

/** What people know other models by, and what sets them apart. */
const otherModels: Record<string, string | undefined> = {
  llama4: "LLaMA 4, a mixture of experts",
  qwen2: "Qwen 2, which turns other pairs of a head's numbers",
  qwen3: "Qwen 3, which normalizes queries and keys",
  gemma: "Gemma, which scales its embeddings",
  gemma2: "Gemma 2, which has norms after attention too",
  gemma3: "Gemma 3, which has norms after attention too",
  phi3: "Phi 3, which has one matrix for queries, keys and values",
  clip: "what lets a model see or hear; its language model is a file of its own"
};

/** @throws Problem for anything but a plain LLaMA, by the name of the key that says so */
export function checkKeys(metadata: Metadata, path: string): void {
  const architecture = metadata.string("general.architecture", "");
  if (architecture !== "llama") {
    const hint = Object.hasOwn(otherModels, architecture) ? ` (${otherModels[architecture]})` : "";
    const found = `${shown(architecture) || "none"} found${hint}`;
    throw new Problem(`${path}: general.architecture: llama expected, ${found}; only a LLaMA is run here`);
  }
  for (const [key, neutral] of neutralValues) checkNeutral(metadata, key, neutral, path);
  for (const key of metadata.keys())
    if (key.startsWith("llama.") && !knownKeys.has(key) && !neutralValues.has(key))
      throw new Problem(`${path}: ${key} is no key of a plain LLaMA, which is all that is run here`);
}

function checkNeutral(metadata: Metadata, key: string, neutral: Scalar, path: string): void {
  const value = metadata.get(key);
  if (value === undefined || value === neutral) return;
  const hint = key === "llama.expert_count" ? " (experts as in Mixtral)" : "";
  const found = typeof value === "object" ? "an array" : shown(value);
  throw new Problem(
    `${path}: ${key}: ${neutral} expected, ${found} found${hint}; only a plain LLaMA is run here`
  );
}
