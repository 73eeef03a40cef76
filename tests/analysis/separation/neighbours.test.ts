import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../loaders/analysis/random.ts";
import {
  neighbourAccuracy,
  neighbourChance,
  neighbourStatistic
} from "../../../loaders/analysis/separation/neighbours.ts";
import {firstColumns} from "../../../loaders/analysis/separation/points.ts";
import {difference, each, line, matrix, numbered, onePlace, reference} from "./reference.ts";

/** Each row a group of its own. */
const apart = (rows: number) => Int32Array.from({length: rows}, (_, row) => row);

it("is the share of rows whose nearest row has the same label", () => {
  expect(neighbourAccuracy(line(0, 1, 10, 11, 12.5), each("aabba"), apart(5))).toEqual({value: 4 / 5});
});

it("leaves out the rows of the own group", () => {
  const points = line(0, 1, 10, 11);
  expect(neighbourAccuracy(points, each("abab"), each("ppqq").codes)).toEqual({value: 1 / 2});
  expect(neighbourAccuracy(points, each("abba"), each("ppqq").codes)).toEqual({value: 1 / 2});
  expect(neighbourAccuracy(points, each("aabb"), each("pqpq").codes)).toEqual({value: 1});
});

it("takes the first in the table of rows that are equally near", () => {
  expect(neighbourAccuracy(line(0, 1, -1), each("aab"), apart(3))).toEqual({value: 2 / 3});
  expect(neighbourAccuracy(line(0, -1, 1), each("aba"), apart(3))).toEqual({value: 1 / 3});
  expect(neighbourAccuracy(line(0, 0, 0, 1), each("abba"), apart(4))).toEqual({value: 1 / 4});
});

it.each([1, 2, 3, 10])("agrees with a search of all rows, with ties, in %i columns", (columns) => {
  const random = seededRandom(columns);
  const rows = 80;
  const at = Array.from({length: rows}, () => Array.from({length: columns}, () => Math.round(4 * random())));
  const groups = Int32Array.from(at, (_, row) => (row * row) % 23);
  const labels = numbered(at.map(() => Math.round(2 * random())));
  const squared = (i: number, j: number) => at[i].reduce((sum, x, c) => sum + (x - at[j][c]) ** 2, 0);
  const same = at.filter((_, row) => {
    const others = [...at.keys()].filter((other) => groups[other] !== groups[row]);
    others.sort((i, j) => squared(row, i) - squared(row, j) || i - j);
    return labels.codes[others[0]] === labels.codes[row];
  });
  expect(neighbourAccuracy(matrix(at), labels, groups)).toEqual({value: same.length / rows});
});

describe.each(Object.entries(reference.separated))("of %s", (name, {points, labels, groups, columns}) => {
  it.each(Object.entries(columns))("is scikit-learn's in %s columns, and so is chance", (k, expected) => {
    const ofGroups = Int32Array.from(groups);
    const found = neighbourAccuracy(firstColumns(matrix(points), Number(k)), numbered(labels), ofGroups);
    expect(difference(`${name}, accuracy`, found, expected.accuracy)).toBeLessThan(1e-12);
    const chance = neighbourChance(numbered(labels), ofGroups);
    expect(difference(`${name}, chance`, chance, expected.chance)).toBeLessThan(1e-12);
  });
});

it("is by chance the share of other groups' rows with the same label", () => {
  expect(neighbourChance(each("abab"), each("ppqq").codes)).toEqual({value: 1 / 2});
  expect(neighbourChance(each("aaab"), each("ppqr").codes)).toEqual({value: (1 / 2 + 1 / 2 + 2 / 3) / 4});
});

it.each([
  ["one label only", onePlace(3), "aaa", "pqr"],
  ["every statement has a label of its own", line(0, 1, 2), "abc", "pqr"],
  ["one group only", line(0, 1, 2), "aab", "ppp"],
  ["no label in two groups", line(0, 1, 2, 3), "aabb", "ppqq"],
  ["one label only", line(), "", ""]
])("is absent, as is chance: %s", (absent, points, labels, groups) => {
  expect(neighbourAccuracy(points, each(labels), each(groups).codes)).toEqual({absent});
  expect(neighbourStatistic(points, each(labels), each(groups).codes)).toEqual({absent});
  expect(neighbourChance(each(labels), each(groups).codes)).toEqual({absent});
});

it("is absent if all statements are in one place, or there are no components", () => {
  const absent = {absent: "all statements in one place"};
  expect(neighbourAccuracy(onePlace(3), each("aab"), apart(3))).toEqual(absent);
  const none = {data: new Float64Array(0), rows: 3, columns: 0};
  expect(neighbourAccuracy(none, each("aab"), apart(3))).toEqual(absent);
});
