import {describe, expect, it} from "vitest";
import {explainedVariance} from "../../../loaders/analysis/probes/evaluation.ts";
import {groupedFolds, partRows} from "../../../loaders/analysis/probes/folds.ts";
import {crossValidate} from "../../../loaders/analysis/probes/held-out.ts";
import {linearScores} from "../../../loaders/analysis/probes/probe.ts";
import {ridgeProbe} from "../../../loaders/analysis/probes/ridge.ts";
import {samples} from "../../fixtures/analysis/probe-tables.ts";
import {largestDifference, naiveProduct} from "../linear-algebra.ts";
import {references, sampleOf, say, valueOf} from "./samples.ts";

const train = ridgeProbe({product: naiveProduct});
const probes = {train, score: linearScores};

describe.each(["of numbers, wide", "of numbers, tall"] as const)("ridge regression %s", (name) => {
  const sample = samples[name]();
  const {nested, r2} = references[name];
  const folds = valueOf(groupedFolds(sample.subjects));

  it("tells scikit-learn's numbers, with a penalty chosen anew without each fold", async () => {
    const found = valueOf(await crossValidate(sample, folds, probes));
    expect(found.probes.map(({penalty}) => penalty)).toEqual(nested.chosen);
    const difference = largestDifference(found.scores, nested.scores);
    const {value} = valueOf(explainedVariance([found], sample));
    say(`${name}: predictions and R² differ by`, difference, Math.abs(value - r2));
    expect(difference).toBeLessThan(1e-8);
    expect(Math.abs(value - r2)).toBeLessThan(1e-6);
  });

  it("takes nothing from a fold for what is fitted without it", async () => {
    const {inside} = partRows(folds, 2);
    const other = {...sample, labels: sample.labels.slice()};
    for (const row of inside) other.labels[row] += 100;
    const [one, two] = [
      await crossValidate(sample, folds, probes),
      await crossValidate(other, folds, probes)
    ];
    expect(valueOf(two).probes[2]).toEqual(valueOf(one).probes[2]);
    expect(valueOf(two).probes[3]).not.toEqual(valueOf(one).probes[3]);
  });
});

it("tells a straight line's numbers", async () => {
  const sample = sampleOf([[1], [2], [4], [5]], [1, 3, 7, 9]);
  const probe = valueOf(await ridgeProbe({penalties: [1e-9], product: naiveProduct})(sample));
  expect(largestDifference(linearScores(probe, sample), [1, 3, 7, 9])).toBeLessThan(1e-7);
});

it("is absent where all numbers are equal, or where there is one subject", async () => {
  expect(await train(sampleOf([[1], [2]], [3, 3]))).toEqual({
    present: false,
    why: "different numbers needed, one found"
  });
  expect(await train(sampleOf([[1], [2]], [3, 4], [1, 1]))).toEqual({
    present: false,
    why: "to choose a penalty, 2 subjects needed to hold one out, 1 found"
  });
});
