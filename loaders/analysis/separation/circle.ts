import type {Matrix64} from "../../matrix.ts";
import type {Cycle} from "./calendar.ts";
import {notClasses, type Labels} from "./labels.ts";
import {derived, type Absence, type Measure} from "./measure.ts";
import {oneByOne, type Statistic} from "./nulls.ts";
import {columnOf, firstColumns, inOnePlace} from "./points.ts";
import {meanOf} from "./vectors.ts";

/** How many of the neighbours on a circle are neighbours in the calendar. */
export interface CalendarNeighbours {
  neighbours: number;
  /** As many as labels: all of them, where the circle is in calendar order, either way round. */
  of: number;
}

/** Any three labels are in order on a circle. */
const fewestLabels = 4;

/**
 * The labels' means in the plane, by their angle around the mean of these means: how many that follow each other
 * around the circle do so in the calendar as well, either way round. Where some months are missing, those that follow
 * each other are the next that are there. Absent for fewer than 4 labels, for labels that are all different, and if
 * all rows are in one place.
 *
 * @param points `[rows, columns]`; columns beyond the second are not looked at
 */
export function calendarNeighbours(
  points: Matrix64,
  labels: Labels,
  {positions}: Cycle
): Measure<CalendarNeighbours> {
  return derived(neighboursAround(points, labels, positions), (count) => ({
    neighbours: count(labels.codes),
    of: labels.names.length
  }));
}

/** The number of neighbours, of the same labels in whatever order. */
export function calendarNeighboursStatistic(
  points: Matrix64,
  labels: Labels,
  {positions}: Cycle
): Measure<Statistic> {
  return derived(neighboursAround(points, labels, positions), oneByOne);
}

/** Why labels go around no circle in the plane, if they don't. */
export function noCircle(points: Matrix64, labels: Labels): Absence | undefined {
  if (labels.names.length === 1) return "one label only";
  if (labels.names.length < fewestLabels) return `fewer than ${fewestLabels} labels`;
  const inPlace = inOnePlace(firstColumns(points, 2)) ? "all statements in one place" : undefined;
  return notClasses(labels) ?? inPlace;
}

function neighboursAround(
  points: Matrix64,
  labels: Labels,
  positions: Int32Array
): Measure<(codes: Int32Array) => number> {
  const absent = noCircle(points, labels);
  if (absent) return {absent};
  const [x, y] = [columnOf(points, 0), columnOf(points, 1)];
  // The place of each label among those that are there.
  const sorted = positions.toSorted();
  const places = positions.map((position) => sorted.indexOf(position));
  return {value: (codes) => countNeighbours(orderAround(x, y, codes, places.length), places)};
}

/** Labels in the order of the angles of their means. */
function orderAround(x: Float64Array, y: Float64Array, codes: Int32Array, count: number): Int32Array {
  const [meanX, meanY] = [meansOf(x, codes, count), meansOf(y, codes, count)];
  const [centreX, centreY] = [meanOf(meanX), meanOf(meanY)];
  const angles = meanX.map((mean, code) => Math.atan2(meanY[code] - centreY, mean - centreX));
  return Int32Array.from(angles.keys()).sort((a, b) => angles[a] - angles[b]);
}

function countNeighbours(order: Int32Array, places: Int32Array): number {
  const count = order.length;
  return order.reduce((neighbours, code, i) => {
    const apart = Math.abs(places[code] - places[order[(i + 1) % count]]);
    return neighbours + (apart === 1 || apart === count - 1 ? 1 : 0);
  }, 0);
}

/** The mean of the rows of each label, `[count]`. */
function meansOf(values: Float64Array, codes: Int32Array, count: number): Float64Array {
  const sums = new Float64Array(count);
  const sizes = new Float64Array(count);
  codes.forEach((code, row) => {
    sums[code] += values[row];
    sizes[code]++;
  });
  return sums.map((sum, code) => sum / sizes[code]);
}
