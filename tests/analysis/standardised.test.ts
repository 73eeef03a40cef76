import {describe, expect, it} from "vitest";
import {principalComponents} from "../../loaders/analysis/pca.ts";
import {standardised} from "../../loaders/analysis/standardised.ts";
import {createProduct} from "../../loaders/onnx/products.ts";

/** Without negative zeros. */
const plain = (x: Float32Array) => Array.from(x, (value) => value + 0);

describe("a table whose columns are standardised", () => {
  it("has a mean of 0 and a standard deviation of 1 in each", () => {
    expect(plain(standardised(Float32Array.of(1, 100, 2, 0, 3, -100), 2))).toEqual([-1, 1, 0, 0, 1, -1]);
  });

  it("has zeros where all are equal, or differ by less than single precision tells apart", () => {
    const [low, high] = [16777214, 16777215]; // 24 bits: the next but one has no odd number beside it
    const table = standardised(Float32Array.of(5, low, 1, 5, high, 3), 3);
    expect([0, 1, 3, 4].map((i) => Math.abs(table[i]))).toEqual([0, 0, 0, 0]);
    expect(table[5]).toBeCloseTo(Math.SQRT1_2, 6);
  });

  it("has as much variance as columns that vary, and components that no column outweighs", async () => {
    const product = await createProduct();
    const x = Float32Array.of(1, 100, 7, 1, -100, 7, -1, 100, 7, -1, -100, 7);
    const one = await principalComponents(x, 4, 3, {product});
    expect(one.explainedVarianceRatio[0]).toBeCloseTo(10000 / 10001, 9);
    const other = await principalComponents(standardised(x, 3), 4, 3, {product});
    expect(other.totalVariance).toBeCloseTo(2, 6);
    expect(Array.from(other.explainedVarianceRatio, (ratio) => ratio.toFixed(6))).toEqual([
      "0.500000",
      "0.500000"
    ]);
  });

  it("of equal rows is 0 throughout", () => {
    expect(plain(standardised(Float32Array.of(1, 2, 1, 2), 2))).toEqual([0, 0, 0, 0]);
  });

  it("hides no number that is not finite", () => {
    expect(plain(standardised(Float32Array.of(1, Infinity, 2, 1), 2))[1]).toBeNaN();
  });
});
