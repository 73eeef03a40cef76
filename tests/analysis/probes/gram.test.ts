/** What is found from the products of statements with each other is what is found from the statements. */
import {Matrix, solve} from "ml-matrix";
import {describe, expect, it} from "vitest";
import type {Matrix64} from "../../../loaders/matrix.ts";
import {ledoitWolfOf} from "../../../loaders/analysis/probes/shrinkage.ts";
import {meanDifference} from "../../../loaders/analysis/probes/mean-difference.ts";
import {contrastScores} from "../../../loaders/analysis/probes/contrast-scores.ts";
import {areaUnderRoc, accuracy} from "../../../loaders/analysis/probes/evaluation.ts";
import {groupedFolds, partRows, type Folds} from "../../../loaders/analysis/probes/folds.ts";
import {chooseStrengths, classScores} from "../../../loaders/analysis/probes/gram-classes.ts";
import {correctedScores} from "../../../loaders/analysis/probes/gram-corrected.ts";
import {differenceScores} from "../../../loaders/analysis/probes/gram-difference.ts";
import {fitLogisticByRows} from "../../../loaders/analysis/probes/gram-logistic.ts";
import {choosePenalties, heldOutR2, ridgeScores} from "../../../loaders/analysis/probes/gram-ridge.ts";
import {solveGramSystems} from "../../../loaders/analysis/probes/gram-systems.ts";
import {crossValidate} from "../../../loaders/analysis/probes/held-out.ts";
import {fitLogistic} from "../../../loaders/analysis/probes/newton.ts";
import {polarityScores} from "../../../loaders/analysis/probes/polarity-scores.ts";
import {linearScores} from "../../../loaders/analysis/probes/probe.ts";
import {rightOrder, rightShare} from "../../../loaders/analysis/probes/right-answers.ts";
import type {Sample} from "../../../loaders/analysis/probes/sample.ts";
import {standardise, withoutMeans} from "../../../loaders/analysis/probes/standardise.ts";
import {solveSystems} from "../../../loaders/analysis/probes/systems.ts";
import {joinRows} from "../../../loaders/analysis/rows.ts";
import {seededRandom} from "../../../loaders/analysis/random.ts";
import {samples} from "../../fixtures/analysis/probe-tables.ts";
import {dot, largestDifference, naiveProduct, rowOf} from "../linear-algebra.ts";
import {sampleOf, say, valueOf} from "./samples.ts";

const product = naiveProduct;

/** A sample, its folds, and the products of its rows, less their mean or standardised too. */
async function seen(sample: Sample) {
  const {x, rows, columns, subjects} = sample;
  const {table} = withoutMeans(x, rows, columns);
  const standard = standardise(x, rows, columns).table;
  return {
    folds: valueOf(groupedFolds(subjects)),
    codes: Int32Array.from(sample.labels),
    table,
    standard,
    plain: await product(table, table, {transposeB: true}),
    gram: await product(standard, standard, {transposeB: true})
  };
}

/** Labels in another order; the first two change places with the last two. */
const turned = (codes: Int32Array) =>
  Int32Array.from([...codes.slice(-2), ...codes.slice(2, -2), ...codes.slice(0, 2)]);

/** What least squares for labels of 1 and −1 with a penalty say of each fold from the others, by ml-matrix. */
function leastSquares(
  {data, rows, columns}: Matrix64,
  codes: Int32Array,
  folds: Folds,
  penalty: number
): Float64Array {
  const table = Matrix.from1DArray(rows, columns, data);
  const signs = Matrix.columnVector(Array.from(codes, (code) => 2 * code - 1));
  const scores = new Float64Array(rows);
  for (let fold = 0; fold < folds.count; fold++) {
    const {inside, outside} = partRows(folds, fold);
    const x = table.subMatrixRow(outside);
    const y = signs.subMatrixRow(outside);
    const means = x.mean("column");
    const level = y.mean();
    x.subRowVector(means);
    const normal = x.transpose().mmul(x).add(Matrix.eye(columns).mul(penalty));
    const weights = solve(normal, x.transpose().mmul(y));
    const said = table.subMatrixRow(inside).subRowVector(means).mmul(weights);
    inside.forEach((row, i) => (scores[row] = said.get(i, 0) + level));
  }
  return scores;
}

