import type {Matrix64} from "../../matrix.ts";
import type {Labels} from "./labels.ts";
import {derived, type Measure} from "./measure.ts";
import {oneByOne, type Statistic} from "./nulls.ts";
import {columnOf} from "./points.ts";
import {dot, isConstant} from "./vectors.ts";

/** Of several components, the one whose order agrees best with numbers. */
export interface BestComponent {
  /** From 0. */
  component: number;
  /** Spearman's rank correlation, −1 to 1. */
  rho: number;
}

/** Ranks from 1; equal values have the mean of their ranks. */
export function midRanks(values: Float64Array): Float64Array {
  const order = Int32Array.from(values.keys()).sort((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(values.length);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    for (let place = start; place < end; place++) ranks[order[place]] = (start + end + 1) / 2;
  }
  return ranks;
}

/** Spearman's rank correlation, Pearson's of mid-ranks, −1 to 1. Absent where all of one are equal. */
export function spearman(coordinates: Float64Array, numbers: Float64Array): Measure {
  const [ranks, others] = [unitRanks(coordinates), unitRanks(numbers)];
  if (!others) return {absent: "one label only"};
  return ranks ? {value: dot(ranks, others)} : {absent: "all statements in one place"};
}

/**
 * The rank correlation of numeric labels with each of the first components, and which of them has the largest, up or
 * down. Absent for one label and if all rows are in one place.
 *
 * @param points `[rows, columns]`
 * @param numbers what each label is, `[names]`, as `numbersOf` reads them
 * @param components how many are looked at
 */
export function bestRankCorrelation(
  points: Matrix64,
  labels: Labels,
  numbers: Float64Array,
  components = 2
): Measure<BestComponent> {
  return derived(rankCorrelations(points, labels, numbers, components), (correlations) => {
    const rhos = correlations(labels.codes);
    const component = rhos.reduce((best, rho, i) => (Math.abs(rho) > Math.abs(rhos[best]) ? i : best), 0);
    return {component, rho: rhos[component]};
  });
}

/** The absolute value of the best rank correlation, of the same labels in whatever order. */
export function rankCorrelationStatistic(
  points: Matrix64,
  labels: Labels,
  numbers: Float64Array,
  components = 2
): Measure<Statistic> {
  return derived(rankCorrelations(points, labels, numbers, components), (correlations) =>
    oneByOne((codes) => Math.max(...correlations(codes).map(Math.abs)))
  );
}

/** The correlation with each component, which permuted labels find from the ranks that they had. */
function rankCorrelations(
  points: Matrix64,
  labels: Labels,
  numbers: Float64Array,
  components: number
): Measure<(codes: Int32Array) => number[]> {
  const ofRow = unitRanks(Float64Array.from(labels.codes, (code) => numbers[code]));
  if (!ofRow) return {absent: "one label only"};
  const ofLabel = new Float64Array(labels.names.length);
  labels.codes.forEach((code, row) => (ofLabel[code] = ofRow[row]));
  const places = Array.from({length: components}, (_, j) => unitRanks(columnOf(points, j)));
  if (places.every((place) => place === undefined)) return {absent: "all statements in one place"};
  return {value: (codes) => places.map((ranks) => (ranks ? dotOfLabels(ranks, codes, ofLabel) : 0))};
}

/** Mid-ranks less their mean, scaled to length 1: their dot product is the correlation. Undefined if all are equal. */
function unitRanks(values: Float64Array): Float64Array | undefined {
  if (isConstant(values)) return undefined;
  const ranks = midRanks(values).map((rank) => rank - (values.length + 1) / 2);
  const length = Math.sqrt(dot(ranks, ranks));
  return ranks.map((rank) => rank / length);
}

function dotOfLabels(ranks: Float64Array, codes: Int32Array, ofLabel: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < ranks.length; row++) sum += ranks[row] * ofLabel[codes[row]];
  return sum;
}
