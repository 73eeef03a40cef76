import {expect, it} from "vitest";
import {auc, pairCounter} from "../../../loaders/analysis/probes/auc.ts";
import {noise} from "../../fixtures/analysis/tables.ts";
import {references} from "./samples.ts";

function aucOf(trues: number[], falses: number[]): number {
  const labels = [...trues.map(() => 1), ...falses.map(() => 0)];
  return auc(Float64Array.of(...trues, ...falses), Float64Array.from(labels));
}

it("is the share of pairs in the right order", () => {
  expect(aucOf([3, 4], [1, 2])).toBe(1);
  expect(aucOf([1, 2], [3, 4])).toBe(0);
  expect(aucOf([2, 5], [1, 3, 4])).toBe(4 / 6);
});

it("counts a tie as half right", () => {
  expect(aucOf([1, 1], [1, 1, 1])).toBe(0.5);
  expect(aucOf([2, 3], [2, 1])).toBe(3.5 / 4);
});

it("is scikit-learn's where a quarter of all pairs are ties", () => {
  const scores = Float64Array.from(noise(5, 60, 1).x, (value) => Math.floor(4 * value));
  const labels = Float64Array.from(noise(6, 60, 1).x, (value) => (value > 0 ? 1 : 0));
  expect(Math.abs(auc(scores, labels) - references["tied AUC"])).toBeLessThan(1e-14);
});

it("is no number without two classes", () => {
  expect(aucOf([1, 2], [])).toBeNaN();
});

it("counts rows as often as their weights say, and those alone that are asked for", () => {
  const [scores, labels] = [Float64Array.of(5, 1, 3, 2, 9), Float64Array.of(1, 1, 0, 0, 0)];
  const count = pairCounter(scores, labels, [0, 1, 2, 3]);
  expect(count(Float64Array.of(1, 1, 1, 1, 1))).toEqual({right: 2, all: 4});
  expect(count(Float64Array.of(2, 0, 1, 3, 1))).toEqual({right: 8, all: 8});
});
