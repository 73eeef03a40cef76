import {describe, expect, it} from "vitest";
import {float16} from "../../loaders/checkpoint/dtype/dtype.ts";
import {firstNotFinite} from "../../loaders/checkpoint/dtype/finite.ts";

/** The largest finite numbers, subnormal ones and zeros, of both signs. */
const largest = 2 ** 128 - 2 ** 104;
const finite32 = [largest, -largest, 2 ** -149, -(2 ** -149), 0, -0, 1];
const finite16 = [0x7bff, 0xfbff, 0x0001, 0x8001, 0x0000, 0x8000, 0x3c00];

const cycle = (values: readonly number[], length: number) =>
  Array.from({length}, (_, i) => values[i % values.length]);

const lengths = [0, 1, 2, 3, 4, 5, 8, 9, 15, 16, 17, 40];

describe("the first value that is not finite", () => {
  it.each([NaN, Infinity, -Infinity])("of float32 is found at every place when it is %s", (value) => {
    for (const length of lengths)
      for (let at = 0; at < length; at++) {
        const values = Float32Array.from(cycle(finite32, length));
        values.fill(value, at);
        expect(firstNotFinite(values), `${at} of ${length}`).toBe(at);
        values.fill(1, at + 1);
        expect(firstNotFinite(values), `only ${at} of ${length}`).toBe(at);
      }
  });

  it.each([0x7c00, 0xfc00, 0x7c01, 0x7e00, 0xfe00, 0xffff])(
    "of float16 is found at every place, in words and across them, when its bits are %i",
    (value) => {
      for (const length of lengths)
        for (let at = 0; at < length; at++)
          for (const start of [0, 1]) {
            const values = new Uint16Array(length + 2).fill(value).subarray(start, start + length);
            values.set(cycle(finite16, length));
            values.fill(value, at);
            expect(firstNotFinite(values), `${at} of ${length} from ${start}`).toBe(at);
            values.fill(0x3c00, at + 1);
            expect(firstNotFinite(values), `only ${at} of ${length} from ${start}`).toBe(at);
          }
    }
  );

  it("is none where all are finite", () => {
    for (const length of lengths) {
      expect(firstNotFinite(Float32Array.from(cycle(finite32, length)))).toBe(-1);
      const halves = new Uint16Array(length + 2).fill(0x7c00);
      halves.set(cycle(finite16, length), 1);
      expect(firstNotFinite(halves.subarray(1, 1 + length))).toBe(-1);
    }
  });

  it("is one of every float16 but the finite ones, in both halves of a word", () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const finite = Number.isFinite(float16(bits));
      expect(firstNotFinite(Uint16Array.of(bits, 0, 0, 0, 0, 0, 0, 0)) === -1, `${bits}`).toBe(finite);
      expect(firstNotFinite(Uint16Array.of(0, bits, 0, 0, 0, 0, 0, 0)) === -1, `${bits}`).toBe(finite);
    }
  });
});
