import {describe, expect, it} from "vitest";
import {aboveChance, aboveText, checkText, componentText, planeText} from "../../src/components/variance.ts";
import type {VarianceRow} from "../../src/data/rows.ts";
import {varianceOf} from "./pictures.ts";

/** A depth's components, each with its share and what permuted columns give. */
const checked = (depth: number, ...shares: [ratio: number, nullHigh: number][]): VarianceRow[] =>
  varianceOf(
    depth,
    shares.map(([ratio]) => ratio)
  ).map((row, i) => ({...row, nullHigh: shares[i][1]}));

describe("parallel analysis", () => {
  it("counts components up to the first that is not above chance", () => {
    expect(aboveChance(checked(1, [0.5, 0.1], [0.2, 0.1], [0.05, 0.09], [0.09, 0.01]))).toBe(2);
    expect(aboveChance(checked(1, [0.1, 0.1]))).toBe(0);
    expect(aboveChance([])).toBe(0);
  });

  it.each([
    ["all 2 components that were tried are wider than with the columns permuted", [0.5, 0.1], [0.2, 0.1]],
    [
      "the first component is wider than with the columns permuted, the second is not",
      [0.5, 0.1],
      [0.05, 0.1]
    ],
    ["not even the first component is wider than with the columns permuted", [0.05, 0.1], [0.05, 0.1]],
    ["", [0.5, NaN], [0.2, NaN]]
  ] as const)("says: %s", (text, first, second) => {
    expect(aboveText(checked(1, [...first], [...second]))).toBe(text);
  });

  it("says of how many the next is not", () => {
    expect(aboveText(checked(1, [0.5, 0.1], [0.2, 0.1], [0.05, 0.1]))).toMatch(
      /^the first 2 .*, the next is not$/
    );
  });

  it("passes over components that were not checked", () => {
    expect(aboveText(checked(1, [0.5, 0.1], [0.2, 0.1], [0.05, NaN]))).toMatch(/^all 2/);
  });
});

describe("a component", () => {
  const [row] = checked(1, [0.25, 0.1]);

  it("is told with its interval and what permuted columns give, as far as these are known", () => {
    expect(componentText({...row, nullHigh: NaN})).toBe("component 1: 25.0\u202f% of the variance");
    expect(componentText(row)).toBe(
      "component 1: 25.0\u202f% of the variance · columns permuted 10.0\u202f%"
    );
    expect(componentText({...row, low: 0.2, high: 0.3})).toBe(
      "component 1: 25.0\u202f% of the variance · with other subjects 20.0 to 30.0\u202f% · columns permuted 10.0\u202f%"
    );
  });
});

describe("a depth", () => {
  const variance = [
    ...checked(1, [0.5, 0.1], [0.2, 0.1]),
    ...checked(2, [0.5, NaN], [0.2, NaN]),
    ...checked(3, [0.5, 0.1], [0.05, 0.1])
  ];

  it("is told with the plane's angle where it is known", () => {
    const rows = variance
      .slice(0, 2)
      .map((row, i) => (i === 1 ? {...row, angle: 9.2, angleHigh: 25.4} : row));
    expect(planeText(rows)).toContain("by a median of 9°, 5 times in 100 by more than 25°");
    expect(planeText(variance)).toBe("");
    expect(checkText(rows, 1)).toMatch(/^All 2 .*permuted\. With subjects .*25°\.$/);
  });

  it("says which others are known where it is not", () => {
    expect(checkText(variance, 1)).toBe(
      "All 2 components that were tried are wider than with the columns permuted."
    );
    expect(checkText(variance, 2)).toBe(
      "Held against permuted columns and other subjects at depths 1 and 3."
    );
    expect(checkText(variance.slice(2, 4), 2)).toBe("");
  });
});
