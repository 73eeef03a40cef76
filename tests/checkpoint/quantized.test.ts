import {createHash} from "node:crypto";
import {readFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import {byteLength, toFloat32, type Dtype} from "../../loaders/checkpoint/dtype/dtype.ts";
import fixture from "../fixtures/quantized/quantized.json" with {type: "json"};
import {u16} from "./bytes.ts";

const half = {minusHalf: u16(0xb800), half: u16(0x3800), two: u16(0x4000)};

/** Zeros but for the bytes that begin at the positions given. */
function group(
  length: number,
  parts: Record<number, Uint8Array | readonly number[]>
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (const [position, part] of Object.entries(parts)) bytes.set(part, Number(position));
  return bytes;
}

/** The values at the positions given. */
const pick = (values: Float32Array, positions: readonly number[]) => positions.map((i) => values[i]);

describe("a group of 32 values", () => {
  it("of Q4_0 has 4 bits less 8, low halves first", () => {
    const values = toFloat32("Q4_0", group(18, {0: half.two, 2: [0xf1], 17: [0x2c]}));
    expect(pick(values, [0, 1, 15, 16, 17, 31])).toEqual([-14, -16, 8, 14, -16, -12]);
  });

  it("of Q5_0 has the fifth bits of all values before the other four", () => {
    const values = toFloat32(
      "Q5_0",
      group(22, {0: half.two, 2: [0x01, 0x80, 0x00, 0x80], 6: [0xf1], 21: [0x2c]})
    );
    expect(pick(values, [0, 1, 15, 16, 31])).toEqual([2, -32, 24, -2, 4]);
  });

  it("of Q5_1 has a minimum besides", () => {
    const bytes = group(24, {
      0: half.two,
      2: half.minusHalf,
      4: [0x01, 0x80, 0x00, 0x80],
      8: [0xf1],
      23: [0x2c]
    });
    expect(pick(toFloat32("Q5_1", bytes), [0, 1, 15, 16, 31])).toEqual([33.5, -0.5, 55.5, 29.5, 35.5]);
  });
});

/** The first and the last byte's values where a byte has four. */
const ofTwoBytes = [0, 32, 64, 96, 159, 191, 223, 255];

describe("a superblock of 256 values", () => {
  it("of Q2_K has a scale and a minimum for 16 values", () => {
    const scales = Array.from({length: 16}, (_, run) => 0x10 + run);
    const bytes = group(84, {
      0: scales,
      16: [0b11100100],
      79: [0b00011011],
      80: half.two,
      82: half.minusHalf
    });
    expect(pick(toFloat32("Q2_K", bytes), ofTwoBytes)).toEqual([0.5, 4.5, 16.5, 36.5, 54.5, 44.5, 26.5, 0.5]);
  });

  it("of Q3_K has 4 less where the highest bit is clear", () => {
    // scales 33 for runs 0 to 7, 34 for 8 to 11, 50 for 12 to 15: less 32, half of that
    const scales = [...new Array<number>(8).fill(0x21), ...new Array<number>(4).fill(0b11101010)];
    const highest = {0: [0b00000010], 31: [0b10000000]};
    const low = {32: [0b11100100], 95: [0b00011011]};
    const bytes = group(110, {...highest, ...low, 96: scales, 108: half.half});
    expect(pick(toFloat32("Q3_K", bytes), ofTwoBytes)).toEqual([-2, 0.5, -1, -0.5, -1, -2, -27, 0]);
  });

  // scales 1, 2, 3, 4, 0, 0, 0, 49 and minima 4, 0, 0, 6, 0, 0, 0, 34
  const scalesAndMinima = [1, 2, 3, 0b11_000100, 4, 0, 0, 0b10_000110, 0, 0, 0, 0x21];

  it("of Q4_K has a scale and a minimum for 32 values", () => {
    const values = {16: [0xf3], 79: [0x20], 143: [0x1a]};
    const bytes = group(144, {0: half.two, 2: half.half, 4: scalesAndMinima, ...values});
    expect(pick(toFloat32("Q4_K", bytes), [0, 1, 32, 96, 127, 223, 255])).toEqual([4, -2, 60, -3, 13, 0, 81]);
  });

  it("of Q5_K has a fifth bit besides", () => {
    const fifths = {16: [0b00000001], 47: [0b10001000]};
    const values = {48: [0xf3], 111: [0x20], 175: [0x1a]};
    const bytes = group(176, {0: half.two, 2: half.half, 4: scalesAndMinima, ...fifths, ...values});
    expect(pick(toFloat32("Q5_K", bytes), [0, 1, 32, 96, 127, 223, 255])).toEqual([
      36, -2, 60, -3, 141, 0, 1649
    ]);
  });

  it("of Q6_K has 6 bits less 32 and signed scales for 16 values", () => {
    const low = {0: [0xf1], 127: [0x70]};
    const high = {128: [0b11100100], 191: [0b11000000]};
    const scales = [...new Array<number>(15).fill(2), 0x80];
    const bytes = group(210, {...low, ...high, 192: scales, 208: half.half});
    expect(pick(toFloat32("Q6_K", bytes), ofTwoBytes)).toEqual([-31, -16, 15, 16, -32, -32, -32, -1472]);
  });
});

const read = async (name: string) => readFile(`tests/fixtures/quantized/${name}`);

/** The bits of each float32. */
const bitsOf = (values: Float32Array) => new Uint32Array(values.buffer, values.byteOffset, values.length);

// The keys of an object literal are its type's.
const quantized = Object.entries(fixture.groups) as [keyof typeof fixture.groups, number][];

describe("the gguf package's float32", () => {
  it.each(quantized)("is that of %s, bit for bit", async (dtype, groups) => {
    const name = dtype.toLowerCase();
    const found = bitsOf(toFloat32(dtype, await read(`${name}.bin`)));
    const expected = bitsOf(toFloat32("F32", await read(`${name}.f32`)));
    const valuesPerGroup = dtype.endsWith("_K") ? 256 : 32;
    expect(found.length).toBe(groups * valuesPerGroup);
    const differing = expected.findIndex((bits, i) => bits !== found[i]);
    console.log(`${dtype}: ${expected.length} values compared with the gguf package's`);
    expect(differing).toBe(-1);
    expect(found.length).toBe(expected.length);
  });

  const hashes = Object.entries(fixture.sha256OfFinite) as [keyof typeof fixture.sha256OfFinite, string][];

  it.each(hashes)("is that of every finite %s, bit for bit", (dtype, hash) => {
    const all = Uint16Array.from({length: 0x10000}, (_, bits) => bits);
    const finite = toFloat32(dtype, new Uint8Array(all.buffer)).filter(Number.isFinite);
    console.log(`${dtype}: ${finite.length} values compared with the gguf package's`);
    expect(createHash("sha256").update(finite).digest("hex")).toBe(hash);
  });
});

describe("bytes that begin anywhere in their buffer", () => {
  const dtypes: Dtype[] = ["F32", "F16", "BF16", ...quantized.map(([dtype]) => dtype)];

  it.each(dtypes)("are read as %s", (dtype) => {
    const bytes = Uint8Array.from({length: byteLength(dtype, 512)}, (_, i) => (37 * i) & 0x3f);
    const moved = new Uint8Array(bytes.length + 9).subarray(5, 5 + bytes.length);
    moved.set(bytes);
    expect(toFloat32(dtype, moved)).toEqual(toFloat32(dtype, bytes));
  });
});

describe("a scale that is not finite", () => {
  it.each([
    ["infinite", 0x7c00],
    ["NaN", 0x7e00]
  ])("makes no finite value of Q4_0 when it is %s", (_, bits) => {
    const values = toFloat32("Q4_0", group(18, {0: u16(bits)}));
    expect(values.some(Number.isFinite)).toBe(false);
  });
});
