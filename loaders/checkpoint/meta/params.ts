import {Problem} from "../../problem.ts";
import {shown} from "../file.ts";
import {numberIn, readJsonObject} from "../json.ts";

/** What Meta's params.json says of a model. */
export interface Params {
  dim: number;
  layers: number;
  heads: number;
  keyValueHeads: number;
  normEps: number;
  /** -1 where the tokenizer decides. */
  vocabSize: number;
  ropeTheta: number;
}

const knownKeys = ["dim", "n_layers", "n_heads", "n_kv_heads", "norm_eps", "vocab_size", "rope_theta"];
/** What the tensors' shapes say too, and the sizes of caches. */
const ignoredKeys = ["multiple_of", "ffn_dim_multiplier", "max_batch_size", "max_seq_len"];

const mostBytes = 2 ** 16;

/**
 * Reads Meta's params.json.
 *
 * @throws Problem for a number that is missing, and for a key that a plain LLaMA does not have
 */
export async function readParams(path: string): Promise<Params> {
  const members = await readJsonObject(path, mostBytes);
  for (const [key, value] of members) {
    if (
      knownKeys.includes(key) ||
      ignoredKeys.includes(key) ||
      (key === "use_scaled_rope" && value === false)
    )
      continue;
    throw new Problem(`${path}: ${shown(key)} is not part of a plain LLaMA, which is all that is run here`);
  }
  const number = (key: string, absent?: number) => numberIn(members, key, path, absent);
  return {
    dim: number("dim"),
    layers: number("n_layers"),
    heads: number("n_heads"),
    keyValueHeads: number("n_kv_heads", number("n_heads")),
    normEps: number("norm_eps"),
    vocabSize: number("vocab_size"),
    ropeTheta: number("rope_theta", 10000)
  };
}
