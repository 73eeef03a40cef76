import {float16} from "./float16.ts";
import {freshMemory} from "../memory.ts";
import {q4_0, q4_1, q5_0, q5_1, q8_0, type GroupReader} from "./groups.ts";
import {q2_K, q3_K, q4_K, q5_K, q6_K} from "./superblocks.ts";

export {float16};

/** Numbers one by one; bfloat16 is float32 without the last 16 bits. */
const plain = {
  F32: {values: 1, bytes: 4},
  F16: {values: 1, bytes: 2},
  BF16: {values: 1, bytes: 2}
};

/** Groups of `values` that take `bytes` (ggml.c: type_traits), and the reader of one group. */
const quantized = {
  Q4_0: {values: 32, bytes: 18, read: q4_0},
  Q4_1: {values: 32, bytes: 20, read: q4_1},
  Q5_0: {values: 32, bytes: 22, read: q5_0},
  Q5_1: {values: 32, bytes: 24, read: q5_1},
  Q8_0: {values: 32, bytes: 34, read: q8_0},
  Q2_K: {values: 256, bytes: 84, read: q2_K},
  Q3_K: {values: 256, bytes: 110, read: q3_K},
  Q4_K: {values: 256, bytes: 144, read: q4_K},
  Q5_K: {values: 256, bytes: 176, read: q5_K},
  Q6_K: {values: 256, bytes: 210, read: q6_K}
};

const layouts = {...plain, ...quantized};

/** How a tensor's values are stored, in ggml's words. */
export type Dtype = keyof typeof layouts;

/** Whether a row of `length` values fills whole groups. */
export function isWholeRow(dtype: Dtype, length: number): boolean {
  return length % layouts[dtype].values === 0;
}

/** Bytes that `count` values take; `count` is a multiple of the group's length. */
export function byteLength(dtype: Dtype, count: number): number {
  return (count / layouts[dtype].values) * layouts[dtype].bytes;
}

/**
 * Stored values as the graph takes them: float16 stays as its bits, all else becomes float32.
 *
 * @param bytes little-endian whole groups; of float32 and float16 the result is a view, not a copy, if they
 *   begin at a multiple of 4 or 2 bytes in their buffer
 * @param allocate gives the memory of a result that is no view
 */
export function decode(
  dtype: Dtype,
  bytes: Uint8Array<ArrayBuffer>,
  allocate = freshMemory
): Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  return dtype === "F16" ? halves(bytes) : toFloat32(dtype, bytes, allocate);
}

/** Stored values as float32, as the gguf package's `dequantize` gives them; see `decode`. */
export function toFloat32(
  dtype: Dtype,
  bytes: Uint8Array<ArrayBuffer>,
  allocate = freshMemory
): Float32Array<ArrayBuffer> {
  if (dtype === "F32") return words(bytes);
  const count = (bytes.length / layouts[dtype].bytes) * layouts[dtype].values;
  const values = new Float32Array(allocate(4 * count));
  if (dtype === "F16") fromF16(halves(bytes), values);
  else if (dtype === "BF16") fromBF16(halves(bytes), new Uint32Array(values.buffer));
  else fromGroups(bytes, quantized[dtype], values);
  return values;
}

function fromGroups(
  bytes: Uint8Array,
  group: {values: number; bytes: number; read: GroupReader},
  values: Float32Array
): void {
  const groups = bytes.length / group.bytes;
  for (let i = 0; i < groups; i++) group.read(bytes, i * group.bytes, values, i * group.values);
}

function fromF16(bits: Uint16Array, values: Float32Array): void {
  for (let i = 0; i < bits.length; i++) values[i] = float16(bits[i]);
}

function fromBF16(bits: Uint16Array, words: Uint32Array): void {
  for (let i = 0; i < bits.length; i++) words[i] = bits[i] << 16;
}

function words(bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const {buffer, byteOffset, length} = aligned(bytes, 4);
  return new Float32Array(buffer, byteOffset, length / 4);
}

function halves(bytes: Uint8Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const {buffer, byteOffset, length} = aligned(bytes, 2);
  return new Uint16Array(buffer, byteOffset, length / 2);
}

/**
 * The bytes, or a copy of them if they don't lie at a multiple of `size`: a typed array can't begin there.
 */
const aligned = (bytes: Uint8Array<ArrayBuffer>, size: number) =>
  bytes.byteOffset % size === 0 ? bytes : bytes.slice();
