import {EigenvalueDecomposition, Matrix} from "ml-matrix";
import {expect, it} from "vitest";
import type {Matrix64} from "../../loaders/matrix.ts";
import {leadingEigenpairs, type Eigenpairs} from "../../loaders/analysis/subspace.ts";
import {createProduct} from "../../loaders/onnx/products.ts";
import {noise} from "../fixtures/analysis/tables.ts";
import {distanceFromOrthonormal, largestDifference, largestRelativeDifference} from "./linear-algebra.ts";

const product = await createProduct();

/** All eigenpairs by ml-matrix. */
function eigenpairs({data, rows, columns}: Matrix64): Eigenpairs {
  const symmetric = Matrix.from1DArray(rows, columns, data);
  const {realEigenvalues, eigenvectorMatrix} = new EigenvalueDecomposition(symmetric, {
    assumeSymmetric: true
  });
  const vectors = eigenvectorMatrix.transpose().to2DArray().reverse();
  return {
    values: Float64Array.from(realEigenvalues).reverse(),
    vectors: {data: Float64Array.from(vectors.flat()), rows, columns}
  };
}

/** XᵀX of noise, whose columns are multiplied by a factor first. */
function columnProducts(factor: (column: number) => number): Promise<Matrix64> {
  const {x, rows, columns} = noise(21, 500, 300);
  const data = Float64Array.from(x, (value, i) => factor(i % columns) * value);
  return product({data, rows, columns}, {data, rows, columns}, {transposeA: true});
}

/** The first pairs, and how often all pairs of a smaller matrix were asked for on the way. */
async function counted(matrix: Matrix64, count: number): Promise<{pairs: Eigenpairs; rounds: number}> {
  let rounds = 0;
  const counting = (symmetric: Matrix64) => {
    rounds++;
    return eigenpairs(symmetric);
  };
  return {pairs: await leadingEigenpairs(matrix, count, {product, eigenpairs: counting}), rounds};
}

it.each([
  ["noise", () => 1],
  ["decreasing columns", (column: number) => 1 / (column + 1)],
  ["a large column", (column: number) => (column === 7 ? 1000 : 1)],
  ["large columns of all sizes", (column: number) => (column % 10 === 7 ? column : 1)]
])("finds the first eigenpairs of %s in a few rounds", async (title, factor) => {
  const matrix = await columnProducts(factor);
  const {pairs, rounds} = await counted(matrix, 64);
  const expected = eigenpairs(matrix).values.slice(0, 64);
  const values = largestRelativeDifference(pairs.values, expected);
  const distance = distanceFromOrthonormal(pairs.vectors);
  console.log(`${title}: ${rounds} rounds, values differ by ${values.toExponential(1)}`);
  expect(rounds).toBeLessThanOrEqual(6);
  expect(values).toBeLessThan(1e-9);
  expect(distance).toBeLessThan(1e-12);
});

it("finds the same pairs again", async () => {
  const matrix = await columnProducts((column) => 1 / (column + 1));
  const [one, other] = [await counted(matrix, 20), await counted(matrix, 20)];
  expect(other).toEqual(one);
});

it("finds all pairs of a small matrix at once", async () => {
  const matrix = {data: Float64Array.of(2, 0, 0, 0, 3, 0, 0, 0, 1), rows: 3, columns: 3};
  const {pairs, rounds} = await counted(matrix, 2);
  expect(rounds).toBe(1);
  expect([...pairs.values]).toEqual([3, 2]);
  expect(largestDifference(pairs.vectors.data.map(Math.abs), [0, 1, 0, 1, 0, 0])).toBeLessThan(1e-15);
});
