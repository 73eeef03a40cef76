import type {Matrix64} from "../../matrix.ts";
import {notClasses, sizesOf, type Labels} from "./labels.ts";
import {derived, type Measure} from "./measure.ts";
import {oneByOne, type Statistic} from "./nulls.ts";
import {columnOf} from "./points.ts";
import {dot, isConstant, meanOf} from "./vectors.ts";

/**
 * η² of a component, the share of its variance that lies between labels: the sum of squares between the labels' means
 * divided by the total sum of squares of a one-way analysis of variance, 0 to 1. Chance is not 0 but about (labels −
 * 1) / (rows − 1). Absent for one label, for labels that are all different or more than `mostLabels`, and if all rows
 * are in one place on that component.
 *
 * @param points `[rows, components]`
 * @param component from 0
 */
export function etaSquared(points: Matrix64, labels: Labels, component: number): Measure {
  return derived(shareBetween(points, labels, component), (share) => share(labels.codes));
}

/** `etaSquared` of whatever labels of as many names. */
export function etaSquaredStatistic(points: Matrix64, labels: Labels, component: number): Measure<Statistic> {
  return derived(shareBetween(points, labels, component), oneByOne);
}

function shareBetween(
  points: Matrix64,
  labels: Labels,
  component: number
): Measure<(codes: Int32Array) => number> {
  const absent = notClasses(labels);
  if (absent) return {absent};
  const column = columnOf(points, component);
  if (isConstant(column)) return {absent: "all statements in one place"};
  const mean = meanOf(column);
  const centred = column.map((value) => value - mean);
  const total = dot(centred, centred);
  const count = labels.names.length;
  return {value: (codes) => squaresBetween(centred, codes, count) / total};
}

/** Σ n m² over labels, with n rows of mean m. */
function squaresBetween(centred: Float64Array, codes: Int32Array, count: number): number {
  const sizes = sizesOf(codes, count);
  const sums = new Float64Array(count);
  for (let row = 0; row < codes.length; row++) sums[codes[row]] += centred[row];
  return sums.reduce(
    (squares, sum, code) => (sizes[code] === 0 ? squares : squares + sum ** 2 / sizes[code]),
    0
  );
}
