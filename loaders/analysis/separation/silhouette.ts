import type {Matrix64, Product} from "../../matrix.ts";
import {notClasses, sizesOf, type Labels} from "./labels.ts";
import type {Measure} from "./measure.ts";
import type {Statistic} from "./nulls.ts";
import {inOnePlace} from "./points.ts";

/** Distances of all rows from all others are not for larger tables. */
const mostStatements = 5000;
/** Rows whose distances are held at a time. */
const blockRows = 256;
/** Most numbers in a matrix of who has which label. */
const mostIndicators = 2 ** 22;

/**
 * The mean silhouette coefficient, −1 to 1, as scikit-learn's silhouette_score has it (Rousseeuw 1987): (b − a) /
 * max(a, b) with a the mean distance from the other rows of a row's label and b that from the rows of the nearest
 * other label; 0 for a row that is the only one of its label. Absent for one label, for labels that are all different
 * or more than `mostLabels`, for more than 5000 rows, and if all rows are in one place.
 *
 * @param points `[rows, columns]`
 */
export async function silhouette(points: Matrix64, labels: Labels, product: Product): Promise<Measure> {
  const statistic = silhouetteStatistic(points, labels, product);
  if ("absent" in statistic) return statistic;
  const [value] = await statistic.value([labels.codes]);
  return {value};
}

/** `silhouette` of whatever labels of as many names. */
export function silhouetteStatistic(points: Matrix64, labels: Labels, product: Product): Measure<Statistic> {
  const absent = notClasses(labels);
  if (absent) return {absent};
  if (points.rows > mostStatements) return {absent: `more than ${mostStatements} statements`};
  if (inOnePlace(points)) return {absent: "all statements in one place"};
  const count = labels.names.length;
  const batch = Math.max(1, Math.floor(mostIndicators / (points.rows * count)));
  return {
    value: async (labellings) => {
      const means = new Float64Array(labellings.length);
      for (let start = 0; start < labellings.length; start += batch)
        means.set(await silhouettes(points, labellings.slice(start, start + batch), count, product), start);
      return means;
    }
  };
}

async function silhouettes(
  points: Matrix64,
  labellings: readonly Int32Array[],
  count: number,
  product: Product
): Promise<Float64Array> {
  const sizes = labellings.map((codes) => sizesOf(codes, count));
  const indicator = indicators(labellings, count);
  const totals = new Float64Array(labellings.length);
  for (let start = 0; start < points.rows; start += blockRows) {
    const distances = distancesFrom(points, start, Math.min(start + blockRows, points.rows));
    const sums = await product(distances, indicator);
    labellings.forEach((codes, i) => {
      for (let row = 0; row < sums.rows; row++)
        totals[i] += coefficient(sums, row, i * count, sizes[i], codes[start + row]);
    });
  }
  return totals.map((total) => total / points.rows);
}

/** 1 where a row has a label, else 0: `[rows, labellings · count]`. */
function indicators(labellings: readonly Int32Array[], count: number): Matrix64 {
  const rows = labellings[0].length;
  const columns = labellings.length * count;
  const data = new Float64Array(rows * columns);
  labellings.forEach((codes, i) => {
    for (let row = 0; row < rows; row++) data[row * columns + i * count + codes[row]] = 1;
  });
  return {data, rows, columns};
}

/** Distances of rows `start` to `end` from all rows, `[end − start, rows]`. */
function distancesFrom({data, rows, columns}: Matrix64, start: number, end: number): Matrix64 {
  const distances = new Float64Array((end - start) * rows);
  for (let a = start; a < end; a++)
    for (let b = 0; b < rows; b++) {
      let sum = 0;
      for (let j = 0; j < columns; j++) sum += (data[a * columns + j] - data[b * columns + j]) ** 2;
      distances[(a - start) * rows + b] = Math.sqrt(sum);
    }
  return {data: distances, rows: end - start, columns: rows};
}

/** The coefficient of a row from its summed distances from the rows of each label, which begin at column `first`. */
function coefficient(
  {data, columns}: Matrix64,
  row: number,
  first: number,
  sizes: Int32Array,
  own: number
): number {
  if (sizes[own] === 1) return 0;
  const start = row * columns + first;
  const within = data[start + own] / (sizes[own] - 1);
  let between = Infinity;
  for (let code = 0; code < sizes.length; code++)
    if (code !== own && sizes[code] > 0) between = Math.min(between, data[start + code] / sizes[code]);
  const most = Math.max(within, between);
  return most === 0 || between === Infinity ? 0 : (between - within) / most;
}
