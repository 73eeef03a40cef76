import {float16At} from "./float16.ts";
import {signed, type GroupReader} from "./groups.ts";

/*
 * ggml's K-quants (ggml-common.h: block_q2_K …): superblocks of 256 values, in runs of 16 or 32. A run has a
 * small integer scale, and often a minimum, in units of a float16. Products of them and of values are exact
 * in float32, their differences in float64, so that each value is rounded once, when it is stored, as it is
 * in float32 arithmetic.
 *
 * A byte holds parts of values of several runs. It is read once for all of them: that takes half the time.
 */

/**
 * 16 runs' scales (low half) and minima of 4 bits; 256 values of 2 bits; the units of scales and of minima.
 */
export const q2_K: GroupReader = (bytes, at, values, to) => {
  const unit = float16At(bytes, at + 80);
  const minimumUnit = float16At(bytes, at + 82);
  for (let quarter = 0; quarter < 4; quarter++) {
    const run = firstRun(quarter);
    const scale0 = unit * (bytes[at + run] & 0xf);
    const scale1 = unit * (bytes[at + run + 2] & 0xf);
    const scale2 = unit * (bytes[at + run + 4] & 0xf);
    const scale3 = unit * (bytes[at + run + 6] & 0xf);
    const minimum0 = minimumUnit * (bytes[at + run] >> 4);
    const minimum1 = minimumUnit * (bytes[at + run + 2] >> 4);
    const minimum2 = minimumUnit * (bytes[at + run + 4] >> 4);
    const minimum3 = minimumUnit * (bytes[at + run + 6] >> 4);
    const from = at + 16 + 16 * quarter;
    const first = to + 16 * run;
    for (let i = 0; i < 16; i++) {
      const byte = bytes[from + i];
      values[first + i] = scale0 * (byte & 3) - minimum0;
      values[first + 32 + i] = scale1 * ((byte >> 2) & 3) - minimum1;
      values[first + 64 + i] = scale2 * ((byte >> 4) & 3) - minimum2;
      values[first + 96 + i] = scale3 * (byte >> 6) - minimum3;
    }
  }
};

/**
 * The highest bits of 256 values from −4 on, 32 bytes for 8 × 32 values from the lowest bit on; their low 2
 * bits; 16 runs' scales of 6 bits, from −32 on; the unit of scales.
 */
export const q3_K: GroupReader = (bytes, at, values, to) => {
  const unit = float16At(bytes, at + 108);
  for (let quarter = 0; quarter < 4; quarter++) {
    const run = firstRun(quarter);
    const scale0 = unit * (sixBitScale(bytes, at + 96, run) - 32);
    const scale1 = unit * (sixBitScale(bytes, at + 96, run + 2) - 32);
    const scale2 = unit * (sixBitScale(bytes, at + 96, run + 4) - 32);
    const scale3 = unit * (sixBitScale(bytes, at + 96, run + 6) - 32);
    const from = at + 32 + 16 * quarter;
    const fromHigh = at + 16 * (quarter & 1);
    const shiftHigh = 4 * (quarter >> 1);
    const first = to + 16 * run;
    for (let i = 0; i < 16; i++) {
      const low = bytes[from + i];
      const high = bytes[fromHigh + i] >> shiftHigh;
      values[first + i] = scale0 * (((low & 3) | ((high & 1) << 2)) - 4);
      values[first + 32 + i] = scale1 * ((((low >> 2) & 3) | ((high & 2) << 1)) - 4);
      values[first + 64 + i] = scale2 * ((((low >> 4) & 3) | (high & 4)) - 4);
      values[first + 96 + i] = scale3 * (((low >> 6) | ((high & 8) >> 1)) - 4);
    }
  }
};

/** The units of scales and of minima; 8 runs' scales and minima of 6 bits; 256 values of 4 bits. */
export const q4_K: GroupReader = (bytes, at, values, to) => {
  const unit = float16At(bytes, at);
  const minimumUnit = float16At(bytes, at + 2);
  for (let run = 0; run < 8; run += 2) {
    const lowScale = unit * scaleOf(bytes, at + 4, run);
    const lowMinimum = minimumUnit * minimumOf(bytes, at + 4, run);
    const highScale = unit * scaleOf(bytes, at + 4, run + 1);
    const highMinimum = minimumUnit * minimumOf(bytes, at + 4, run + 1);
    const from = at + 16 + 16 * run;
    const first = to + 32 * run;
    for (let i = 0; i < 32; i++) {
      const byte = bytes[from + i];
      values[first + i] = lowScale * (byte & 0xf) - lowMinimum;
      values[first + 32 + i] = highScale * (byte >> 4) - highMinimum;
    }
  }
};

