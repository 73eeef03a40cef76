/**
 * How good held-out scores are. All of it is counted within folds, since scores of different probes can't be compared,
 * and then over all folds at once: every statement, or pair of statements of one fold, counts once. With repeated folds it
 * is the mean over repeats. The 95 % intervals are those of other subjects with the same probes (bootstrap.ts; in all
 * repeats the same ones are drawn at a time): how probes would differ had they been trained on others is not in them.
 */
import {pairCounter} from "./auc.ts";
import {bootstrapInterval, type BootstrapOptions, type Interval} from "./bootstrap.ts";
import {countClasses} from "./classes.ts";
import {partRows} from "./folds.ts";
import type {HeldOut} from "./held-out.ts";
import {absent, present, type Measured} from "./measured.ts";
import type {Sample} from "./sample.ts";

/** A number and its 95 % interval. */
export interface Estimate extends Interval {
  value: number;
}

/** What is asked of a sample: the right answers, and who shares a subject. */
export type Answers = Pick<Sample, "labels" | "subjects">;

/** Of one repeat: what a number is when rows count as often as their weights say, `[rows]`. */
type Statistic = (weights: Float64Array) => number;

/** The share of statements on the right side of 0. */
export function accuracy(
  repeats: HeldOut[],
  sample: Answers,
  options?: BootstrapOptions
): Measured<Estimate> {
  const sides = (scores: Float64Array) => scores.map((score) => (score > 0 ? 1 : 0));
  const predicted = repeats.map(({folds, scores}) => ({folds, scores: sides(scores)}));
  return classAccuracy(predicted, sample, options);
}

/** The share of statements held for one of their class; the scores are numbers of classes. */
export function classAccuracy(
  repeats: HeldOut[],
  sample: Answers,
  options?: BootstrapOptions
): Measured<Estimate> {
  const statistics = repeats.map(({scores}): Statistic => {
    const right = sample.labels.map((label, row) => (scores[row] === label ? 1 : 0));
    return (weights) => {
      let [some, all] = [0, 0];
      for (let row = 0; row < weights.length; row++) {
        some += weights[row] * right[row];
        all += weights[row];
      }
      return ratio(some, all);
    };
  });
  return estimate(statistics, sample, options);
}

/** The share of pairs of a true and a false statement of one fold of which the true one has the higher score. */
export function areaUnderRoc(
  repeats: HeldOut[],
  sample: Answers,
  options?: BootstrapOptions
): Measured<Estimate> {
  const [falses, trues] = countClasses(sample.labels, 2);
  if (falses === 0 || trues === 0) return absent("statements of one class");
  const statistics = repeats.map(({folds, scores}): Statistic => {
    const counters = Array.from({length: folds.count}, (_, fold) =>
      pairCounter(scores, sample.labels, partRows(folds, fold).inside)
    );
    return (weights) => {
      const pairs = counters.map((count) => count(weights));
      return ratio(total(pairs, "right"), total(pairs, "all"));
    };
  });
  return estimate(statistics, sample, options, "no fold with statements of both classes");
}

/**
 * R², what is told of the labels' variance: 1 less the squared errors, as a share of the squared distances of the labels
 * from their fold's mean. It is below 0 where that mean would have been the better guess.
 */
export function explainedVariance(
  repeats: HeldOut[],
  sample: Answers,
  options?: BootstrapOptions
): Measured<Estimate> {
  const {labels} = sample;
  const statistics = repeats.map(({folds, scores}): Statistic => {
    const errors = labels.map((label, row) => (label - scores[row]) ** 2);
    const parts = Array.from({length: folds.count}, (_, fold) => partRows(folds, fold).inside);
    return (weights) => {
      const varied = parts.reduce((left, rows) => left + variation(labels, weights, rows), 0);
      return varied === 0 ? NaN : 1 - sum(weights, (row) => errors[row]) / varied;
    };
  });
  return estimate(statistics, sample, options, "no fold with different numbers");
}

/** The mean of what the repeats' statistics say, and its interval; absent, for this reason, where they say nothing. */
function estimate(
  statistics: Statistic[],
  {subjects}: Answers,
  options?: BootstrapOptions,
  why = "no statements"
): Measured<Estimate> {
  const mean = (weights: Float64Array) =>
    statistics.reduce((sum, statistic) => sum + statistic(weights), 0) / statistics.length;
  const value = mean(new Float64Array(subjects.length).fill(1));
  const interval = bootstrapInterval(subjects, mean, options);
  return interval === undefined || Number.isNaN(value) ? absent(why) : present({value, ...interval});
}

/** Σ weight · (label − mean)² of some rows, around their own weighted mean. */
function variation(labels: Float64Array, weights: Float64Array, rows: number[]): number {
  const weight = rows.reduce((sum, row) => sum + weights[row], 0);
  const mean = rows.reduce((sum, row) => sum + weights[row] * labels[row], 0) / weight;
  return weight === 0 ? 0 : rows.reduce((sum, row) => sum + weights[row] * (labels[row] - mean) ** 2, 0);
}

function sum(weights: Float64Array, value: (row: number) => number): number {
  return weights.reduce((total, weight, row) => total + weight * value(row), 0);
}

function total<K extends string>(records: Record<K, number>[], key: K): number {
  return records.reduce((sum, record) => sum + record[key], 0);
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? NaN : part / whole;
}
