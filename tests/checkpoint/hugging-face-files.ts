import {countingTensors} from "./safetensors-bytes.ts";

/** A LLaMA of two blocks of one head of two numbers, as config.json has it. */
export const config = {
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  hidden_size: 2,
  intermediate_size: 4,
  num_hidden_layers: 2,
  num_attention_heads: 1,
  vocab_size: 3,
  rms_norm_eps: 1e-5
};

/** The tensors of block `index`. */
export function blockTensors(index: number, prefix = "model."): Record<string, number[]> {
  const block = `${prefix}layers.${index}`;
  return {
    [`${block}.input_layernorm.weight`]: [2],
    [`${block}.self_attn.q_proj.weight`]: [2, 2],
    [`${block}.self_attn.k_proj.weight`]: [2, 2],
    [`${block}.self_attn.v_proj.weight`]: [2, 2],
    [`${block}.self_attn.o_proj.weight`]: [2, 2],
    [`${block}.post_attention_layernorm.weight`]: [2],
    [`${block}.mlp.gate_proj.weight`]: [4, 2],
    [`${block}.mlp.up_proj.weight`]: [4, 2],
    [`${block}.mlp.down_proj.weight`]: [2, 4]
  };
}

export const embeddings = {"model.embed_tokens.weight": [3, 2]};

export const tensors = {...embeddings, ...blockTensors(0), ...blockTensors(1)};

type Write = (name: string, contents: string | Uint8Array) => Promise<string>;

/** A checkpoint in one file, in a folder of that name; gives the file's path. */
export async function writeSingle(
  write: Write,
  folder: string,
  changes: {config?: Record<string, unknown>; tensors?: Record<string, number[]>; name?: string} = {}
): Promise<string> {
  await write(`${folder}/config.json`, JSON.stringify({...config, ...changes.config}));
  return write(
    `${folder}/${changes.name ?? "model.safetensors"}`,
    countingTensors(changes.tensors ?? tensors)
  );
}

/** The shards of a checkpoint: what each holds, by its name. */
export const shards: Record<string, Record<string, number[]>> = {
  "model-00001-of-00003.safetensors": {...embeddings, ...blockTensors(0)},
  "model-00002-of-00003.safetensors": blockTensors(1),
  "model-00003-of-00003.safetensors": {"lm_head.weight": [3, 2], "model.norm.weight": [2]}
};

/** Which shard each tensor is in. */
export function weightMap(files: Record<string, Record<string, number[]>> = shards): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).flatMap(([file, held]) => Object.keys(held).map((name) => [name, file]))
  );
}

/** A checkpoint in shards, in a folder of that name; gives the path of the index. */
export async function writeShards(
  write: Write,
  folder: string,
  changes: {config?: Record<string, unknown>; files?: typeof shards; map?: unknown; index?: string} = {}
): Promise<string> {
  const {files = shards} = changes;
  for (const [name, held] of Object.entries(files)) await write(`${folder}/${name}`, countingTensors(held));
  await write(`${folder}/config.json`, JSON.stringify({...config, ...changes.config}));
  const index = JSON.stringify({metadata: {total_size: 1}, weight_map: changes.map ?? weightMap()});
  return write(`${folder}/${changes.index ?? "model.safetensors.index.json"}`, index);
}
