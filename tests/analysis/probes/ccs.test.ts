import {describe, expect, it} from "vitest";
import {ccsLoss} from "../../../loaders/analysis/probes/ccs-loss.ts";
import {ccsProbe, pairScores} from "../../../loaders/analysis/probes/ccs.ts";
import {accuracy} from "../../../loaders/analysis/probes/evaluation.ts";
import {groupedFolds} from "../../../loaders/analysis/probes/folds.ts";
import {crossValidate} from "../../../loaders/analysis/probes/held-out.ts";
import {minimise} from "../../../loaders/analysis/probes/lbfgs.ts";
import {standardise} from "../../../loaders/analysis/probes/standardise.ts";
import {joinRows} from "../../../loaders/analysis/rows.ts";
import {seededRandom} from "../../../loaders/analysis/random.ts";
import {samples} from "../../fixtures/analysis/probe-tables.ts";
import {largestDifference, naiveProduct} from "../linear-algebra.ts";
import {references, sampleOf, say, valueOf} from "./samples.ts";

const product = naiveProduct;
const sample = samples["of pairs"]();
const {x, negations = x, rows, columns} = sample;
const z = joinRows(standardise(x, rows, columns).table, standardise(negations, rows, columns).table);
const loss = ccsLoss(z, 0.01, product);

describe("the loss of contrast-consistent search", () => {
  const random = seededRandom(7);
  const starts = Array.from({length: 10}, () =>
    Float64Array.from({length: columns + 1}, () => random() / 10)
  );

  it("is numpy's", async () => {
    const losses = (await loss(starts)).map(({value}) => value);
    expect(largestDifference(losses, references["of pairs"].losses)).toBeLessThan(1e-12);
  });

  it("has the gradient that its differences have", async () => {
    const [{gradient}] = await loss(starts);
    const moved = (step: number) =>
      loss(Array.from(gradient, (_, j) => starts[0].map((value, i) => value + (i === j ? step : 0))));
    const [up, down] = [await moved(1e-6), await moved(-1e-6)];
    const differences = up.map(({value}, j) => (value - down[j].value) / 2e-6);
    expect(largestDifference(gradient, differences)).toBeLessThan(1e-8);
  });

  it("is 0 for certain answers that contradict each other", async () => {
    const pair = {data: Float64Array.of(1, -1), rows: 2, columns: 1};
    const points = [Float64Array.of(100, 0), Float64Array.of(0, 0)];
    const [certain, undecided] = await ccsLoss(pair, 0, product)(points);
    expect(certain.value).toBeLessThan(1e-12);
    expect(undecided.value).toBe(0.25);
  });
});

describe("contrast-consistent search", () => {
  it("comes as low as scipy does", async () => {
    const {loss: found} = valueOf(await ccsProbe({product})(sample));
    say("CCS loss, scipy's", found, references["of pairs"].least);
    expect(found).toBeLessThan(1.01 * references["of pairs"].least);
  });

  it("tells which of a pair is true, in pairs that it has not seen", async () => {
    const probes = {train: ccsProbe({product}), score: pairScores};
    const found = valueOf(await crossValidate(sample, valueOf(groupedFolds(sample.subjects)), probes));
    expect(valueOf(accuracy([found], sample)).value).toBeGreaterThan(0.9);
  });

  it("takes nothing from labels but which end is which", async () => {
    const [one, other] = await Promise.all(
      [sample, {...sample, labels: sample.labels.map((label) => 1 - label)}].map(
        async (of) => valueOf(await ccsProbe({product, starts: 2})(of)).direction
      )
    );
    expect([...other]).toEqual([...one].map((value) => -value));
  });

  it("finds the same with the same seed", async () => {
    const [one, other] = [
      await ccsProbe({product, starts: 2})(sample),
      await ccsProbe({product, starts: 2})(sample)
    ];
    expect(other).toEqual(one);
  });

  it("is absent without negations", async () => {
    expect(await ccsProbe({product})(sampleOf([[1], [2]], [0, 1]))).toEqual({
      present: false,
      why: "statements without negations"
    });
  });
});

describe("the way down", () => {
  /** Rosenbrock's. */
  const valley = ([a, b]: Float64Array) => ({
    value: (1 - a) ** 2 + 100 * (b - a * a) ** 2,
    gradient: Float64Array.of(-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a))
  });

  it("ends in the minimum of a narrow valley, from wherever it starts", async () => {
    const starts = [Float64Array.of(-1.2, 1), Float64Array.of(3, -2), Float64Array.of(1, 1)];
    const minima = await minimise((points) => Promise.resolve(points.map(valley)), starts, 200);
    for (const {at, value} of minima) {
      expect(largestDifference(at, [1, 1])).toBeLessThan(1e-4);
      expect(value).toBeLessThan(1e-8);
    }
  });

  it("ends on the edge of a function that has one", async () => {
    const edge = ([a, b]: Float64Array) => ({
      value: Math.abs(a) + b * b,
      gradient: Float64Array.of(Math.sign(a), 2 * b)
    });
    const starts = [Float64Array.of(3.3, 1)];
    const [{at}] = await minimise((points) => Promise.resolve(points.map(edge)), starts, 200);
    expect(largestDifference(at, [0, 0])).toBeLessThan(1e-2);
  });
});