/** As `q4_K`, with 256 values' highest bits before their low 4 bits: 32 bytes, a bit for each run. */
export const q5_K: GroupReader = (bytes, at, values, to) => {
  const unit = float16At(bytes, at);
  const minimumUnit = float16At(bytes, at + 2);
  for (let run = 0; run < 8; run += 2) {
    const lowScale = unit * scaleOf(bytes, at + 4, run);
    const lowMinimum = minimumUnit * minimumOf(bytes, at + 4, run);
    const highScale = unit * scaleOf(bytes, at + 4, run + 1);
    const highMinimum = minimumUnit * minimumOf(bytes, at + 4, run + 1);
    const from = at + 48 + 16 * run;
    const first = to + 32 * run;
    for (let i = 0; i < 32; i++) {
      const byte = bytes[from + i];
      const high = bytes[at + 16 + i] >> run;
      values[first + i] = lowScale * ((byte & 0xf) | ((high & 1) << 4)) - lowMinimum;
      values[first + 32 + i] = highScale * ((byte >> 4) | ((high & 2) << 3)) - highMinimum;
    }
  }
};

/**
 * The low 4 bits of 256 values from −32 on; their high 2 bits; 16 runs' signed bytes as scales; their unit.
 */
export const q6_K: GroupReader = (bytes, at, values, to) => {
  const unit = float16At(bytes, at + 208);
  for (let quarter = 0; quarter < 4; quarter++) {
    const run = firstRun(quarter);
    const scale0 = unit * signed(bytes[at + 192 + run]);
    const scale1 = unit * signed(bytes[at + 194 + run]);
    const scale2 = unit * signed(bytes[at + 196 + run]);
    const scale3 = unit * signed(bytes[at + 198 + run]);
    const from = at + 64 * (quarter >> 1) + 16 * (quarter & 1);
    const fromHigh = at + 128 + 16 * quarter;
    const first = to + 16 * run;
    for (let i = 0; i < 16; i++) {
      const even = bytes[from + i];
      const odd = bytes[from + 32 + i];
      const high = bytes[fromHigh + i];
      values[first + i] = scale0 * (((even & 0xf) | ((high & 0x03) << 4)) - 32);
      values[first + 32 + i] = scale1 * (((odd & 0xf) | ((high & 0x0c) << 2)) - 32);
      values[first + 64 + i] = scale2 * (((even >> 4) | (high & 0x30)) - 32);
      values[first + 96 + i] = scale3 * (((odd >> 4) | ((high & 0xc0) >> 2)) - 32);
    }
  }
};

/** 16 bytes of 2 bits hold every second run of half a superblock, four runs from this one on. */
const firstRun = (quarter: number): number => 8 * (quarter >> 1) + (quarter & 1);

/**
 * Scale of `q3_K`: 16 times 4 low bits in 8 bytes, low halves first; then 16 times 2 high bits in 4 bytes.
 */
function sixBitScale(bytes: Uint8Array, at: number, run: number): number {
  const low = run < 8 ? bytes[at + run] & 0xf : bytes[at + run - 8] >> 4;
  const high = (bytes[at + 8 + (run & 3)] >> (2 * (run >> 2))) & 3;
  return low | (high << 4);
}

/*
 * Scales and minima of `q4_K` and `q5_K`: 4 bytes with the scales and 4 with the minima of runs 0 to 3, below
 * the high 2 bits of those of runs 4 to 7, whose low 4 bits are in the last 4 bytes, the scale's in the low
 * half.
 */

function scaleOf(bytes: Uint8Array, at: number, run: number): number {
  if (run < 4) return bytes[at + run] & 0x3f;
  return (bytes[at + 4 + run] & 0xf) | ((bytes[at - 4 + run] >> 6) << 4);
}

function minimumOf(bytes: Uint8Array, at: number, run: number): number {
  if (run < 4) return bytes[at + 4 + run] & 0x3f;
  return (bytes[at + 4 + run] >> 4) | ((bytes[at + run] >> 6) << 4);
}
