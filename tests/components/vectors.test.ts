import {describe, expect, it} from "vitest";
import {keptOf} from "../../src/components/vectors.ts";

describe("what the components of some vectors keep", () => {
  // A square of side 2 and 4 in the first two numbers, and far away two more vectors.
  const vectors = [
    [1, 2, 0],
    [1, -2, 0],
    [-1, 2, 0],
    [-1, -2, 0],
    [0, 0, 900],
    [5, 5, -900]
  ];

  it("is found from these alone", () => {
    const kept = keptOf(vectors, [0, 1, 2, 3], 3);
    expect(kept[0]).toBeCloseTo(0.8);
    expect(kept[1]).toBeCloseTo(1);
    expect(keptOf(vectors, [0, 1, 2, 3, 4, 5], 3)[0]).toBeGreaterThan(0.99);
  });

  it("is nothing of vectors that are all the same", () => {
    expect(keptOf(vectors, [0, 0, 0], 2)).toEqual([0, 0]);
  });
});