describe.each(["wide", "tall"] as const)("of a %s table, the products tell", (name) => {
  const sample = samples[name]();

  it("the solutions of systems", async () => {
    const {standard, gram} = await seen(sample);
    const weights = Float64Array.from({length: sample.rows}, (_, i) => i % 3);
    const rows = Float64Array.from({length: sample.rows}, (_, i) => (weights[i] === 0 ? 0 : (i % 5) - 2));
    const system = {weights, penalty: 3};
    const side = (await product({data: rows, rows: 1, columns: rows.length}, standard)).data;
    const [columns] = await solveSystems(standard, [system], [side], {tolerances: [1e-12], product});
    const [{along}] = await solveGramSystems(gram, [system], [rows], {tolerance: 1e-12, product});
    const scores = Array.from({length: sample.rows}, (_, i) => dot(rowOf(standard, i), columns));
    const difference = largestDifference(along, scores);
    say(`${name}: scores of systems differ by`, difference);
    expect(difference).toBeLessThan(1e-9);
  });

  it("logistic regressions, from wherever they begin", async () => {
    const {standard, gram, codes} = await seen(sample);
    const signs = Int8Array.from(codes, (code, i) => (i % 7 === 0 ? 0 : code === 1 ? 1 : -1));
    const options = {tolerance: 1e-9, product};
    const expected = await fitLogistic(standard, [{signs, strength: 0.1}], options);
    const starts = await fitLogisticByRows(gram, [{signs, strength: 1e-3}], options);
    for (const found of [
      await fitLogisticByRows(gram, [{signs, strength: 0.1}], options),
      await fitLogisticByRows(gram, [{signs, strength: 0.1}], {...options, starts})
    ]) {
      const scores = found[0].along.map((value) => value + found[0].intercept);
      const difference = largestDifference(scores, expected[0].scores);
      say(`${name}: scores of regressions differ by`, difference);
      expect(difference).toBeLessThan(1e-6);
    }
  });

  it("the difference of means without each fold, of many labellings at once", async () => {
    const {plain, folds, codes} = await seen(sample);
    const labellings = [codes, turned(codes)];
    const scores = await differenceScores(plain, folds, product)(labellings);
    for (const [i, labels] of labellings.entries()) {
      const own = {...sample, labels: Float64Array.from(labels)};
      const probes = {train: meanDifference(), score: linearScores};
      const expected = valueOf(await crossValidate(own, folds, probes));
      expect(largestDifference(scores[i], expected.scores)).toBeLessThan(1e-8);
    }
  });

  it("the corrected difference of means without each fold: least squares for what is left", async () => {
    const {plain, table, folds, codes} = await seen(sample);
    const labellings = [codes, turned(codes)];
    const {share, variance} = ledoitWolfOf(plain, sample.columns);
    const penalty = (sample.rows * share * variance) / (1 - share);
    const scores = await (await correctedScores(plain, sample.columns, folds, product))(labellings);
    for (const [i, labels] of labellings.entries()) {
      const difference = largestDifference(scores[i], leastSquares(table, labels, folds, penalty));
      say(`${name}: least squares differ by`, difference);
      expect(difference).toBeLessThan(1e-8);
    }
  });

  it("regressions of the strength that is best beside a fold, as good as those of the probe itself", async () => {
    const {gram, folds, codes} = await seen(sample);
    const options = {classes: 2, product};
    const chosen = await chooseStrengths(gram, codes, folds, options);
    expect(chosen).toHaveLength(folds.count);
    const scoresOf = classScores(gram, folds, chosen, options);
    const [scores] = await scoresOf([codes]);
    const [again, other] = await scoresOf([codes, codes.map((code) => 1 - code)]);
    expect(correlation(again, scores)).toBeGreaterThan(0.99);
    expect(rightShare(scores, codes, 2)).toBeGreaterThan(0.7);
    expect(rightShare(other, codes, 2)).toBeCloseTo(1 - rightShare(again, codes, 2), 12);
  });
});

it("of four classes, regressions choose the one that says most", async () => {
  const sample = samples["of four classes"]();
  const {gram, folds, codes} = await seen(sample);
  const options = {classes: 4, product};
  const chosen = await chooseStrengths(gram, codes, folds, options);
  const [classes] = await classScores(gram, folds, chosen, options)([codes]);
  expect(new Set(classes)).toEqual(new Set([0, 1, 2, 3]));
  expect(rightShare(classes, codes, 4)).toBeGreaterThan(0.5);
});

