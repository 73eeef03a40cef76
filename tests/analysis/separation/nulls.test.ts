import {describe, expect, it} from "vitest";
import {seededRandom} from "../../../loaders/analysis/random.ts";
import {etaSquaredStatistic} from "../../../loaders/analysis/separation/eta-squared.ts";
import type {Measure} from "../../../loaders/analysis/separation/measure.ts";
import {neighbourStatistic} from "../../../loaders/analysis/separation/neighbours.ts";
import {familywise, nullOf, oneByOne, pValue, type Null} from "../../../loaders/analysis/separation/nulls.ts";
import {permutations} from "../../../loaders/analysis/separation/permutations.ts";
import {each, line, onePlace, valueOf} from "./reference.ts";

const nullFrom = (observed: number, ...permuted: number[]): Measure<Null> => ({
  value: {observed, permuted: Float64Array.from(permuted)}
});

describe("a p-value", () => {
  it("counts the labels as they are among the permutations", () => {
    expect(pValue({observed: 5, permuted: Float64Array.of(1, 5, 6, 2)})).toBe(3 / 5);
    expect(pValue({observed: 9, permuted: Float64Array.of(1, 5, 6, 2)})).toBe(1 / 5);
  });

  it("takes what differs by rounding for equal", () => {
    expect(pValue({observed: 0.1 + 0.2, permuted: Float64Array.of(0.3)})).toBe(1);
  });

  it("is near that of all permutations", async () => {
    const [labels, pairs] = [each("abababababab"), each("ppqqrrssttuu").codes];
    const statistic = etaSquaredStatistic(line(0, 3, 1, 2, 0, 4, 2, 3, 1, 2, 2, 1), labels, 0);
    const found = valueOf(await nullOf(statistic, labels, permutations(labels, pairs, {count: 4000})));
    const all = Array.from({length: 64}, (_, swaps) =>
      labels.codes.map((code, row) => code ^ ((swaps >> (row >> 1)) & 1))
    );
    const exact = await valueOf(statistic)(all);
    const reached = exact.filter((value) => value >= exact[0] - 1e-9).length / 64;
    expect(pValue(found)).toBeGreaterThan(reached - 0.02);
    expect(pValue(found)).toBeLessThan(reached + 0.02);
  });

  it("is below 0.05 in about one table of twenty that has nothing to do with its labels", async () => {
    const random = seededRandom(4);
    const [labels, pairs] = [each("ab".repeat(30)), Int32Array.from({length: 60}, (_, row) => row >> 1)];
    let below = 0;
    for (let table = 0; table < 1000; table++) {
      const statistic = etaSquaredStatistic(line(...Array.from({length: 60}, random)), labels, 0);
      const options = {count: 99, seed: table};
      if (pValue(valueOf(await nullOf(statistic, labels, permutations(labels, pairs, options)))) <= 0.05)
        below++;
    }
    expect(below).toBeGreaterThan(29);
    expect(below).toBeLessThan(71);
  });
});

it("measures the labels as they are, then each permutation in its order", async () => {
  const labels = each("aabb");
  const found = permutations(labels, each("pqrs").codes, {count: 250});
  const asNumber = (codes: Int32Array) => Number(codes.join(""));
  const expected = {observed: 11, permuted: Float64Array.from(valueOf(found), asNumber)};
  expect(await nullOf({value: oneByOne(asNumber)}, labels, found)).toEqual({value: expected});
});

it("is absent where the statistic or the permutations are", async () => {
  const labels = each("aabb");
  const groups = each("pqrs").codes;
  const found = permutations(labels, groups);
  const absent = neighbourStatistic(onePlace(4), labels, groups);
  expect(await nullOf(absent, labels, found)).toEqual({absent: "all statements in one place"});
  const present = neighbourStatistic(line(0, 1, 2, 3), labels, groups);
  const none = permutations(each("aaaa"), groups);
  expect(await nullOf(present, labels, none)).toEqual({absent: "labels cannot be exchanged"});
});

describe("of several depths", () => {
  const depths = [nullFrom(3, 1, 2, 4), nullFrom(5, 6, 1, 1), nullFrom(1, 0, 0, 0)];

  it("the best is held against the best of each permutation", () => {
    const {best, p, adjusted, largest} = valueOf(familywise(depths));
    expect(best).toBe(1);
    expect(p).toBe(2 / 4);
    expect(adjusted).toEqual([3 / 4, 2 / 4, 1]);
    expect([...largest]).toEqual([6, 2, 4]);
  });

  it("no p-value is smaller than that of the depth alone", () => {
    const {adjusted} = valueOf(familywise(depths));
    depths.forEach((depth, i) => expect(adjusted[i]).toBeGreaterThanOrEqual(pValue(valueOf(depth))));
  });

  it("those that are absent are passed over", () => {
    const {best, adjusted} = valueOf(familywise([{absent: "all statements in one place"}, ...depths]));
    expect(best).toBe(2);
    expect(adjusted).toEqual([undefined, 3 / 4, 2 / 4, 1]);
    expect(familywise([{absent: "one label only"}])).toEqual({absent: "nothing was measured"});
    expect(familywise([])).toEqual({absent: "nothing was measured"});
  });
});
