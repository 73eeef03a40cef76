import {beforeAll, describe, expect, it} from "vitest";
import {centre} from "../../loaders/analysis/centred.ts";
import {principalComponents} from "../../loaders/analysis/pca.ts";
import type {Product} from "../../loaders/matrix.ts";
import {createProduct} from "../../loaders/onnx/products.ts";

let product: Product;

beforeAll(async () => {
  product = await createProduct();
});

function standardised(rows: number[][]): number[][] {
  const columns = rows[0].length;
  const table = centre(Float32Array.from(rows.flat()), rows.length, columns, {standardised: true});
  const data = [...table.blocks()].flatMap((block) => [...block.data]);
  return rows.map((_, i) => data.slice(i * columns, (i + 1) * columns));
}

describe("a table whose columns are standardised", () => {
  it("has a mean of 0 and a standard deviation of 1 in each", () => {
    expect(
      standardised([
        [1, 100],
        [2, 0],
        [3, -100]
      ])
    ).toEqual([
      [-1, 1],
      [0, 0],
      [1, -1]
    ]);
  });

  it("has zeros where all are equal, or differ by less than single precision tells apart", () => {
    const [low, high] = [16777214, 16777215]; // 24 bits: the next but one has no odd number beside it
    expect(
      standardised([
        [5, low, 1],
        [5, high, 3]
      ]).map(([constant, almost]) => [Math.abs(constant), Math.abs(almost)])
    ).toEqual([
      [0, 0],
      [0, 0]
    ]);
  });

  it("has as much variance as columns that vary", () => {
    const x = Float32Array.of(1, 7, 100, 2, 7, 0, 3, 7, -100);
    expect(centre(x, 3, 3, {standardised: true}).totalVariance).toBeCloseTo(2, 12);
    expect(centre(x, 3, 3).totalVariance).toBeCloseTo(1 + 10000, 8);
  });

  it("has components that no column outweighs", async () => {
    const x = Float32Array.of(1, 100, 1, -100, -1, 100, -1, -100);
    const plain = await principalComponents(x, 4, 2, {product});
    const scaled = await principalComponents(x, 4, 2, {standardised: true, product});
    expect(plain.explainedVarianceRatio[0]).toBeCloseTo(10000 / 10001, 9);
    expect([...scaled.explainedVarianceRatio].map((ratio) => ratio.toFixed(9))).toEqual([
      "0.500000000",
      "0.500000000"
    ]);
  });

  it("of equal rows has no components", async () => {
    const {k, totalVariance} = await principalComponents(Float32Array.of(1, 2, 1, 2), 2, 2, {
      standardised: true,
      product
    });
    expect([k, totalVariance]).toEqual([0, 0]);
  });
});
