import type {Labels} from "./labels.ts";
import type {Measure} from "./measure.ts";

/** A number for each of several labellings, `codes` `[rows]` each: larger where labels are told apart better. */
export type Statistic = (labellings: readonly Int32Array[]) => Promise<Float64Array>;

/** A statistic of the labels as they are, and of the same labels permuted. */
export interface Null {
  observed: number;
  /** `[permutations]` */
  permuted: Float64Array;
}

/** What is left of several nulls, of several depths say, once it is answered for that all of them were looked at. */
export interface Familywise {
  /** Where the largest statistic is. */
  best: number;
  /** How often permuted labels reach it anywhere. */
  p: number;
  /** The same for each statistic, `[nulls]`; undefined where it is absent. */
  adjusted: (number | undefined)[];
  /** The largest statistic anywhere of each permutation, `[permutations]`. */
  largest: Float64Array;
}

/** Statistics that differ by less are equal: sums in another order are rounded otherwise. */
const rounding = 1e-9;
/** Labellings that are held at a time. */
const batch = 100;

/** A statistic from a function of one labelling. */
export function oneByOne(measure: (codes: Int32Array) => number): Statistic {
  return (labellings) => Promise.resolve(Float64Array.from(labellings, measure));
}

/** Measures the labels as they are and permuted. */
export async function nullOf(
  statistic: Measure<Statistic>,
  labels: Labels,
  permutations: Measure<Iterable<Int32Array>>
): Promise<Measure<Null>> {
  if ("absent" in statistic) return statistic;
  if ("absent" in permutations) return permutations;
  const values: number[] = [];
  let waiting: Int32Array[] = [labels.codes];
  for (const codes of permutations.value) {
    waiting.push(codes);
    if (waiting.length < batch) continue;
    values.push(...(await statistic.value(waiting)));
    waiting = [];
  }
  if (waiting.length > 0) values.push(...(await statistic.value(waiting)));
  return {value: {observed: values[0], permuted: Float64Array.from(values.slice(1))}};
}

/**
 * How often permuted labels reach what was observed: (1 + b) / (1 + B), with b of B permutations as large or larger,
 * which is never 0 (Phipson & Smyth 2010, Stat. Appl. Genet. Mol. Biol. 9, 39).
 */
export function pValue({observed, permuted}: Null): number {
  const reached = permuted.reduce((count, value) => count + (value >= observed - rounding ? 1 : 0), 0);
  return (1 + reached) / (1 + permuted.length);
}

/**
 * The same for the largest of several statistics, with p-values for each that hold for all at once (single-step maxT;
 * Westfall & Young 1993, Resampling-Based Multiple Testing). The statistics have to be of one kind and their
 * permutations the same ones in the same order. Those that are absent are passed over; absent if all are.
 */
export function familywise(nulls: readonly Measure<Null>[]): Measure<Familywise> {
  const present = nulls.flatMap((measure) => ("absent" in measure ? [] : [measure.value]));
  if (present.length === 0) return {absent: "nothing was measured"};
  const largest = present[0].permuted.map((_, i) => Math.max(...present.map(({permuted}) => permuted[i])));
  const adjusted = nulls.map((measure) =>
    "absent" in measure ? undefined : pValue({observed: measure.value.observed, permuted: largest})
  );
  const observed = nulls.map((measure) => ("absent" in measure ? -Infinity : measure.value.observed));
  const best = observed.indexOf(Math.max(...observed));
  const p = pValue({observed: observed[best], permuted: largest});
  return {value: {best, p, adjusted, largest}};
}
