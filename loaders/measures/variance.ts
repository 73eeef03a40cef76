/** What the variance of components can be held against: chance, and other subjects. */
import type {Components} from "../analysis/pca.ts";
import {bootstrapComponents} from "../analysis/separation/bootstrap.ts";
import {derived, type Measure} from "../analysis/separation/measure.ts";
import {nullVarianceRatios} from "../analysis/separation/null-variance.ts";
import {percentileInterval, quantile, type Interval} from "../analysis/separation/quantile.ts";
import type {Product} from "../matrix.ts";

/** How many components are checked, the first ones. */
export const checkedComponents = 10;
/** How often subjects are drawn anew, and how often columns are permuted. */
const draws = 200;
const permutations = 20;

/** A table, its components and who its rows are about. */
export interface CheckedTable {
  /** `[rows, columns]` */
  x: Float32Array;
  columns: number;
  /** The first sixty-four, or all. */
  components: Components;
  /** `[rows]` */
  subjects: Int32Array;
}

/** What the first components' explained variance ratios are held against. */
export interface VarianceCheck {
  /** 95th percentile with each column permuted by itself, `[checkedComponents]`. */
  nullHigh: Float64Array;
  /** What it comes to when the subjects are drawn anew. */
  redrawn: Measure<Redrawn>;
}

/** Of the bootstrap over subjects. */
export interface Redrawn {
  /** 95 % interval of each ratio, `[checkedComponents]`. */
  intervals: Interval[];
  /** Between the plane of the first two components and a draw's: median and 95th percentile, in degrees. */
  angle: number;
  angleHigh: number;
}

/** Permutes columns and draws subjects anew, seeded: at every depth in the same way. */
export async function checkVariance(
  {x, columns, components: whole, subjects}: CheckedTable,
  product: Product
): Promise<VarianceCheck> {
  const options = {components: checkedComponents, product};
  const nullHigh = await nullVarianceRatios(x, subjects.length, columns, {...options, permutations});
  const drawn = await bootstrapComponents({x, columns, whole}, subjects, {...options, draws});
  const redrawn = derived(drawn, ({ratios, angles}) => ({
    intervals: ratios.map((ofDraws) => percentileInterval(ofDraws)),
    angle: degrees(quantile(angles, 0.5)),
    angleHigh: degrees(quantile(angles, 0.95))
  }));
  return {nullHigh, redrawn};
}

const degrees = (radians: number): number => (180 / Math.PI) * radians;
