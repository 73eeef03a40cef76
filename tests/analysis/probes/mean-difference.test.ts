import {describe, expect, it} from "vitest";
import {correctedMeanDifference, meanDifference} from "../../../loaders/analysis/probes/mean-difference.ts";
import {cosine, linearScores} from "../../../loaders/analysis/probes/probe.ts";
import {samples} from "../../fixtures/analysis/probe-tables.ts";
import {largestDifference, naiveProduct} from "../linear-algebra.ts";
import {references, sampleOf, say, valueOf} from "./samples.ts";

const corrected = correctedMeanDifference({product: naiveProduct});

/** Two classes that are long from the lower left to the upper right, and side by side. */
const slanted = sampleOf(
  [
    [0, 0],
    [4, 4],
    [2, 1.5],
    [2, 2.5],
    [2, 0],
    [6, 4],
    [4, 1.5],
    [4, 2.5]
  ],
  [0, 0, 0, 0, 1, 1, 1, 1]
);

it("is the difference of the means, and the threshold is halfway", async () => {
  const sample = sampleOf(
    [
      [0, 1],
      [2, 1],
      [6, 3],
      [8, 3],
      [7, 3]
    ],
    [0, 0, 1, 1, 1]
  );
  const {direction, intercept} = valueOf(await meanDifference()(sample));
  expect([...direction]).toEqual([6, 2]);
  expect(intercept).toBe(-28);
});

it("corrected, turns away from where each class varies", async () => {
  const plain = valueOf(await meanDifference()(slanted));
  const better = valueOf(await corrected(slanted));
  expect([...plain.direction]).toEqual([2, 0]);
  expect(better.direction[1] / better.direction[0]).toBeLessThan(-0.5);
  const sides = (probe: typeof plain) =>
    [...linearScores(probe, slanted)].map((score) => (score > 0 ? 1 : 0));
  expect(sides(plain)).not.toEqual([...slanted.labels]);
  expect(sides(better)).toEqual([...slanted.labels]);
});

it.each(["wide", "tall"] as const)("corrected, is numpy's on a %s table", async (name) => {
  const {direction} = valueOf(await corrected(samples[name]()));
  const expected = references[name].corrected;
  const scale = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const difference = largestDifference(direction, expected) / scale;
  say(`${name}: relative difference of the corrected direction`, difference);
  expect(difference).toBeLessThan(1e-6);
});

it("corrected, has its threshold halfway between the means too", async () => {
  const sample = samples.wide();
  const scores = linearScores(valueOf(await corrected(sample)), sample);
  const mean = (label: number) => {
    const ofClass = scores.filter((_, row) => sample.labels[row] === label);
    return ofClass.reduce((sum, score) => sum + score, 0) / ofClass.length;
  };
  expect(Math.abs(mean(0) + mean(1))).toBeLessThan(1e-4 * Math.abs(mean(1)));
});

it("corrected, is the plain one where no statement differs from its class", async () => {
  const sample = sampleOf(
    [
      [1, 0],
      [1, 0],
      [0, 3],
      [0, 3]
    ],
    [0, 0, 1, 1]
  );
  const [plain, other] = [valueOf(await meanDifference()(sample)), valueOf(await corrected(sample))];
  expect(Math.abs(cosine(plain.direction, other.direction) - 1)).toBeLessThan(1e-12);
});

describe("the difference of means is absent", () => {
  it.each([
    ["plain", meanDifference()],
    ["corrected", corrected]
  ])("%s, where there is one class", async (_, train) => {
    expect(await train(sampleOf([[1], [2]], [1, 1]))).toEqual({
      present: false,
      why: "class 0: 2 statements to train on needed, 0 found"
    });
  });
});
