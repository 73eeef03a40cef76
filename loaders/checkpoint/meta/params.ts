import {Problem} from "../../problem.ts";
import {shown} from "../file.ts";
import {booleanIn, numberIn, readJsonObject, shownJson} from "../json.ts";
import type {RopeScaling} from "../rope.ts";

/** What Meta's params.json says of a model. */
export interface Params {
  dim: number;
  layers: number;
  heads: number;
  keyValueHeads: number;
  headDim: number;
  /** Length of the feed-forward network's hidden vectors; Mistral says it, Meta leaves it to the tensors. */
  hiddenDim: number | undefined;
  normEps: number;
  /** -1 where the tokenizer decides. */
  vocabSize: number;
  ropeTheta: number;
  ropeScaling: RopeScaling;
  /** Mistral's. */
  slidingWindow: number | undefined;
  /** Whether the embeddings are the output's matrix too. */
  tied: boolean;
}

const knownKeys = [
  "dim",
  "n_layers",
  "n_heads",
  "n_kv_heads",
  "head_dim",
  "hidden_dim",
  "norm_eps",
  "vocab_size",
  "rope_theta",
  "use_scaled_rope",
  "rope_scaling_factor",
  "rope_high_freq_factor",
  "sliding_window",
  "tied_embeddings",
  "tie_word_embeddings"
];
/** What the tensors' shapes say too, the sizes of caches, and how a model was trained. */
const ignoredKeys = [
  "multiple_of",
  "ffn_dim_multiplier",
  "max_batch_size",
  "max_seq_len",
  "max_position_embeddings",
  "model_parallel_size"
];
/** Keys with the one value that a LLaMA has. */
const plainValues = new Map<string, unknown>([
  ["model_type", "transformer"],
  ["activation", "silu"],
  ["use_biases", false]
]);

const mostBytes = 2 ** 16;

/**
 * Reads Meta's params.json, or Mistral's, which has more keys.
 *
 * @throws Problem for a number that is missing, and for a key that a plain LLaMA does not have
 */
export async function readParams(path: string): Promise<Params> {
  const members = await readJsonObject(path, mostBytes);
  for (const [key, value] of members) checkPlain(key, value, path);
  const number = (key: string, absent?: number) => numberIn(members, key, path, absent);
  const optional = (key: string) => ((members.get(key) ?? null) === null ? undefined : number(key));
  const [dim, layers, heads] = [number("dim"), number("n_layers"), number("n_heads")];
  return {
    dim,
    layers,
    heads,
    keyValueHeads: number("n_kv_heads", heads),
    headDim: number("head_dim", dim / heads),
    hiddenDim: optional("hidden_dim"),
    normEps: number("norm_eps"),
    vocabSize: number("vocab_size", -1), // Code LLaMA's params.json has none
    ropeTheta: number("rope_theta", absentTheta(members)),
    ropeScaling: ropeScaling(members, {dim, layers}, path),
    slidingWindow: optional("sliding_window"),
    tied: booleanIn(members, "tied_embeddings", path) || booleanIn(members, "tie_word_embeddings", path)
  };
}

/** @throws Problem for a key that is not known; null says that something is not there */
function checkPlain(key: string, value: unknown, path: string): void {
  if (value === null || knownKeys.includes(key) || ignoredKeys.includes(key)) return;
  if (plainValues.has(key) && plainValues.get(key) === value) return;
  const what = plainValues.has(key) ? `${key} ${shownJson(value)}` : shown(key);
  throw new Problem(`${path}: ${what} is not part of a plain LLaMA, which is all that is run here`);
}

/**
 * What is meant where rope_theta is absent. Of Mistral's models without a window, which Mistral's own code turns by
 * 1000000 and transformers by 10000, nothing can be said.
 */
function absentTheta(members: ReadonlyMap<string, unknown>): number | undefined {
  const has = (key: string) => (members.get(key) ?? null) !== null;
  return has("hidden_dim") && !has("sliding_window") ? undefined : 10000;
}

/**
 * LLaMA 3.1's way of stretching positions. By how much, params.json seldom says: by 8, and by 32 in the 1B and 3B models
 * of LLaMA 3.2, which their sizes tell. Meta's own code (llama-models, model.py) takes 8 for these too; 32 is what their
 * configurations for transformers have since they were corrected.
 */
function ropeScaling(
  members: ReadonlyMap<string, unknown>,
  {dim, layers}: {dim: number; layers: number},
  path: string
): RopeScaling {
  if (!booleanIn(members, "use_scaled_rope", path)) {
    const factor = members.get("rope_scaling_factor") ?? null;
    if (factor === null) return {kind: "none"};
    throw new Problem(
      `${path}: use_scaled_rope true expected beside rope_scaling_factor ${shownJson(factor)}`
    );
  }
  const isSmall = (dim === 2048 && layers === 16) || (dim === 3072 && layers === 28);
  return {
    kind: "llama3",
    factor: numberIn(members, "rope_scaling_factor", path, isSmall ? 32 : 8),
    lowFreqFactor: 1,
    highFreqFactor: numberIn(members, "rope_high_freq_factor", path, 4),
    originalLength: 8192
  };
}
