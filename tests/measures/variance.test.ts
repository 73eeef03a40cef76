import {beforeAll, describe, expect, it} from "vitest";
import {principalComponents} from "../../loaders/analysis/pca.ts";
import type {Product} from "../../loaders/matrix.ts";
import {subjectsOf} from "../../loaders/measures/groups.ts";
import {checkVariance} from "../../loaders/measures/variance.ts";
import {createProduct} from "../../loaders/onnx/products.ts";
import {noise, table} from "../fixtures/analysis/tables.ts";

let product: Product;

beforeAll(async () => {
  product = await createProduct();
});

async function checked(x: Float32Array, columns: number, subjects: number[]) {
  const components = await principalComponents(x, subjects.length, columns, {product});
  return checkVariance({x, columns, components, subjects: Int32Array.from(subjects)}, product);
}

describe("the variance of components", () => {
  const subjects = Array.from({length: 40}, (_, row) => row >> 1);
  const {x} = noise(2, 40, 30);
  const stretched = x.map((value, i) => value * (i % 30 < 2 ? 6 : 1));
  /** Two columns that go together, so that one component stands above chance. */
  const tied = stretched.map((value, i) => (i % 30 === 1 ? stretched[i - 1] + value / 6 : value));

  it("is held against permuted columns: what goes together is above, the rest is not", async () => {
    const {nullHigh} = await checked(tied, 30, subjects);
    const {explainedVarianceRatio: ratios} = await principalComponents(tied, 40, 30, {product});
    expect(nullHigh).toHaveLength(10);
    expect(ratios[0]).toBeGreaterThan(1.3 * nullHigh[0]);
    expect(ratios[1]).toBeLessThan(nullHigh[1]);
  });

  it("has intervals around it, and the plane an angle in degrees, the same every time", async () => {
    const found = await checked(stretched, 30, subjects);
    expect(await checked(stretched, 30, subjects)).toEqual(found);
    if ("absent" in found.redrawn) throw new Error(found.redrawn.absent);
    const {intervals, angle, angleHigh} = found.redrawn.value;
    expect(intervals).toHaveLength(10);
    for (const [low, high] of intervals) expect(low).toBeLessThan(high);
    expect(angle).toBeGreaterThan(1);
    expect(angle).toBeLessThan(angleHigh);
    expect(angleHigh).toBeLessThan(45);
  });

  it.each([
    ["one group only", x, subjects.map(() => 0)],
    ["no plane", table(40, 30, () => 1).x, subjects]
  ])("has no intervals where there is %s", async (absent, numbers, groups) => {
    const {redrawn, nullHigh} = await checked(numbers, 30, groups);
    expect(redrawn).toEqual({absent});
    expect(nullHigh.every(Number.isFinite)).toBe(true);
  });
});

describe("who is drawn together", () => {
  const codes = (columns: Record<string, string[]>) => {
    const statements = ["a", "b", "a"];
    const rest = {name: "", file: "", rows: [0, 1, 2], labels: statements};
    return [...subjectsOf({...rest, statements, columns})];
  };

  it("is of one subject, else of one pair, else of equal statements", () => {
    expect(codes({pair: ["x", "x", "y"], subject: ["z", "z", "z"]})).toEqual([0, 0, 0]);
    expect(codes({pair: ["x", "x", "y"]})).toEqual([0, 0, 1]);
    expect(codes({})).toEqual([0, 1, 0]);
  });
});
