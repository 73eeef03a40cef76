import {expect, it} from "vitest";
import {createProduct} from "../../loaders/onnx/products.ts";

const a = {data: Float64Array.of(1, 2, 3, 4, 5, 6), rows: 2, columns: 3};
const b = {data: Float64Array.of(1, 10, 100, 2, 20, 200), rows: 2, columns: 3};

it("multiplies matrices, each transposed where told", async () => {
  const product = await createProduct();
  const aT = {data: Float64Array.of(1, 4, 2, 5, 3, 6), rows: 3, columns: 2};
  const bT = {data: Float64Array.of(1, 2, 10, 20, 100, 200), rows: 3, columns: 2};
  const expected = {data: Float64Array.of(321, 642, 654, 1308), rows: 2, columns: 2};
  expect(await product(a, bT)).toEqual(expected);
  expect(await product(a, b, {transposeB: true})).toEqual(expected);
  expect(await product(aT, bT, {transposeA: true})).toEqual(expected);
  expect(await product(aT, b, {transposeA: true, transposeB: true})).toEqual(expected);
});

it("keeps double precision", async () => {
  const product = await createProduct();
  const x = {data: Float64Array.of(1, 2 ** -52), rows: 1, columns: 2};
  const ones = {data: Float64Array.of(1, 1), rows: 2, columns: 1};
  expect((await product(x, ones)).data[0]).toBe(1 + 2 ** -52);
});

it("refuses matrices whose shapes don't fit", async () => {
  const product = await createProduct();
  await expect(product(a, b)).rejects.toThrow();
});
