import type {Matrix64} from "../../matrix.ts";
import {rowsByGroup} from "./groups.ts";
import {notClasses, sizesOf, type Labels} from "./labels.ts";
import {derived, type Absence, type Measure} from "./measure.ts";
import {oneByOne, type Statistic} from "./nulls.ts";
import {columnOf, inOnePlace} from "./points.ts";

/**
 * The share of rows whose nearest row of another group has the same label: leave-one-group-out accuracy of the
 * nearest neighbour. Of rows that are equally near, the first in the table counts. Absent for one label, for labels
 * that are all different or more than `mostLabels`, if no label is in two groups, and if all rows are in one place.
 *
 * @param points `[rows, columns]`: coordinates on the first two components, or the first ten
 * @param groups `[rows]`: subject, pair or identical statement; one for each row if none belong together
 */
export function neighbourAccuracy(points: Matrix64, labels: Labels, groups: Int32Array): Measure {
  return derived(neighbours(points, labels, groups), (nearest) => agreement(labels.codes, nearest));
}

/** `neighbourAccuracy` of whatever labels; neighbours don't change with them. */
export function neighbourStatistic(points: Matrix64, labels: Labels, groups: Int32Array): Measure<Statistic> {
  return derived(neighbours(points, labels, groups), (nearest) =>
    oneByOne((codes) => agreement(codes, nearest))
  );
}

/** The accuracy to expect if the nearest row were any row of another group; of rows in one place too. */
export function neighbourChance(labels: Labels, groups: Int32Array): Measure {
  const absent = noNeighbours(labels, groups);
  if (absent) return {absent};
  const {codes, names} = labels;
  const all = sizesOf(codes, names.length);
  let sum = 0;
  for (const rows of rowsByGroup(groups)) {
    const own = sizesOf(
      rows.map((row) => codes[row]),
      names.length
    );
    for (const row of rows) sum += (all[codes[row]] - own[codes[row]]) / (codes.length - rows.length);
  }
  return {value: sum / codes.length};
}

function neighbours(points: Matrix64, labels: Labels, groups: Int32Array): Measure<Int32Array> {
  const absent =
    noNeighbours(labels, groups) ?? (inOnePlace(points) ? "all statements in one place" : undefined);
  return absent ? {absent} : {value: nearestOfOtherGroups(points, groups)};
}

function noNeighbours(labels: Labels, groups: Int32Array): Absence | undefined {
  const absent = notClasses(labels);
  if (absent || isInTwoGroups(labels, groups)) return absent;
  return groups.every((group) => group === groups[0]) ? "one group only" : "no label in two groups";
}

/** Whether a label is in two groups. */
function isInTwoGroups({codes}: Labels, groups: Int32Array): boolean {
  const groupOf = new Map(Array.from(codes, (code, row) => [code, groups[row]]));
  return codes.some((code, row) => groupOf.get(code) !== groups[row]);
}

/**
 * The nearest row of another group for each row, `[rows]`; there must be two groups. Rows are visited from their
 * place in the order of the first column, the widest of principal components, until that alone is further than the
 * nearest.
 */
function nearestOfOtherGroups(points: Matrix64, groups: Int32Array): Int32Array {
  const first = columnOf(points, 0);
  const order = Int32Array.from(first.keys()).sort((a, b) => first[a] - first[b]);
  const nearest = new Int32Array(points.rows);
  order.forEach((row, place) => {
    let least = Infinity;
    for (const step of [-1, 1])
      for (let at = place + step; at >= 0 && at < order.length; at += step) {
        const other = order[at];
        if ((first[other] - first[row]) ** 2 > least) break;
        if (groups[other] === groups[row]) continue;
        const distance = squaredDistance(points, row, other);
        if (distance > least || (distance === least && other > nearest[row])) continue;
        least = distance;
        nearest[row] = other;
      }
  });
  return nearest;
}

function squaredDistance({data, columns}: Matrix64, a: number, b: number): number {
  let sum = 0;
  for (let j = 0; j < columns; j++) sum += (data[a * columns + j] - data[b * columns + j]) ** 2;
  return sum;
}

function agreement(codes: Int32Array, nearest: Int32Array): number {
  let same = 0;
  for (let row = 0; row < codes.length; row++) if (codes[row] === codes[nearest[row]]) same++;
  return same / codes.length;
}
