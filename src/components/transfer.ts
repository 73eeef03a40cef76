/** What transfer.parquet and its neighbours say: cells, curves, pairs. Draws nothing. */
import type {ArrowRow, ControlRow, CosineRow, ProbeName, TransferRow} from "../data/rows.js";

/** A value with its 95 % interval, and where 95 % of those of permuted labels lie. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
  nullLow: number;
  nullHigh: number;
}

/** A value by depth. */
export interface Point extends Estimate {
  depth: number;
}

/** What of a cell is looked at. */
export type MeasureName = "auc" | "accuracy";

export interface Transfer {
  /** In the table's order. */
  trainings: string[];
  tests: string[];
  /** Each dataset with its denial. */
  pairs: [affirmed: string, denial: string][];
  /** Those of which the second has a "not" in every statement, as its name says. */
  negated: [affirmed: string, denial: string][];
  /** Datasets that deny no other. */
  affirmed: string[];
  rows: readonly TransferRow[];
  /** Of networks with shuffled weights. */
  controls: readonly ControlRow[];
  cosines: readonly CosineRow[];
  arrows: readonly ArrowRow[];
  /** Why there are no cells; else empty. */
  absent: string;
}

/** Which cell of the matrix. */
export interface Place {
  training: string;
  test: string;
}

/** Puts the tables together. */
export function transferOf(
  rows: readonly TransferRow[],
  controls: readonly ControlRow[],
  cosines: readonly CosineRow[],
  arrows: readonly ArrowRow[]
): Transfer {
  const cells = rows.filter(({training}) => training !== "");
  const trainings = [...new Set(cells.map(({training}) => training))];
  const tests = [...new Set(cells.map(({test}) => test))];
  const pairs = tests.flatMap((a) =>
    tests.filter((b) => trainings.includes(together([a, b]))).map((b): [string, string] => [a, b])
  );
  const affirmed = tests.filter((name) => !pairs.some(([, denial]) => denial === name));
  const negated = pairs.filter(([name, denial]) => denial === `neg_${name}`);
  const absent = cells.length > 0 ? "" : (rows.at(0)?.absent ?? "nothing was measured");
  return {trainings, tests, pairs, negated, affirmed, rows: cells, controls, cosines, arrows, absent};
}

/** The name of the training on both of a pair. */
export const together = ([a, b]: readonly [string, string]): string => `${a} + ${b}`;

/** One cell's row; undefined where nothing of the kind was measured. */
export function cellOf(
  {rows}: Transfer,
  {training, test}: Place,
  probe: ProbeName,
  depth: number
): TransferRow | undefined {
  return rows.find(
    (row) => row.training === training && row.test === test && row.probe === probe && row.depth === depth
  );
}

/** A cell's value; NaN where there is none. */
export function estimateOf(row: TransferRow | undefined, measure: MeasureName): Estimate {
  if (!row) return {...noInterval, value: NaN};
  return measure === "auc"
    ? {
        value: row.auc,
        low: row.aucLow,
        high: row.aucHigh,
        nullLow: row.aucNullLow,
        nullHigh: row.aucNullHigh
      }
    : {
        value: row.accuracy,
        low: row.accuracyLow,
        high: row.accuracyHigh,
        nullLow: row.accuracyNullLow,
        nullHigh: row.accuracyNullHigh
      };
}

const noInterval = {low: NaN, high: NaN, nullLow: NaN, nullHigh: NaN};

/** Whether labels dealt out at random come as far from one half, either way, 95 times in 100. */
export const isWithinNull = ({value, nullLow, nullHigh}: Estimate): boolean =>
  value >= nullLow && value <= nullHigh;

/** A cell by depth, by the difference of means; depths without a value are left out. */
export function curveOf(
  {rows}: Transfer,
  {training, test}: Place,
  measure: MeasureName = "auc",
  probe: ProbeName = "difference"
): Point[] {
  return rows
    .filter((row) => row.training === training && row.test === test && row.probe === probe)
    .map((row) => ({depth: row.depth, ...estimateOf(row, measure)}))
    .filter(({value}) => Number.isFinite(value))
    .sort((a, b) => a.depth - b.depth);
}

