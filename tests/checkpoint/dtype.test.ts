import {describe, expect, it} from "vitest";
import {byteLength, decode, float16, isWholeRow, toFloat32} from "../../loaders/checkpoint/dtype/dtype.ts";
import {concat, f32, u16} from "./bytes.ts";

const half = {one: u16(0x3c00), two: u16(0x4000), minusHalf: u16(0xb800)};

describe("float16", () => {
  it.each([
    ["one", 0x3c00, 1],
    ["minus two", 0xc000, -2],
    ["the largest number", 0x7bff, 65504],
    ["the smallest normal number", 0x0400, 2 ** -14],
    ["the smallest subnormal number", 0x0001, 2 ** -24],
    ["minus zero", 0x8000, -0],
    ["infinity", 0x7c00, Infinity],
    ["not a number", 0x7e00, NaN]
  ])("is %s", (_, bits, value) => {
    expect(float16(bits)).toBe(value);
  });
});

describe("decode", () => {
  it("leaves float16 as its bits", () => {
    expect(decode("F16", concat(half.one, half.minusHalf))).toEqual(Uint16Array.of(0x3c00, 0xb800));
  });

  it("leaves float32 as it is", () => {
    expect(decode("F32", f32(1.5, -3))).toEqual(Float32Array.of(1.5, -3));
  });

  it("widens bfloat16, which is the upper half of float32", () => {
    expect(decode("BF16", concat(u16(0x3fc0), u16(0xc040)))).toEqual(Float32Array.of(1.5, -3));
  });
});

describe("toFloat32", () => {
  it("widens float16", () => {
    expect(toFloat32("F16", concat(half.two, half.minusHalf))).toEqual(Float32Array.of(2, -0.5));
  });

  it("multiplies the signed bytes of Q8_0 with the scale of their group", () => {
    const group = (scale: Uint8Array, first: number) => concat(scale, first, new Uint8Array(30), 0x80);
    const values = toFloat32("Q8_0", concat(group(half.two, 3), group(half.minusHalf, 0xff)));
    expect([values.length, values[0], values[1], values[31]]).toEqual([64, 6, 0, -256]);
    expect([values[32], values[63]]).toEqual([0.5, 64]);
  });

  it("scales and shifts the halves of Q4_1's bytes, low halves first", () => {
    const values = toFloat32("Q4_1", concat(half.two, half.minusHalf, 0xf1, new Uint8Array(14), 0x23));
    expect(values.length).toBe(32);
    expect([values[0], values[1], values[15], values[16], values[31]]).toEqual([1.5, -0.5, 5.5, 29.5, 3.5]);
  });
});

describe("byteLength", () => {
  it("counts whole groups with their scales", () => {
    expect([byteLength("F32", 64), byteLength("F16", 64), byteLength("BF16", 64)]).toEqual([256, 128, 128]);
    expect([byteLength("Q8_0", 64), byteLength("Q4_1", 64)]).toEqual([68, 40]);
    expect([byteLength("Q4_K", 512), byteLength("Q6_K", 512)]).toEqual([288, 420]);
  });
});

describe("isWholeRow", () => {
  it("is true of whole groups", () => {
    expect([isWholeRow("F32", 7), isWholeRow("Q4_0", 96), isWholeRow("Q2_K", 512)]).toEqual([
      true,
      true,
      true
    ]);
    expect([isWholeRow("Q4_0", 100), isWholeRow("Q2_K", 96)]).toEqual([false, false]);
  });
});
