import {Problem} from "../../problem.ts";
import {checkConfig, type LlamaConfig, type Projection} from "../config.ts";
import {booleanIn, membersOf, numberIn, readJsonObject, shownJson} from "../json.ts";
import {readRopeFrequencies} from "./rope.ts";

const mostBytes = 1 << 20;

/** What config.json says of a model. */
export interface HuggingFaceConfig {
  config: LlamaConfig;
  bosId?: number;
  /** Whether the embeddings are the output's matrix too: a file may hold either. */
  tied: boolean;
}

/** The architectures that are run here, and what their configurations mean by a key that is absent. */
const families = {
  llama: {keyValueHeads: undefined, positions: 2048, slidingWindow: undefined},
  mistral: {keyValueHeads: 8, positions: 131072, slidingWindow: 4096}
};

type Family = keyof typeof families;

/**
 * Reads config.json as transformers 5 does: configuration_llama.py, configuration_mistral.py. Keys that these
 * models don't look at are ignored.
 *
 * @throws Problem for another architecture, by its name, and for a number that is missing or impossible
 */
export async function readConfig(path: string): Promise<HuggingFaceConfig> {
  const members = await readJsonObject(path, mostBytes);
  const family = familyOf(members, path);
  checkActivation(members, path);
  checkUnquantized(members, path);
  const number = (key: string, absent?: number) => numberIn(members, key, path, absent);
  const [hiddenSize, numAttentionHeads] = [number("hidden_size"), number("num_attention_heads")];
  const headDim = number("head_dim", hiddenSize / numAttentionHeads);
  const config = {
    hiddenSize,
    intermediateSize: number("intermediate_size"),
    numHiddenLayers: number("num_hidden_layers"),
    numAttentionHeads,
    numKeyValueHeads: keyValueHeads(members, family, path) ?? numAttentionHeads,
    headDim,
    vocabSize: number("vocab_size"),
    rmsNormEps: number("rms_norm_eps", 1e-6),
    ropeFrequencies: readRopeFrequencies(members, headDim, families[family].positions, path),
    ropeInterleaved: false,
    biases: biasesOf(members, family, path),
    slidingWindow: slidingWindowOf(members, family, path)
  };
  return {
    config: checkConfig(config, path),
    bosId: optional(members, "bos_token_id", path),
    tied: booleanIn(members, "tie_word_embeddings", path)
  };
}

/** By model_type, as transformers goes, or else by the class; a class of another name may be another graph. */
function familyOf(members: ReadonlyMap<string, unknown>, path: string): Family {
  const classes = members.get("architectures");
  const named: unknown = Array.isArray(classes) ? classes[0] : undefined;
  const ours = typeof named === "string" ? ourClass.exec(named)?.[1] : undefined;
  const type = members.get("model_type") ?? ours?.toLowerCase();
  const isOurClass = named === undefined || ours !== undefined;
  if ((type === "llama" || type === "mistral") && isOurClass) return type;
  throw new Problem(
    `${path}: architecture ${shownJson(isOurClass ? type : named)} is not run here: use a checkpoint of ` +
      "LlamaForCausalLM or MistralForCausalLM"
  );
}

const ourClass =
  /^(llama|mistral)(?:Model|For(?:CausalLM|SequenceClassification|TokenClassification|QuestionAnswering))$/i;

function checkActivation(members: ReadonlyMap<string, unknown>, path: string): void {
  const activation = members.get("hidden_act") ?? "silu";
  if (activation !== "silu" && activation !== "swish")
    throw new Problem(`${path}: hidden_act ${shownJson(activation)} is not run here, silu expected`);
}

function checkUnquantized(members: ReadonlyMap<string, unknown>, path: string): void {
  const quantization = members.get("quantization_config") ?? null;
  if (quantization === null) return;
  const method = membersOf(quantization, `${path}: quantization_config`).get("quant_method");
  throw new Problem(
    `${path}: quantization_config: weights quantized by ${shownJson(method)} are not read here; ` +
      "use the original ones, or GGUF"
  );
}

/** Null says as many as there are heads; an absent key says the same of a LLaMA, and eight of a Mistral. */
function keyValueHeads(
  members: ReadonlyMap<string, unknown>,
  family: Family,
  path: string
): number | undefined {
  const key = "num_key_value_heads";
  return members.has(key) ? optional(members, key, path) : families[family].keyValueHeads;
}

/** Null says that there is none. A LLaMA has none whatever it says. */
function slidingWindowOf(
  members: ReadonlyMap<string, unknown>,
  family: Family,
  path: string
): number | undefined {
  const {slidingWindow} = families[family];
  const key = "sliding_window";
  return slidingWindow !== undefined && members.has(key) ? optional(members, key, path) : slidingWindow;
}

function optional(members: ReadonlyMap<string, unknown>, key: string, path: string): number | undefined {
  return (members.get(key) ?? null) === null ? undefined : numberIn(members, key, path);
}

/** A Mistral has none whatever it says. */
function biasesOf(members: ReadonlyMap<string, unknown>, family: Family, path: string): Projection[] {
  if (family === "mistral") return [];
  const attention = booleanIn(members, "attention_bias", path);
  const feedForward = booleanIn(members, "mlp_bias", path);
  return [
    ...(attention ? (["query", "key", "value", "attentionOutput"] as const) : []),
    ...(feedForward ? (["gate", "up", "down"] as const) : [])
  ];
}
