import {expect, it} from "vitest";
import {orthonormalise} from "../../loaders/analysis/orthonormal.ts";
import {seededRandom} from "../../loaders/analysis/random.ts";
import {distanceFromOrthonormal, distanceFromSpan, largestDifference, rowOf} from "./linear-algebra.ts";

it("frees each row of its parts along those before it", () => {
  const q = {data: Float64Array.of(2, 0, 0, 3, 4, 0, 1, 1, -5), rows: 3, columns: 3};
  orthonormalise(q, seededRandom(1));
  expect([...q.data]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, -1]);
});

it("keeps rows orthogonal that differ by little", () => {
  const small = 1e-9;
  const q = {data: Float64Array.of(1, small, 0, 0, 1, 0, small, 0, 1, 0, 0, small), rows: 3, columns: 4};
  orthonormalise(q, seededRandom(1));
  expect(distanceFromOrthonormal(q)).toBeLessThan(1e-15);
});

it("draws a row anew that depends on those before it", () => {
  const q = {data: Float64Array.of(1, 2, 2, -3, -6, -6, 0, 0, 0), rows: 3, columns: 3};
  orthonormalise(q, seededRandom(1));
  expect(distanceFromOrthonormal(q)).toBeLessThan(1e-15);
  expect(largestDifference(rowOf(q, 0), [1 / 3, 2 / 3, 2 / 3])).toBeLessThan(1e-15);
  const everything = {data: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1), rows: 3, columns: 3};
  expect(distanceFromSpan(everything, q)).toBeLessThan(1e-15);
});