it("a fold outside which a class is missing has scores of 0", async () => {
  const rows = Array.from({length: 12}, (_, i) => [i, (i * 5) % 7]);
  const {gram, plain, folds} = await seen(
    sampleOf(
      rows,
      rows.map((_, i) => i % 2)
    )
  );
  const inOne = Int32Array.from(folds.of, (fold) => (fold === 0 ? 1 : 0));
  const options = {classes: 2, product};
  const chosen = new Array<number>(folds.count).fill(0.1);
  const [regression] = await classScores(gram, folds, chosen, options)([inOne]);
  const [difference] = await differenceScores(plain, folds, product)([inOne]);
  for (const row of partRows(folds, 0).inside) expect([regression[row], difference[row]]).toEqual([0, 0]);
  expect(rightOrder(folds)(regression, inOne)).toBe(0.5);
});

it("numbers are predicted by the penalty that is best beside a fold", async () => {
  const sample = samples["of numbers, tall"]();
  const {gram, folds} = await seen(sample);
  const chosen = await choosePenalties(gram, sample.labels, folds, product);
  const reversed = sample.labels.toReversed();
  const lists = [sample.labels, reversed];
  const [scores, other] = await ridgeScores(gram, lists, folds, {chosen, product});
  expect(heldOutR2(scores, sample.labels, folds)).toBeGreaterThan(0.3);
  expect(heldOutR2(other, reversed, folds)).toBeLessThan(0.1);
  expect(heldOutR2(scores, sample.labels.fill(1), folds)).toBeNaN();
});

describe("answers are counted", () => {
  it("as evaluation.ts counts them", async () => {
    const sample = samples.tall();
    const {plain, folds, codes} = await seen(sample);
    const [scores] = await differenceScores(plain, folds, product)([codes]);
    const repeats = [{folds, scores}];
    expect(rightShare(scores, codes, 2)).toBeCloseTo(valueOf(accuracy(repeats, sample)).value, 12);
    expect(rightOrder(folds)(scores, codes)).toBeCloseTo(valueOf(areaUnderRoc(repeats, sample)).value, 12);
  });
});

describe("of statements and negations", () => {
  const random = seededRandom(3);
  const pairs = 40;
  const codes = Int32Array.from({length: pairs}, (_, i) => i % 2);
  /** Truth along the first column, the same turned round by a negation along the second, polarity along the third. */
  const side = (polarity: number) =>
    Float32Array.from(
      Array.from(codes).flatMap((code) => {
        const truth = polarity * (code === 1 ? 1 : -1);
        return [truth, 3 * polarity * truth, 5 * polarity, 0].map((value) => value + random() / 2);
      })
    );
  const [x, negations] = [side(1), side(-1)];
  const folds: Folds = {count: 5, of: Int32Array.from(codes, (_, i) => (i >> 1) % 5)};
  const flipped = codes.map((code) => 1 - code);

  it("truth and polarity tell true from false, whichever the polarity", async () => {
    const scoresOf = await polarityScores(x, negations, pairs, folds, product);
    const both = Int32Array.from([...codes, ...flipped]);
    const [scores, others] = await scoresOf([codes, flipped]);
    expect(rightShare(scores, both, 2)).toBeGreaterThan(0.95);
    expect(rightShare(others, both, 2)).toBeLessThan(0.05);
  });

  it("a search without labels finds what contradicts itself, and labels outside a fold say which way", async () => {
    const sides = [x, negations].map((list) => standardise(list, pairs, 4).table);
    const scoresOf = await contrastScores(joinRows(sides[0], sides[1]), folds, {product});
    const [scores, others] = await scoresOf([codes, flipped]);
    expect(rightShare(scores, codes, 2)).toBeGreaterThan(0.9);
    expect([...others]).toEqual([...scores].map((score) => -score));
  });
});

function correlation(a: Float64Array, b: Float64Array): number {
  const centred = (list: Float64Array) => {
    const mean = list.reduce((sum, value) => sum + value, 0) / list.length;
    return list.map((value) => value - mean);
  };
  const [x, y] = [centred(a), centred(b)];
  return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}