/** By depth, from where to where networks with shuffled weights come in a cell, with the one in the middle. */
export function shuffledOf(
  {controls}: Transfer,
  {training, test}: Place,
  measure: MeasureName = "auc"
): Point[] {
  const own = controls.filter(
    (row) => row.training === training && row.test === test && Number.isFinite(row[measure])
  );
  const depths = [...new Set(own.map(({depth}) => depth))].sort((a, b) => a - b);
  return depths.map((depth) => {
    const values = own.filter((row) => row.depth === depth).map((row) => row[measure]);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return {...noInterval, depth, value: median(values), low, high};
  });
}

/** By depth, the middle of what the directions of other affirmed datasets make of a test that they share no subject with. */
export function elsewhereOf(transfer: Transfer, test: string): Point[] {
  const strangers = transfer.affirmed.filter((training) => training !== test);
  const curves = strangers
    .filter((training) => transfer.rows.some((row) => isAt(row, {training, test}) && row.shared === 0))
    .map((training) => curveOf(transfer, {training, test}));
  const depths = curves.at(0)?.map(({depth}) => depth) ?? [];
  return depths.map((depth) => {
    const values = curves.flatMap((curve) => curve.filter((point) => point.depth === depth));
    const value = median(values.map((point) => point.value));
    return {...noInterval, depth, value};
  });
}

const isAt = (row: TransferRow, place: Place) => row.training === place.training && row.test === place.test;

/** Of no numbers, NaN. */
export function median(values: readonly number[]): number {
  const rising = [...values].sort((a, b) => a - b);
  const middle = (rising.length - 1) / 2;
  return (rising[Math.floor(middle)] + rising[Math.ceil(middle)]) / 2;
}

/** The largest step up of a curve, what is below one half taken for one half; `clear` if the intervals before and after it don't meet and the later one is above one half. */
export interface Step {
  depth: number;
  before: number;
  after: number;
  clear: boolean;
}

/** The largest step of a curve; undefined with fewer than two depths. */
export function stepOf(curve: readonly Point[]): Step | undefined {
  const above = ({value}: Point) => Math.max(value, 0.5);
  const steps = curve
    .slice(1)
    .map((point, i) => ({point, last: curve[i], size: above(point) - above(curve[i])}));
  if (steps.length === 0) return undefined;
  const {point, last} = steps.reduce((most, step) => (step.size > most.size ? step : most));
  const clear = point.low > last.high && point.low > 0.5;
  return {depth: point.depth, before: last.value, after: point.value, clear};
}

/** A dataset's largest step, by its own probe. */
export interface Switch extends Step {
  name: string;
}

/** The largest steps of the affirmed datasets: those at the depth where most have a clear one, and the rest. */
export function switchesOf(transfer: Transfer): {depth: number; there: Switch[]; rest: Switch[]} | undefined {
  const all = transfer.affirmed.flatMap((name): Switch[] => {
    const step = stepOf(curveOf(transfer, {training: name, test: name}));
    return step ? [{name, ...step}] : [];
  });
  const clear = all.filter((step) => step.clear);
  if (clear.length === 0) return undefined;
  const countAt = (depth: number) => clear.filter((step) => step.depth === depth).length;
  const depth = clear.reduce((best, step) => (countAt(step.depth) > countAt(best) ? step.depth : best), 0);
  const there = clear.filter((step) => step.depth === depth);
  return {depth, there, rest: all.filter((step) => !there.includes(step))};
}

/** The cosine between two trainings' directions; undefined where one has none. */
export function cosineOf(
  {cosines}: Transfer,
  [a, b]: readonly [string, string],
  probe: ProbeName,
  depth: number
): number | undefined {
  return cosines.find(
    (row) =>
      row.probe === probe &&
      row.depth === depth &&
      ((row.a === a && row.b === b) || (row.a === b && row.b === a))
  )?.cosine;
}

/** Cells in which the test has no subject of the training. */
export function strangers(
  {rows}: Transfer,
  wanted: {trainings: readonly string[]; tests: readonly string[]; depth: number; probe: ProbeName}
): TransferRow[] {
  return rows.filter(
    ({training, test, depth, probe, shared, auc}) =>
      depth === wanted.depth &&
      probe === wanted.probe &&
      shared === 0 &&
      Number.isFinite(auc) &&
      wanted.trainings.includes(training) &&
      wanted.tests.includes(test)
  );
}
