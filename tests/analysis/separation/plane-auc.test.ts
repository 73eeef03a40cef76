import {describe, expect, it} from "vitest";
import {auc} from "../../../loaders/analysis/separation/auc.ts";
import {groupedFolds} from "../../../loaders/analysis/separation/groups.ts";
import {planeAuc, planeAucStatistic} from "../../../loaders/analysis/separation/plane-auc.ts";
import {seededRandom} from "../../../loaders/analysis/random.ts";
import {difference, each, line, matrix, numbered, onePlace, reference, valueOf} from "./reference.ts";

describe("the area under a curve", () => {
  it("counts how often a positive score is larger, ties by half", () => {
    expect(auc(Float64Array.of(2, 3), Float64Array.of(0, 1))).toBe(1);
    expect(auc(Float64Array.of(0, 3), Float64Array.of(1, 2))).toBe(0.5);
    expect(auc(Float64Array.of(2, 2, 1), Float64Array.of(2, 1))).toBe((0.5 + 1 + 0.5 + 1 + 0 + 0.5) / 6);
  });

  it("is a half where there are no scores", () => {
    expect(auc(new Float64Array(0), Float64Array.of(1))).toBe(0.5);
  });
});

describe("folds", () => {
  const groups = Int32Array.from({length: 23}, (_, row) => row % 7);

  it("have each row once", () => {
    for (const folds of groupedFolds(groups, {repeats: 3}))
      expect(folds.flatMap((rows) => [...rows]).sort((a, b) => a - b)).toEqual([...groups.keys()]);
  });

  it("keep groups together", () => {
    const [folds] = groupedFolds(groups);
    for (const group of groups)
      expect(folds.filter((rows) => rows.some((row) => groups[row] === group)).length).toBe(1);
  });

  it("are dealt anew each time, and the same for the same seed", () => {
    expect(groupedFolds(groups)).toEqual(groupedFolds(groups));
    expect(groupedFolds(groups)[0]).not.toEqual(groupedFolds(groups)[1]);
    expect(groupedFolds(groups)).not.toEqual(groupedFolds(groups, {seed: 2}));
  });

  it("are no more than groups", () => {
    expect(groupedFolds(each("ppqq").codes, {repeats: 1})[0].length).toBe(2);
  });
});

it.each(Object.entries(reference.heldOut))("is scikit-learn's in the same folds, of %s", (name, expected) => {
  const folds = expected.folds.map((dealing) => dealing.map((rows) => Int32Array.from(rows)));
  const found = planeAuc(matrix(expected.points), numbered(expected.labels), folds);
  expect(difference(name, found, expected.auc)).toBeLessThan(1e-6);
});

const rows = 60;
const apart = Int32Array.from({length: rows}, (_, row) => row);
const alternating = each("ab".repeat(rows / 2));

it("is 1 where a line parts the labels, whichever way they lie, and on one component too", () => {
  const random = seededRandom(1);
  const x = Array.from({length: rows}, random);
  const across = x.map((value, row) => [100 * value, value / 10 + (row % 2)]);
  const folds = groupedFolds(apart);
  expect(planeAuc(matrix(across), alternating, folds)).toEqual({value: 1});
  expect(planeAuc(matrix(across.map(([a, b]) => [a, -b])), alternating, folds)).toEqual({value: 1});
  expect(planeAuc(line(...x.map((value, row) => value / 3 + (row % 2))), alternating, folds)).toEqual({
    value: 1
  });
  expect(planeAuc(matrix(x.map((_, row) => [row % 2, row % 2])), alternating, folds)).toEqual({value: 1});
});

it("is about a half for labels that have nothing to do with the place: it was not fitted there", async () => {
  const random = seededRandom(2);
  const points = matrix(Array.from({length: rows}, () => [random(), random()]));
  const groups = apart.map((row) => row >> 1);
  const statistic = valueOf(planeAucStatistic(points, alternating, groupedFolds(groups)));
  const swapped = Array.from({length: 100}, () => {
    const swaps = Int32Array.from({length: rows / 2}, () => Number(random() > 0));
    return alternating.codes.map((code, row) => code ^ swaps[row >> 1]);
  });
  const mean = (await statistic(swapped)).reduce((sum, value) => sum + value / 100, 0);
  expect(mean).toBeGreaterThan(0.44);
  expect(mean).toBeLessThan(0.52);
});

it("is a half of labels none of whose folds has both", async () => {
  const folds = [[Int32Array.of(0, 1), Int32Array.of(2, 3)]];
  const statistic = valueOf(planeAucStatistic(line(0, 1, 2, 3), each("abab"), folds));
  expect([...(await statistic([each("abab").codes, each("aabb").codes]))]).toEqual([1, 0.5]);
});

it.each([
  ["one label only", line(0, 1, 2), "aaa"],
  ["more than 2 labels", line(0, 1, 2, 3), "aabc"],
  ["every statement has a label of its own", line(0, 1), "ab"],
  ["all statements in one place", onePlace(4), "abab"],
  ["no fold has both labels", line(0, 1, 2, 3), "abbb"],
  ["one label only", line(), ""]
])("is absent: %s", (absent, points, labels) => {
  const folds = groupedFolds(Int32Array.from(labels, (_, row) => row >> 1));
  expect(planeAuc(points, each(labels), folds)).toEqual({absent});
});
