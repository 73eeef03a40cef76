import {concat, f32, u16, u32, u64} from "./bytes.ts";

/** A value of the metadata: its type id and bytes. */
export interface Typed {
  type: number;
  bytes: Uint8Array;
}

export const uint16 = (value: number): Typed => ({type: 2, bytes: u16(value)});
export const int32 = (value: number): Typed => ({type: 5, bytes: u32(value)});
export const uint32 = (value: number): Typed => ({type: 4, bytes: u32(value)});
export const float32 = (value: number): Typed => ({type: 6, bytes: f32(value)});
export const boolean = (value: number): Typed => ({type: 7, bytes: concat(value)});
export const text = (value: string): Typed => ({type: 8, bytes: string(value)});
export const array = (type: number, count: number | bigint, ...items: Uint8Array[]): Typed => ({
  type: 9,
  bytes: concat(u32(type), u64(count), ...items)
});

export function string(value: string): Uint8Array {
  return concat(u64(Buffer.byteLength(value)), value);
}

/** An entry of the list of tensors; `shape` is row-major. */
export interface Info {
  name: string;
  shape: (number | bigint)[];
  type: number;
  offset: number | bigint;
}

/** A file in its parts; the counts are right unless given. */
export interface Parts {
  version?: number;
  /** What the data's beginning is a multiple of. */
  alignment?: number;
  tensorCount?: number | bigint;
  pairCount?: number | bigint;
  metadata: Record<string, Typed>;
  infos: Info[];
  data: Uint8Array;
}

export function ggufBytes({
  version = 3,
  alignment = 32,
  metadata,
  infos,
  data,
  ...counts
}: Parts): Uint8Array {
  const pairs = Object.entries(metadata);
  const header = concat(
    "GGUF",
    u32(version),
    u64(counts.tensorCount ?? infos.length),
    u64(counts.pairCount ?? pairs.length),
    ...pairs.map(([key, {type, bytes}]) => concat(string(key), u32(type), bytes)),
    ...infos.map(({name, shape, type, offset}) =>
      concat(string(name), u32(shape.length), ...shape.toReversed().map(u64), u32(type), u64(offset))
    )
  );
  return concat(padded(header, alignment), data);
}

const padded = (bytes: Uint8Array, alignment: number) =>
  concat(bytes, new Uint8Array((alignment - (bytes.length % alignment)) % alignment));

/** One block of one head of two numbers, in float32; every tensor has 32 bytes for itself. */
export function smallest(): Parts {
  const shapes: Record<string, number[]> = {
    "token_embd.weight": [3, 2],
    "blk.0.attn_norm.weight": [2],
    "blk.0.attn_q.weight": [2, 2],
    "blk.0.attn_k.weight": [2, 2],
    "blk.0.attn_v.weight": [2, 2],
    "blk.0.attn_output.weight": [2, 2],
    "blk.0.ffn_norm.weight": [2],
    "blk.0.ffn_gate.weight": [4, 2],
    "blk.0.ffn_up.weight": [4, 2],
    "blk.0.ffn_down.weight": [2, 4]
  };
  const infos = Object.entries(shapes).map(([name, shape], i) => ({name, shape, type: 0, offset: 32 * i}));
  return {
    metadata: {
      "general.architecture": text("llama"),
      "llama.embedding_length": uint32(2),
      "llama.feed_forward_length": uint32(4),
      "llama.block_count": uint32(2),
      "llama.attention.head_count": uint32(1),
      "llama.attention.layer_norm_rms_epsilon": float32(2 ** -17),
      "llama.vocab_size": uint32(3)
    },
    infos,
    data: f32(...Array.from({length: 8 * infos.length}, (_, i) => i))
  };
}

/** The smallest model with more or other metadata. */
export function withMetadata(changes: Parts["metadata"]): Parts {
  const parts = smallest();
  return {...parts, metadata: {...parts.metadata, ...changes}};
}

/** The smallest model with another entry in the list of tensors. */
export function withInfo(index: number, change: Partial<Info>): Parts {
  const parts = smallest();
  return {...parts, infos: parts.infos.map((info, i) => (i === index ? {...info, ...change} : info))};
}

/** The model with one more tensor behind the others. */
export function withTensor(parts: Parts, name: string, shape: number[], bytes: Uint8Array, type = 0): Parts {
  const info = {name, shape, type, offset: parts.data.length};
  return {...parts, infos: [...parts.infos, info], data: concat(parts.data, padded(bytes, 32))};
}

/** The model without the key or the tensor of that name. */
export function without(parts: Parts, name: string): Parts {
  const pairs = Object.entries(parts.metadata).filter(([key]) => key !== name);
  const infos = parts.infos.filter((info) => info.name !== name);
  return {...parts, metadata: Object.fromEntries(pairs), infos};
}
