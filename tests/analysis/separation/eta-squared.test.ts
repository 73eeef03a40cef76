import {expect, it} from "vitest";
import {etaSquared, etaSquaredStatistic} from "../../../loaders/analysis/separation/eta-squared.ts";
import {difference, each, line, matrix, numbered, onePlace, reference, valueOf} from "./reference.ts";

it("is 1 where labels have it all, 0 where their means are the same", () => {
  expect(etaSquared(line(1, 1, 4, 4), each("aabb"), 0)).toEqual({value: 1});
  expect(etaSquared(line(1, 4, 4, 1), each("aabb"), 0)).toEqual({value: 0});
});

it("is the share of squares that lies between labels", () => {
  expect(valueOf(etaSquared(line(0, 2, 4, 6), each("aabb"), 0))).toBeCloseTo(16 / 20, 15);
});

it.each(Object.entries(reference.separated))(
  "is scipy's for each component, of %s",
  (name, {points, labels, etaSquared: expected}) => {
    const found = expected.map((value, j) =>
      difference(`${name}, component ${j}`, etaSquared(matrix(points), numbered(labels), j), value)
    );
    expect(Math.max(...found)).toBeLessThan(1e-9);
  }
);

it("is measured of other labels too", async () => {
  const statistic = valueOf(etaSquaredStatistic(line(1, 1, 4, 4), each("aabb"), 0));
  expect([...(await statistic(["aabb", "abab", "abba"].map((letters) => each(letters).codes)))]).toEqual([
    1, 0, 0
  ]);
});

it.each([
  ["one label only", line(0, 1, 2), "aaa", 0],
  ["every statement has a label of its own", line(0, 1, 2), "abc", 0],
  ["all statements in one place", onePlace(3), "aab", 1],
  ["all statements in one place", line(0, 1, 2), "aab", 1],
  ["one label only", line(), "", 0]
])("is absent: %s", (absent, points, labels, component) => {
  expect(etaSquared(points, each(labels), component)).toEqual({absent});
});
