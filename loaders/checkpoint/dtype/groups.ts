import {float16At} from "./float16.ts";

/** Reads one group of values, whose bytes begin at `at`, and puts them from `to` on. */
export type GroupReader = (bytes: Uint8Array, at: number, values: Float32Array, to: number) => void;

/*
 * ggml's groups of 32 values (ggml-common.h: block_q4_0 …). A float16 times an integer is exact in float32,
 * its sum with another float16 in float64, so that each value is rounded once, when it is stored, as it is in
 * float32 arithmetic.
 *
 * A byte's low half is value i of the group, its high half value i + 16.
 */

/** A float16 scale; 32 values of 4 bits, from −8 on. */
export const q4_0: GroupReader = (bytes, at, values, to) => {
  const scale = float16At(bytes, at);
  for (let i = 0; i < 16; i++) {
    const byte = bytes[at + 2 + i];
    values[to + i] = scale * ((byte & 0xf) - 8);
    values[to + 16 + i] = scale * ((byte >> 4) - 8);
  }
};

/** A float16 scale, a float16 minimum; 32 values of 4 bits. */
export const q4_1: GroupReader = (bytes, at, values, to) => {
  const scale = float16At(bytes, at);
  const minimum = float16At(bytes, at + 2);
  for (let i = 0; i < 16; i++) {
    const byte = bytes[at + 4 + i];
    values[to + i] = scale * (byte & 0xf) + minimum;
    values[to + 16 + i] = scale * (byte >> 4) + minimum;
  }
};

/** A float16 scale; the fifth bits of 32 values from −16 on, the first one's lowest; their other 4 bits. */
export const q5_0: GroupReader = (bytes, at, values, to) => {
  const scale = float16At(bytes, at);
  const fifths = int32At(bytes, at + 2);
  for (let i = 0; i < 16; i++) {
    const byte = bytes[at + 6 + i];
    values[to + i] = scale * (((byte & 0xf) | (((fifths >> i) & 1) << 4)) - 16);
    values[to + 16 + i] = scale * (((byte >> 4) | (((fifths >> (16 + i)) & 1) << 4)) - 16);
  }
};

/** A float16 scale, a float16 minimum; 32 values of 5 bits, stored as those of `q5_0`. */
export const q5_1: GroupReader = (bytes, at, values, to) => {
  const scale = float16At(bytes, at);
  const minimum = float16At(bytes, at + 2);
  const fifths = int32At(bytes, at + 4);
  for (let i = 0; i < 16; i++) {
    const byte = bytes[at + 8 + i];
    values[to + i] = scale * ((byte & 0xf) | (((fifths >> i) & 1) << 4)) + minimum;
    values[to + 16 + i] = scale * ((byte >> 4) | (((fifths >> (16 + i)) & 1) << 4)) + minimum;
  }
};

/** A float16 scale; 32 signed bytes. */
export const q8_0: GroupReader = (bytes, at, values, to) => {
  const scale = float16At(bytes, at);
  for (let i = 0; i < 32; i++) values[to + i] = scale * signed(bytes[at + 2 + i]);
};

/** A byte as an integer from −128 on. */
export const signed = (byte: number): number => (byte << 24) >> 24;

function int32At(bytes: Uint8Array, position: number): number {
  return (
    bytes[position] | (bytes[position + 1] << 8) | (bytes[position + 2] << 16) | (bytes[position + 3] << 24)
  );
}
