import type {Matrix64} from "../../matrix.ts";
import type {Cycle} from "./calendar.ts";
import {noCircle} from "./circle.ts";
import type {Labels} from "./labels.ts";
import {derived, type Measure} from "./measure.ts";
import {oneByOne, type Statistic} from "./nulls.ts";
import {columnOf} from "./points.ts";
import {dot, meanOf} from "./vectors.ts";

/** Variation of a row that is no more than rounding. */
const rounding = 1e-12;

/** Angles as points on the unit circle. */
interface Directions {
  cos: Float64Array;
  sin: Float64Array;
}

/**
 * The correlation of two angles, Σ sin(α−μ) sin(β−ν) / √(Σ sin²(α−μ) Σ sin²(β−ν)): 1 if they turn together, −1 if in
 * opposite senses, whatever their zeros. Months are spread evenly and have no mean direction; so μ and ν are not the
 * means but make Σ cos(α−β−μ+ν) and Σ cos(α+β−μ−ν) largest (Jammalamadaka & SenGupta 2001, Topics in Circular
 * Statistics, section 8.2, on uniform angles). 0 where one angle doesn't vary.
 *
 * @param alpha radians, `[rows]`
 * @param beta radians, `[rows]`
 */
export function circularCorrelation(alpha: Float64Array, beta: Float64Array): number {
  return correlation(directionsOf(alpha), directionsOf(beta), Int32Array.from(alpha.keys()));
}

/**
 * The circular correlation of the statements' angles in the plane, around the mean of all, with their labels' angles in
 * the calendar, without its sign: pictures may be turned over. Absent for fewer than 4 labels, for labels that are all
 * different, and if all rows are in one place.
 *
 * @param points `[rows, columns]`; columns beyond the second are not looked at
 */
export function calendarCorrelation(points: Matrix64, labels: Labels, cycle: Cycle): Measure {
  return derived(correlationAround(points, labels, cycle), (measure) => measure(labels.codes));
}

/** `calendarCorrelation` of the same labels in whatever order. */
export function calendarCorrelationStatistic(
  points: Matrix64,
  labels: Labels,
  cycle: Cycle
): Measure<Statistic> {
  return derived(correlationAround(points, labels, cycle), oneByOne);
}

function correlationAround(
  points: Matrix64,
  labels: Labels,
  {positions, period}: Cycle
): Measure<(codes: Int32Array) => number> {
  const absent = noCircle(points, labels);
  if (absent) return {absent};
  const [x, y] = [columnOf(points, 0), columnOf(points, 1)];
  const [centreX, centreY] = [meanOf(x), meanOf(y)];
  const inPlane = directionsOf(x.map((value, row) => Math.atan2(y[row] - centreY, value - centreX)));
  const inCalendar = directionsOf(Float64Array.from(positions, (place) => (2 * Math.PI * place) / period));
  return {value: (codes) => Math.abs(correlation(inPlane, inCalendar, codes))};
}

/** The correlation of α with the β of each row's code. */
function correlation(alpha: Directions, beta: Directions, codes: Int32Array): number {
  const [cosB, sinB] = [codeValues(beta.cos, codes), codeValues(beta.sin, codes)];
  const [cosCos, sinSin] = [dot(alpha.cos, cosB), dot(alpha.sin, sinB)];
  const [sinCos, cosSin] = [dot(alpha.sin, cosB), dot(alpha.cos, sinB)];
  const difference = {re: cosCos + sinSin, im: sinCos - cosSin};
  const sum = {re: cosCos - sinSin, im: sinCos + cosSin};
  const [twiceApart, twiceAlong] = [Math.atan2(difference.im, difference.re), Math.atan2(sum.im, sum.re)];
  const variation =
    sinSquares(alpha, twiceAlong + twiceApart) * sinSquares({cos: cosB, sin: sinB}, twiceAlong - twiceApart);
  if (variation <= (rounding * codes.length) ** 2) return 0;
  const covariation = (Math.hypot(difference.re, difference.im) - Math.hypot(sum.re, sum.im)) / 2;
  return covariation / Math.sqrt(variation);
}

/** Σ sin²(α−μ) from 2μ, as half of n − Σ cos(2α−2μ). */
function sinSquares({cos, sin}: Directions, twiceMu: number): number {
  const re = dot(cos, cos) - dot(sin, sin);
  const im = 2 * dot(sin, cos);
  return (cos.length - re * Math.cos(twiceMu) - im * Math.sin(twiceMu)) / 2;
}

function directionsOf(angles: Float64Array): Directions {
  return {cos: angles.map(Math.cos), sin: angles.map(Math.sin)};
}

function codeValues(values: Float64Array, codes: Int32Array): Float64Array {
  return Float64Array.from(codes, (code) => values[code]);
}
