import type {Matrix64} from "../../matrix.ts";
import {auc} from "./auc.ts";
import type {Folds} from "./groups.ts";
import {notClasses, type Labels} from "./labels.ts";
import {derived, type Absence, type Measure} from "./measure.ts";
import {momentsByFold, separatingDirection, type Plane} from "./plane-direction.ts";
import {oneByOne, type Statistic} from "./nulls.ts";
import {columnOf} from "./points.ts";
import {isConstant} from "./vectors.ts";

/**
 * The area under the ROC curve of the direction in the plane that tells two labels apart best, for statements that it
 * was not fitted on: Fisher's linear discriminant of all folds but one, the area within the fold left out, the mean
 * of these over folds and dealings. Folds in which a label is missing, or outside of which one is, are passed over.
 * Near 1 if the labels lie apart along a line; chance is 0.5 or, in small balanced folds, somewhat less. Absent
 * unless there are two labels, if no fold has both, and if all rows are in one place.
 *
 * @param points `[rows, columns]`; columns beyond the second are not looked at
 * @param folds dealings of groups into folds, as `groupedFolds` makes them
 */
export function planeAuc(points: Matrix64, labels: Labels, folds: readonly Folds[]): Measure {
  return derived(heldOutAuc(points, labels, folds), (mean) => mean(labels.codes));
}

/** `planeAuc` of two labels however they are dealt; 0.5 where none of the folds has both. */
export function planeAucStatistic(
  points: Matrix64,
  labels: Labels,
  folds: readonly Folds[]
): Measure<Statistic> {
  return derived(heldOutAuc(points, labels, folds), (mean) => oneByOne((codes) => mean(codes)));
}

function heldOutAuc(
  points: Matrix64,
  labels: Labels,
  folds: readonly Folds[]
): Measure<(codes: Int32Array) => number> {
  const absent = notTwoClasses(labels);
  if (absent) return {absent};
  const plane = {x: columnOf(points, 0), y: columnOf(points, 1)};
  if (isConstant(plane.x) && isConstant(plane.y)) return {absent: "all statements in one place"};
  const areas = (codes: Int32Array) => folds.flatMap((dealing) => areasWithin(plane, codes, dealing));
  if (areas(labels.codes).length === 0) return {absent: "no fold has both labels"};
  return {value: (codes) => mean(areas(codes))};
}

function notTwoClasses(labels: Labels): Absence | undefined {
  return labels.names.length > 2 ? "more than 2 labels" : notClasses(labels);
}

/** The area within each fold that has both labels, as have the others. */
function areasWithin(plane: Plane, codes: Int32Array, folds: Folds): number[] {
  const moments = momentsByFold(plane, codes, folds);
  return folds.flatMap((rows, fold) => {
    const direction = separatingDirection(moments, fold);
    return direction ? [areaAlong(direction, plane, codes, rows)] : [];
  });
}

/** The area under the curve of some rows' scores along a direction. */
function areaAlong([dx, dy]: [number, number], {x, y}: Plane, codes: Int32Array, rows: Int32Array): number {
  const scores = new Float64Array(rows.length);
  let [negatives, end] = [0, rows.length];
  for (const row of rows) scores[codes[row] === 0 ? negatives++ : --end] = x[row] * dx + y[row] * dy;
  return auc(scores.subarray(end), scores.subarray(0, negatives));
}

function mean(values: number[]): number {
  return values.length === 0 ? 0.5 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
