import {readFile, stat} from "node:fs/promises";
import {Problem} from "../problem.ts";
import {shown} from "./file.ts";

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
  const record = await readObject(path);
  for (const [key, value] of record) {
    if (
      knownKeys.includes(key) ||
      ignoredKeys.includes(key) ||
      (key === "use_scaled_rope" && value === false)
    )
      continue;
    throw new Problem(`${path}: ${shown(key)} is not part of a plain LLaMA, which is all that is run here`);
  }
  const number = (key: string, absent?: number): number => {
    const value = record.get(key) ?? absent;
    if (typeof value === "number") return value;
    throw new Problem(`${path}: ${key}: a number expected, ${shown(value ?? "nothing")} found`);
  };
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

async function readObject(path: string): Promise<Map<string, unknown>> {
  const status = await stat(path).catch(() => null);
  if (!status?.isFile())
    throw new Problem(`${path}: Meta's file of the model's sizes expected beside the weights, nothing found`);
  if (status.size > mostBytes)
    throw new Problem(`${path}: ${mostBytes} bytes at most expected, ${status.size} found`);
  const value = parse(await readFile(path, "utf8"), path);
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return new Map(Object.entries(value));
  throw new Problem(`${path}: a JSON object expected`);
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(`${path}: JSON expected: ${shown(error instanceof Error ? error.message : error)}`);
  }
}
