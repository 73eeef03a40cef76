import type {BlockWeights} from "./checkpoint.ts";

export type Part = keyof BlockWeights;

/** What a file format calls its tensors. */
export interface TensorNames {
  embeddings: string;
  /** Blocks' tensors are called `<blocks>.<index>.<part>.weight`. */
  blocks: string;
  parts: Record<Part, string>;
  /** Tensors that change nothing in the residual stream after any block. */
  unused: RegExp;
}

export const ggufNames: TensorNames = {
  embeddings: "token_embd.weight",
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
  unused: /^(output|output_norm)\.weight$/
};

/** Meta's names; `rope.freqs` repeats what rope_theta says. */
export const pthNames: TensorNames = {
  embeddings: "tok_embeddings.weight",
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

/** The name of a part of block `index` in the file. */
export function tensorName({blocks, parts}: TensorNames, part: Part, index: number): string {
  return `${blocks}.${index}.${parts[part]}.weight`;
}

/** What a tensor is for: the number of its block, the embeddings, nothing we need, or unknown. */
export function roleOf(names: TensorNames, name: string): number | "embeddings" | "unused" | "unknown" {
  if (name === names.embeddings) return "embeddings";
  if (names.unused.test(name)) return "unused";
  const [, blocks, index, part] = /^(\w+)\.(0|[1-9]\d{0,8})\.(.+)\.weight$/.exec(name) ?? [];
  const known = blocks === names.blocks && Object.values(names.parts).includes(part);
  return known ? Number(index) : "unknown";
}
