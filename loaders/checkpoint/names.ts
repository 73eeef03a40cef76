import type {Part} from "./checkpoint.ts";
import {projections, type Projection} from "./config.ts";

/** All parts of a block. */
export const parts = ["attentionNorm", "feedForwardNorm", ...projections] as const satisfies readonly Part[];

/** What a file format calls its tensors. */
export interface TensorNames {
  embeddings: string;
  /** The last norm's weight. */
  norm: string;
  /** The matrix that makes tokens' scores; where it is the embeddings', a file may hold it or not. */
  output: string;
  /** Blocks' tensors are called `<blocks>.<index>.<part>.weight`, and `….bias`. */
  blocks: string;
  parts: Record<Part, string>;
  /** Tensors that change nothing in the residual stream after any block. */
  unused: RegExp;
}

/** GGUF's names; `rope_freqs` is part of the configuration, and `attn_rot_embd` repeats what it says. */
export const ggufNames: TensorNames = {
  embeddings: "token_embd.weight",
  norm: "output_norm.weight",
  output: "output.weight",
  blocks: "blk",
  parts: {
    attentionNorm: "attn_norm",
    query: "attn_q",
    key: "attn_k",
    value: "attn_v",
    attentionOutput: "attn_output",
    feedForwardNorm: "ffn_norm",
    gate: "ffn_gate",
    up: "ffn_up",
    down: "ffn_down"
  },
  unused: /^(output|output_norm|rope_freqs|blk\.\d+\.attn_rot_embd)\.weight$/
};

/** Meta's names; `rope.freqs` repeats what rope_theta says. */
export const metaNames: TensorNames = {
  embeddings: "tok_embeddings.weight",
  norm: "norm.weight",
  output: "output.weight",
  blocks: "layers",
  parts: {
    attentionNorm: "attention_norm",
    query: "attention.wq",
    key: "attention.wk",
    value: "attention.wv",
    attentionOutput: "attention.wo",
    feedForwardNorm: "ffn_norm",
    gate: "feed_forward.w1",
    up: "feed_forward.w3",
    down: "feed_forward.w2"
  },
  unused: /^((output|norm)\.weight|(layers\.\d+\.attention\.inner_attention\.)?rope\.freqs)$/
};

/**
 * Hugging Face's names; `inv_freq` repeats what rope_theta says.
 *
 * @param prefix `model.` where the model was saved with its head, else empty
 */
export function huggingFaceNames(prefix: "model." | ""): TensorNames {
  return {
    embeddings: `${prefix}embed_tokens.weight`,
    norm: `${prefix}norm.weight`,
    output: "lm_head.weight",
    blocks: `${prefix}layers`,
    parts: {
      attentionNorm: "input_layernorm",
      query: "self_attn.q_proj",
      key: "self_attn.k_proj",
      value: "self_attn.v_proj",
      attentionOutput: "self_attn.o_proj",
      feedForwardNorm: "post_attention_layernorm",
      gate: "mlp.gate_proj",
      up: "mlp.up_proj",
      down: "mlp.down_proj"
    },
    unused: /^((lm_head|(model\.)?norm)\.weight|(model\.)?(layers\.\d+\.self_attn\.)?rotary_emb\.inv_freq)$/
  };
}

/** The name of a part of block `index` in the file. */
export function tensorName(names: TensorNames, part: Part, index: number): string {
  return `${names.blocks}.${index}.${names.parts[part]}.weight`;
}

/** The name of a projection's bias in block `index`. */
export function biasName(names: TensorNames, projection: Projection, index: number): string {
  return `${names.blocks}.${index}.${names.parts[projection]}.bias`;
}

/** What a tensor is for. */
export type Role =
  | {kind: "embeddings" | "unused" | "unknown"}
  | {kind: "weight"; block: number; part: Part}
  | {kind: "bias"; block: number; projection: Projection};

export function roleOf(names: TensorNames, name: string): Role {
  if (name === names.embeddings) return {kind: "embeddings"};
  if (names.unused.test(name)) return {kind: "unused"};
  if (!name.startsWith(`${names.blocks}.`)) return {kind: "unknown"};
  const rest = name.slice(names.blocks.length + 1);
  const [, index, called, kind] = /^(0|[1-9]\d{0,8})\.(.+)\.(weight|bias)$/.exec(rest) ?? [];
  const block = Number(index);
  if (kind === "bias") {
    const projection = projections.find((candidate) => names.parts[candidate] === called);
    return projection ? {kind, block, projection} : {kind: "unknown"};
  }
  const part = parts.find((candidate) => names.parts[candidate] === called);
  return part ? {kind: "weight", block, part} : {kind: "unknown"};
}

/** Who names tensors how in files that hold nothing but tensors. */
export type Layout = "Meta" | "Hugging Face";

/** Whose names these are, by the first that is a LLaMA's. */
export function layoutOf(found: Iterable<string>): Layout | undefined {
  const isPart = (names: TensorNames, name: string) =>
    ["embeddings", "weight"].includes(roleOf(names, name).kind);
  for (const name of found) {
    if (isPart(metaNames, name)) return "Meta";
    if (isPart(huggingFaceNames("model."), name) || isPart(huggingFaceNames(""), name)) return "Hugging Face";
  }
  return undefined;
}
