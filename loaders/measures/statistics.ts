import {calendarOf} from "../analysis/separation/calendar.ts";
import {calendarNeighboursStatistic} from "../analysis/separation/circle.ts";
import {calendarCorrelationStatistic} from "../analysis/separation/circular-correlation.ts";
import {etaSquaredStatistic} from "../analysis/separation/eta-squared.ts";
import {groupedFolds} from "../analysis/separation/groups.ts";
import {numbersOf, type Labels} from "../analysis/separation/labels.ts";
import type {Measure} from "../analysis/separation/measure.ts";
import {neighbourStatistic} from "../analysis/separation/neighbours.ts";
import type {Statistic} from "../analysis/separation/nulls.ts";
import {planeAucStatistic} from "../analysis/separation/plane-auc.ts";
import {firstColumns} from "../analysis/separation/points.ts";
import {rankCorrelationStatistic} from "../analysis/separation/ranks.ts";
import {silhouetteStatistic} from "../analysis/separation/silhouette.ts";
import type {Matrix64, Product} from "../matrix.ts";
import type {Groups} from "./groups.ts";
import type {Counts} from "./limits.ts";

/** One way to say how far labels are apart. */
export interface NamedStatistic {
  /** As in the table's column `measure`. */
  measure: string;
  /** Of coordinates on the first ten components. */
  of: (points: Matrix64) => Measure<Statistic>;
  /** What labels are taken for: those of classes are but names. */
  labelsAre: "classes" | "numbers";
  /** How many labellings are tried. */
  tried: keyof Pick<Counts, "permutations" | "permutedDistances" | "permutedFits">;
}

type Untold = Omit<NamedStatistic, "tried" | "labelsAre">;

/** Dealings into folds: the mean area of three differs by little from that of ten, in a third of the time. */
const repeats = 3;

/** All that is measured of a dataset with these labels; what its labels are not made for says so. */
export function statisticsOf(labels: Labels, {related}: Groups, product: Product): NamedStatistic[] {
  const folds = groupedFolds(related, {repeats});
  const plane = (points: Matrix64) => firstColumns(points, 2);
  const formulas: Untold[] = [
    {measure: "neighbour-2", of: (points) => neighbourStatistic(plane(points), labels, related)},
    {measure: "neighbour-10", of: (points) => neighbourStatistic(points, labels, related)},
    {measure: "share-1", of: (points) => etaSquaredStatistic(points, labels, 0)},
    {measure: "share-2", of: (points) => etaSquaredStatistic(points, labels, 1)}
  ];
  const ofOrder = [...ofNumbers(labels), ...ofCalendar(labels)];
  const ofDistances: Untold[] = [
    {measure: "silhouette-2", of: (points) => silhouetteStatistic(plane(points), labels, product)},
    {measure: "silhouette-10", of: (points) => silhouetteStatistic(points, labels, product)}
  ];
  const fitted: Untold[] = [{measure: "plane-auc", of: (points) => planeAucStatistic(points, labels, folds)}];
  return [
    ...formulas.map((one) => ({...one, labelsAre: "classes" as const, tried: "permutations" as const})),
    ...ofOrder.map((one) => ({...one, labelsAre: "numbers" as const, tried: "permutations" as const})),
    ...ofDistances.map((one) => ({
      ...one,
      labelsAre: "classes" as const,
      tried: "permutedDistances" as const
    })),
    ...fitted.map((one) => ({...one, labelsAre: "classes" as const, tried: "permutedFits" as const}))
  ];
}

function ofNumbers(labels: Labels): Untold[] {
  const numbers = numbersOf(labels.names);
  const of = (points: Matrix64) =>
    "absent" in numbers ? numbers : rankCorrelationStatistic(points, labels, numbers.value);
  return [{measure: "rank", of}];
}

function ofCalendar(labels: Labels): Untold[] {
  const cycle = calendarOf(labels.names);
  const given = (statistic: typeof calendarNeighboursStatistic) => (points: Matrix64) =>
    "absent" in cycle ? cycle : statistic(points, labels, cycle.value);
  return [
    {measure: "calendar-neighbours", of: given(calendarNeighboursStatistic)},
    {measure: "calendar-correlation", of: given(calendarCorrelationStatistic)}
  ];
}
