import {beforeAll, describe, expect, it} from "vitest";
import type {Product} from "../../../loaders/matrix.ts";
import {accuracy, areaUnderRoc, classAccuracy} from "../../../loaders/analysis/probes/evaluation.ts";
import {auc} from "../../../loaders/analysis/probes/auc.ts";
import {groupedFolds, partRows} from "../../../loaders/analysis/probes/folds.ts";
import {crossValidate} from "../../../loaders/analysis/probes/held-out.ts";
import {logisticProbe} from "../../../loaders/analysis/probes/logistic.ts";
import {oneVsRest, predictedClasses} from "../../../loaders/analysis/probes/one-vs-rest.ts";
import {linearScores} from "../../../loaders/analysis/probes/probe.ts";
import {createProduct} from "../../../loaders/onnx/products.ts";
import {samples} from "../../fixtures/analysis/probe-tables.ts";
import {largestDifference, naiveProduct} from "../linear-algebra.ts";
import {references, sampleOf, say, valueOf} from "./samples.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct();
});

describe.each(["wide", "tall"] as const)("logistic regression on a %s table", (name) => {
  const sample = samples[name]();
  const reference = references[name];

  it.each(Object.keys(reference.logistic))("has scikit-learn's weights where C is %s", async (strength) => {
    const expected = reference.logistic[strength];
    const found = valueOf(await logisticProbe({strengths: [Number(strength)], product})(sample));
    const difference = largestDifference(found.coefficients, expected.coefficients);
    say(`${name}, C = ${strength}: coefficients differ by`, difference);
    expect(difference).toBeLessThan(1e-4);
    const scores = linearScores(found, sample);
    const centre = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    expect(Math.abs(centre - expected.intercept)).toBeLessThan(1e-6);
  });

  it("has scikit-learn's held-out scores, with a strength chosen anew without each fold", async () => {
    const {folds, scores, chosen} = reference.nested;
    const probes = {train: logisticProbe({product}), score: linearScores};
    const found = valueOf(await crossValidate(sample, {count: 5, of: Int32Array.from(folds)}, probes));
    expect(found.probes.map(({strength}) => strength)).toEqual(chosen);
    const difference = largestDifference(found.scores, scores);
    say(`${name}: held-out scores differ by`, difference);
    expect(difference).toBeLessThan(1e-3);
    expect(valueOf(accuracy([found], sample)).value).toBe(reference.accuracy);
  });

  it("has scikit-learn's AUC in each fold", async () => {
    const folds = valueOf(groupedFolds(sample.subjects));
    const probes = {train: logisticProbe({product}), score: linearScores};
    const found = valueOf(await crossValidate(sample, folds, probes));
    const byFold = reference.auc.map((_, fold) => {
      const {inside} = partRows(folds, fold);
      const pick = (list: Float64Array) => Float64Array.from(inside, (row) => list[row]);
      return auc(pick(found.scores), pick(sample.labels));
    });
    expect(largestDifference(byFold, reference.auc)).toBeLessThan(1e-6);
    const all = reference.pairs.reduce((sum, pairs) => sum + pairs, 0);
    const right = reference.auc.reduce((sum, area, fold) => sum + area * reference.pairs[fold], 0);
    expect(Math.abs(valueOf(areaUnderRoc([found], sample)).value - right / all)).toBeLessThan(1e-6);
  });

  it("is the same however products are computed", async () => {
    const [one, other] = await Promise.all(
      [product, naiveProduct].map(async (by) => valueOf(await logisticProbe({product: by})(sample)))
    );
    expect(other.strength).toBe(one.strength);
    expect(largestDifference(other.direction, one.direction)).toBeLessThan(1e-7);
  });
});

it("names the classes that scikit-learn names", async () => {
  const sample = samples["of four classes"]();
  const {predicted, accuracy: expected} = references["of four classes"];
  const train = oneVsRest({classes: 4, strengths: [1], product});
  const folds = valueOf(groupedFolds(sample.subjects));
  const found = valueOf(await crossValidate(sample, folds, {train, score: predictedClasses}));
  expect([...found.scores]).toEqual(predicted);
  expect(valueOf(classAccuracy([found], sample)).value).toBe(expected);
});

it("chooses a strength for each class", async () => {
  const found = valueOf(await oneVsRest({classes: 4, product})(samples["of four classes"]()));
  expect(found.strengths).toHaveLength(4);
});

