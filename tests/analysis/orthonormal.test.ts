import {expect, it} from "vitest";
import type {Matrix64} from "../../loaders/matrix.ts";
import {orthonormalise} from "../../loaders/analysis/orthonormal.ts";
import {seededRandom} from "../../loaders/analysis/random.ts";
import {
  distanceFromOrthonormal,
  distanceFromSpan,
  largestDifference,
  naiveProduct,
  rowOf
} from "./linear-algebra.ts";

const options = {random: seededRandom(1), product: naiveProduct};

function noise(rows: number, columns: number): Matrix64 {
  return {data: Float64Array.from({length: rows * columns}, seededRandom(2)), rows, columns};
}

it("frees each row of its parts along those before it", async () => {
  const q = {data: Float64Array.of(2, 0, 0, 3, 4, 0, 1, 1, -5), rows: 3, columns: 3};
  await orthonormalise(q, options);
  expect([...q.data]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, -1]);
});

it("keeps rows orthogonal that differ by little", async () => {
  const small = 1e-9;
  const q = {data: Float64Array.of(1, small, 0, 0, 1, 0, small, 0, 1, 0, 0, small), rows: 3, columns: 4};
  await orthonormalise(q, options);
  expect(distanceFromOrthonormal(q)).toBeLessThan(1e-15);
});

it("draws a row anew that depends on those before it", async () => {
  const q = {data: Float64Array.of(1, 2, 2, -3, -6, -6, 0, 0, 0), rows: 3, columns: 3};
  await orthonormalise(q, options);
  expect(distanceFromOrthonormal(q)).toBeLessThan(1e-15);
  expect(largestDifference(rowOf(q, 0), [1 / 3, 2 / 3, 2 / 3])).toBeLessThan(1e-15);
  const everything = {data: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), rows: 3, columns: 3};
  expect(distanceFromSpan(everything, q)).toBeLessThan(1e-15);
});

it("spans what the rows span, however many", async () => {
  const [rows, q] = [noise(50, 60), noise(50, 60)];
  await orthonormalise(q, options);
  expect(distanceFromOrthonormal(q)).toBeLessThan(1e-14);
  expect(distanceFromSpan(rows, q)).toBeLessThan(1e-13);
});

it.each([
  ["exactly", 0],
  ["but for rounding", 2 ** -50]
])("fills all dimensions where rows repeat %s", async (_, difference) => {
  const random = seededRandom(3);
  const q = noise(40, 40);
  for (let i = 15; i < 40; i++)
    rowOf(q, i).set(rowOf(q, i % 15).map((value) => value * (1 + difference * random())));
  await orthonormalise(q, options);
  expect(distanceFromOrthonormal(q)).toBeLessThan(1e-14);
});

it("fills all dimensions where rows are in the span of those before them to the last bit", async () => {
  const q = noise(40, 40);
  q.data.fill(0);
  for (let i = 0; i < 40; i++) rowOf(q, i)[i % 17] = i + 1;
  await orthonormalise(q, options);
  expect(distanceFromOrthonormal(q)).toBeLessThan(1e-14);
});

it("leaves rows that are ready as they are", async () => {
  const q = noise(40, 50);
  const ready = {data: q.data.subarray(0, 20 * 50), rows: 20, columns: 50};
  await orthonormalise(ready, options);
  const before = ready.data.slice();
  await orthonormalise(q, {ready: 20, ...options});
  expect(ready.data).toEqual(before);
  expect(distanceFromOrthonormal(q)).toBeLessThan(1e-14);
});
