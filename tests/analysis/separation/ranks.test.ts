import {expect, it} from "vitest";
import {
  bestRankCorrelation,
  midRanks,
  rankCorrelationStatistic,
  spearman
} from "../../../loaders/analysis/separation/ranks.ts";
import {difference, each, line, matrix, numbered, onePlace, reference, valueOf} from "./reference.ts";

it("gives equal values the mean of their ranks", () => {
  expect([...midRanks(Float64Array.of(30, 10, 20, 10, 20, 20))]).toEqual([6, 1.5, 4, 1.5, 4, 4]);
});

it.each(Object.entries(reference.ranked))("is scipy's rank correlation, with %s", (name, {x, y, rho}) => {
  expect(difference(name, spearman(Float64Array.from(x), Float64Array.from(y)), rho)).toBeLessThan(1e-9);
});

it("finds the component whose order agrees best with numbers, up or down", () => {
  const points = matrix([
    [1, 9, 3],
    [0, 7, 4],
    [2, 2, 5],
    [1, -1, 6]
  ]);
  const years = numbered([1900, 1910, 1950, 1999]);
  const numbers = Float64Array.from(years.names, Number);
  const {component, rho} = valueOf(bestRankCorrelation(points, years, numbers));
  expect(component).toBe(1);
  expect(rho).toBeCloseTo(-1, 15);
  expect(valueOf(bestRankCorrelation(points, years, numbers, 1)).component).toBe(0);
});

it("measures the same labels in another order", async () => {
  const labels = each("abcd");
  const numbers = Float64Array.of(1, 2, 3, 4);
  const statistic = valueOf(rankCorrelationStatistic(line(0, 1, 2, 3), labels, numbers));
  const [same, backwards, mixed] = await statistic(
    [
      [0, 1, 2, 3],
      [3, 2, 1, 0],
      [1, 3, 0, 2]
    ].map((codes) => Int32Array.from(codes))
  );
  expect(same).toBeCloseTo(1, 15);
  expect(backwards).toBeCloseTo(1, 15);
  expect(mixed).toBeCloseTo(0, 15);
});

it.each([
  ["one label only", line(0, 1, 2), "777"],
  ["all statements in one place", onePlace(3), "123"],
  ["one label only", line(), ""]
])("is absent: %s", (absent, points, digits) => {
  const labels = each(digits);
  expect(bestRankCorrelation(points, labels, Float64Array.from(labels.names, Number))).toEqual({absent});
});

it("passes over components on which all statements are in one place", () => {
  const points = matrix([
    [5, 1],
    [5, 2],
    [5, 3]
  ]);
  const {component, rho} = valueOf(bestRankCorrelation(points, each("123"), Float64Array.of(1, 2, 3)));
  expect(component).toBe(1);
  expect(rho).toBeCloseTo(1, 15);
});