it("keeps a column that doesn't vary out of it", async () => {
  const sample = sampleOf(
    [
      [5, 1],
      [5, 2],
      [5, 4],
      [5, 5]
    ],
    [0, 0, 1, 1]
  );
  const {direction, intercept} = valueOf(await logisticProbe({strengths: [1], product})(sample));
  expect(direction[0]).toBe(0);
  expect(direction[1]).toBeGreaterThan(0);
  expect(Math.abs(intercept + 3 * direction[1])).toBeLessThan(1e-6);
});

it("finds no direction where both classes are in the same places", async () => {
  const sample = sampleOf(
    [
      [1, 2],
      [1, 2],
      [3, 5],
      [3, 5],
      [4, 4],
      [4, 4]
    ],
    [0, 1, 0, 1, 0, 1]
  );
  const {direction, intercept} = valueOf(await logisticProbe({strengths: [10], product})(sample));
  expect(largestDifference(direction, [0, 0])).toBeLessThan(1e-12);
  expect(Math.abs(intercept)).toBeLessThan(1e-12);
});

it("finds no direction where all activations are equal, and the classes' odds as intercept", async () => {
  const sample = sampleOf([[1], [1], [1], [1], [1]], [0, 0, 1, 1, 1]);
  const {direction, intercept} = valueOf(await logisticProbe({strengths: [1], product})(sample));
  expect([...direction]).toEqual([0]);
  expect(Math.abs(intercept - Math.log(3 / 2))).toBeLessThan(1e-12);
});

describe("nothing of a fold reaches what is fitted without it", () => {
  const sample = samples.wide();
  const folds = valueOf(groupedFolds(sample.subjects));
  const probes = {train: logisticProbe({product: naiveProduct}), score: linearScores};

  it.each([0, 1, 2, 3, 4])("neither labels nor activations of fold %d", async (fold) => {
    const {inside} = partRows(folds, fold);
    const other = {...sample, labels: sample.labels.slice(), x: sample.x.slice()};
    for (const row of inside) {
      other.labels[row] = 1 - other.labels[row];
      other.x.fill(1000, row * other.columns, (row + 1) * other.columns);
    }
    const [one, two] = await Promise.all([sample, other].map((of) => crossValidate(of, folds, probes)));
    expect(valueOf(two).probes[fold]).toEqual(valueOf(one).probes[fold]);
    expect(valueOf(two).probes[(fold + 1) % 5]).not.toEqual(valueOf(one).probes[(fold + 1) % 5]);
  });
});

describe("logistic regression is absent", () => {
  const absent = async (sample: Parameters<typeof linearScores>[1]) => {
    const found = await logisticProbe({product})(sample);
    return found.present ? undefined : found.why;
  };

  it("where a class is missing or has a single statement", async () => {
    expect(await absent(sampleOf([[1], [2], [3]], [1, 1, 1]))).toBe(
      "class 0: 2 statements to train on needed, 0 found"
    );
    expect(await absent(sampleOf([[1], [2], [3]], [0, 0, 1]))).toBe(
      "class 1: 2 statements to train on needed, 1 found"
    );
  });

  it("where there are too few subjects to choose a strength", async () => {
    expect(await absent(sampleOf([[1], [2], [3], [4]], [0, 0, 1, 1], [1, 1, 1, 1]))).toBe(
      "to choose a strength, 2 subjects needed to hold one out, 1 found"
    );
    expect(await absent(sampleOf([[1], [2], [3], [4]], [0, 0, 1, 1], [1, 1, 2, 2]))).toBe(
      "to choose a strength, both classes needed in more than one of 2 folds"
    );
  });

  it("where it is without one of the folds, and says which", async () => {
    const sample = sampleOf([[1], [2], [3], [4], [5], [6]], [0, 0, 1, 1, 0, 0], [1, 1, 2, 2, 3, 3]);
    const folds = {count: 3, of: Int32Array.of(0, 0, 1, 1, 2, 2)};
    const found = await crossValidate(sample, folds, {train: logisticProbe({product}), score: linearScores});
    expect(found).toEqual({
      present: false,
      why: "without fold 1 of 3: to choose a strength, both classes needed in more than one of 2 folds"
    });
  });

  it("and refuses labels that are no classes", async () => {
    await expect(absent(sampleOf([[1], [2]], [0, 2]))).rejects.toThrow(
      "label 2: a class from 0 to 1 expected"
    );
  });
});
