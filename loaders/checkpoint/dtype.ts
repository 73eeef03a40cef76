/** How a tensor's values are stored. */
export type Dtype = "F32" | "F16" | "BF16" | "Q8_0" | "Q4_1";

/** Values come in groups of `values` that take `bytes`. */
interface Layout {
  values: number;
  bytes: number;
}

const layouts: Record<Dtype, Layout> = {
  F32: {values: 1, bytes: 4},
  F16: {values: 1, bytes: 2},
  BF16: {values: 1, bytes: 2},
  // ggml-common.h: block_q8_0 is a float16 scale and 32 signed bytes
  Q8_0: {values: 32, bytes: 2 + 32},
  // block_q4_1 is a float16 scale, a float16 minimum and 32 values of 4 bits
  Q4_1: {values: 32, bytes: 2 + 2 + 16}
};

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
 * @param bytes little-endian, at the start of their buffer; float32 and float16 are not copied
 */
export function decode(dtype: Dtype, bytes: Uint8Array): Float32Array | Uint16Array {
  return dtype === "F16" ? halves(bytes) : toFloat32(dtype, bytes);
}

/** Stored values as float32; see `decode`. */
export function toFloat32(dtype: Dtype, bytes: Uint8Array): Float32Array {
  switch (dtype) {
    case "F32":
      return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
    case "F16":
      return fromF16(halves(bytes));
    case "BF16":
      return fromBF16(halves(bytes));
    case "Q8_0":
      return fromQ8_0(bytes);
    case "Q4_1":
      return fromQ4_1(bytes);
  }
}

/** The value of an IEEE 754 half-precision number. */
export function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1024 + fraction) * powers[exponent];
}

/** 2^(exponent − 25); looked up, as `**` takes longer than all the rest of a quantized group. */
const powers = Float64Array.from({length: 31}, (_, exponent) => 2 ** (exponent - 25));

function fromF16(bits: Uint16Array): Float32Array {
  const values = new Float32Array(bits.length);
  for (let i = 0; i < bits.length; i++) values[i] = float16(bits[i]);
  return values;
}

/** bfloat16 is float32 without the last 16 bits. */
function fromBF16(bits: Uint16Array): Float32Array {
  const wide = new Uint32Array(bits.length);
  for (let i = 0; i < bits.length; i++) wide[i] = bits[i] << 16;
  return new Float32Array(wide.buffer);
}

function halves(bytes: Uint8Array): Uint16Array {
  return new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2);
}

function fromQ8_0(bytes: Uint8Array): Float32Array {
  const groups = bytes.length / layouts.Q8_0.bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new Float32Array(32 * groups);
  for (let group = 0, at = 0; group < groups; group++, at += layouts.Q8_0.bytes) {
    const scale = float16(view.getUint16(at, true));
    for (let i = 0; i < 32; i++) values[32 * group + i] = scale * view.getInt8(at + 2 + i);
  }
  return values;
}

/** A byte's low half is value i of the group, its high half value i + 16. */
function fromQ4_1(bytes: Uint8Array): Float32Array {
  const groups = bytes.length / layouts.Q4_1.bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const values = new Float32Array(32 * groups);
  for (let group = 0, at = 0; group < groups; group++, at += layouts.Q4_1.bytes) {
    const scale = float16(view.getUint16(at, true));
    const minimum = float16(view.getUint16(at + 2, true));
    for (let i = 0; i < 16; i++) {
      const byte = bytes[at + 4 + i];
      values[32 * group + i] = scale * (byte & 0xf) + minimum;
      values[32 * group + 16 + i] = scale * (byte >> 4) + minimum;
    }
  }
  return values;
}
