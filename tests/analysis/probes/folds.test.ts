import {expect, it} from "vitest";
import {groupedFolds, partRows, repeatedFolds} from "../../../loaders/analysis/probes/folds.ts";
import {samples} from "../../fixtures/analysis/probe-tables.ts";
import {references, valueOf} from "./samples.ts";

/** How many rows each fold has. */
function sizes({of, count}: {of: Int32Array; count: number}): number[] {
  return Array.from({length: count}, (_, fold) => of.filter((f) => f === fold).length);
}

/** As many statements a subject as `sizes` says. */
function subjectsOf(sizes: number[]): Int32Array {
  return Int32Array.from(sizes.flatMap((size, subject) => new Array<number>(size).fill(subject)));
}

const uneven = subjectsOf(Array.from({length: 60}, (_, i) => 1 + ((7 * i) % 5)));

it.each([1, 2, 3, 4])("never parts a subject, with seed %d", (seed) => {
  const {of} = valueOf(groupedFolds(uneven, {seed}));
  const folds = new Map<number, Set<number>>();
  uneven.forEach((subject, row) => {
    folds.set(subject, (folds.get(subject) ?? new Set()).add(of[row]));
  });
  expect([...folds.values()].map(({size}) => size)).toEqual(new Array(60).fill(1));
});

it("makes folds of nearly equal size", () => {
  expect(sizes(valueOf(groupedFolds(uneven)))).toEqual([36, 36, 36, 36, 36]);
  expect(sizes(valueOf(groupedFolds(subjectsOf([9, 4, 2, 2, 1, 1, 1]), {folds: 3})))).toEqual([9, 6, 5]);
});

it("makes the same folds again with the same seed, others with another", () => {
  const [one, again, other] = [1, 1, 2].map((seed) => [...valueOf(groupedFolds(uneven, {seed})).of]);
  expect(again).toEqual(one);
  expect(other).not.toEqual(one);
});

it("makes the folds that make_probes.py makes", () => {
  const {subjects} = samples.wide();
  expect([...valueOf(groupedFolds(subjects)).of]).toEqual(references.wide.nested.folds);
});

it("takes whatever numbers subjects have", () => {
  expect([...valueOf(groupedFolds(Int32Array.of(-7, 1e9, -7, 1e9))).of]).toEqual(
    expect.arrayContaining([0, 1])
  );
});

it("makes as many folds as there are subjects, where these are fewer", () => {
  expect(valueOf(groupedFolds(Int32Array.of(0, 1, 2, 2, 1, 0))).count).toBe(3);
});

it("is absent with one subject or none", () => {
  expect(groupedFolds(Int32Array.of(4, 4, 4))).toEqual({
    present: false,
    why: "2 subjects needed to hold one out, 1 found"
  });
  expect(repeatedFolds(new Int32Array(0), {repeats: 3}).present).toBe(false);
});

it("repeats with the seeds that follow", () => {
  const repeats = valueOf(repeatedFolds(uneven, {repeats: 3, seed: 5}));
  expect(repeats).toEqual([5, 6, 7].map((seed) => valueOf(groupedFolds(uneven, {seed}))));
});

it("parts rows by fold", () => {
  const folds = {count: 2, of: Int32Array.of(0, 1, 1, 0)};
  expect(partRows(folds, 1)).toEqual({inside: [1, 2], outside: [0, 3]});
});
