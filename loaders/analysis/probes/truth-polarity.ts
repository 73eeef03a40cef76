/** Truth and polarity: Bürger, Hamprecht & Nadler 2024, "Truth is Universal" (arXiv 2407.12831), sections 3 and 5. */
import type {Product} from "../../matrix.ts";
import {signsOf, whyUntrainable} from "./classes.ts";
import {logisticProbe} from "./logistic.ts";
import {absent, present} from "./measured.ts";
import {scoresAlong, type LinearProbe, type Train} from "./probe.ts";
import type {Sample} from "./sample.ts";
import {ofColumns, standardise} from "./standardise.ts";
import {fitWithBestStrength} from "./strength.ts";

export interface TruthPolarityProbe extends LinearProbe {
  /** t_G, along which true and false statements part whatever their polarity, `[columns]`. */
  truth: Float64Array;
  /** t_P, along which they part the other way round if they are negated, `[columns]`. */
  polarTruth: Float64Array;
  /** p, along which negated statements part from affirmative ones, `[columns]`. */
  polarity: Float64Array;
}

/** scikit-learn's C of both regressions. The authors have no penalty, but where classes part, nothing else is a best fit. */
const strengths = [1];

/**
 * The two-direction probe, TTPD. t_G and t_P are those of the least Σ |a − τ t_G − τ p t_P|², where a is an activation
 * without the mean of its topic, τ = ±1 whether it is true and p = ±1 its polarity. Logistic regression on the activations
 * as they are finds a direction of polarity, and a second one tells true from false by two numbers, the activation along
 * t_G and along that direction: together they are one direction again. Absent without statements of both polarities.
 */
export function truthPolarityProbe({product}: {product: Product}): Train<TruthPolarityProbe> {
  return async (sample) => {
    const {x, rows, labels, subjects, polarities} = sample;
    if (polarities === undefined) return absent("statements of unknown polarity");
    const affirmative = Float64Array.from(polarities, (polarity) => (polarity === 1 ? 1 : 0));
    const why = whyUntrainable(labels) ?? whyUntrainable(affirmative, ["negated", "affirmative"]);
    if (why !== undefined) return absent(why);
    const [truth, polarTruth] = truthDirections(sample, polarities);
    const polarity = await logisticProbe({strengths, product})({...sample, labels: affirmative});
    if (!polarity.present) return polarity;
    const {direction} = polarity.value;
    const plane = interleaved(scoresAlong(x, rows, truth), scoresAlong(x, rows, direction));
    const standard = standardise(plane, rows, 2);
    const options = {strengths, product};
    const found = await fitWithBestStrength(standard.table, [signsOf(labels, 1)], subjects, options);
    if (!found.present) return found;
    const [{fit}] = found.value;
    const {direction: inPlane, intercept} = ofColumns(fit.weights, fit.intercept, standard);
    const whole = truth.map((value, j) => inPlane[0] * value + inPlane[1] * direction[j]);
    return present({direction: whole, intercept, truth, polarTruth, polarity: direction});
  };
}

/** t_G and t_P: two equations a column, with the same two by two numbers on the left. */
function truthDirections(sample: Sample, polarities: Int8Array): [Float64Array, Float64Array] {
  const {rows, columns, labels} = sample;
  const [byTruth, byBoth] = [new Float64Array(columns), new Float64Array(columns)];
  const centred = withoutTopicMeans(sample);
  for (let row = 0; row < rows; row++) {
    const tau = labels[row] === 1 ? 1 : -1;
    for (let j = 0; j < columns; j++) {
      const value = tau * centred[row * columns + j];
      byTruth[j] += value;
      byBoth[j] += polarities[row] * value;
    }
  }
  const balance = polarities.reduce((sum, polarity) => sum + polarity, 0);
  const determinant = rows ** 2 - balance ** 2;
  return [
    byTruth.map((value, j) => (rows * value - balance * byBoth[j]) / determinant),
    byBoth.map((value, j) => (rows * value - balance * byTruth[j]) / determinant)
  ];
}

/** Activations less the mean of the statements on their topic, `[rows, columns]`. */
function withoutTopicMeans({x, rows, columns, topics}: Sample): Float64Array {
  const topicOf = (row: number) => topics?.[row] ?? 0;
  const sums = new Map<number, {count: number; sum: Float64Array}>();
  for (let row = 0; row < rows; row++) {
    const topic = sums.get(topicOf(row)) ?? {count: 0, sum: new Float64Array(columns)};
    sums.set(topicOf(row), topic);
    topic.count++;
    for (let j = 0; j < columns; j++) topic.sum[j] += x[row * columns + j];
  }
  const centred = Float64Array.from(x);
  for (let row = 0; row < rows; row++) {
    const topic = sums.get(topicOf(row));
    if (topic === undefined) continue;
    for (let j = 0; j < columns; j++) centred[row * columns + j] -= topic.sum[j] / topic.count;
  }
  return centred;
}

/** Two lists as a table of two columns. */
function interleaved(first: Float64Array, second: Float64Array): Float64Array {
  return Float64Array.from({length: 2 * first.length}, (_, i) => (i % 2 === 0 ? first : second)[i >> 1]);
}
