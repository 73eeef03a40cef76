import type {Matrix64} from "../../matrix.ts";
import type {LinearProbe} from "./probe.ts";

/** Numbers of either precision. */
export type Floats = Float32Array | Float64Array;

/** A table's columns, each without its mean and divided by its standard deviation, as scikit-learn's StandardScaler has it. */
export interface Standardised {
  /** `[rows, columns]` */
  table: Matrix64;
  /** `[columns]` */
  mean: Float64Array;
  /** Standard deviations (divided by rows); 1 for columns that don't vary by more than rounding. `[columns]` */
  scale: Float64Array;
}

/** @param x `[rows, columns]` */
export function standardise(x: Floats, rows: number, columns: number): Standardised {
  const {table, mean} = withoutMeans(x, rows, columns);
  const scale = deviations(table, mean);
  for (let start = 0; start < x.length; start += columns)
    for (let j = 0; j < columns; j++) table.data[start + j] /= scale[j];
  return {table, mean, scale};
}

/** A table's columns without their means. */
export function withoutMeans(x: Floats, rows: number, columns: number): Omit<Standardised, "scale"> {
  const sums = new Float64Array(columns);
  for (let start = 0; start < x.length; start += columns)
    for (let j = 0; j < columns; j++) sums[j] += x[start + j];
  const mean = sums.map((sum) => sum / rows);
  const data = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += columns)
    for (let j = 0; j < columns; j++) data[start + j] = x[start + j] - mean[j];
  return {table: {data, rows, columns}, mean};
}

/** Weights of standardised columns as a direction among the columns themselves. */
export function ofColumns(
  coefficients: Float64Array,
  intercept: number,
  {mean, scale}: Pick<Standardised, "mean" | "scale">
): LinearProbe {
  const direction = coefficients.map((value, j) => value / scale[j]);
  return {direction, intercept: direction.reduce((left, value, j) => left - value * mean[j], intercept)};
}

function deviations({data, rows, columns}: Matrix64, mean: Float64Array): Float64Array {
  const squares = new Float64Array(columns);
  for (let start = 0; start < data.length; start += columns)
    for (let j = 0; j < columns; j++) squares[j] += data[start + j] ** 2;
  return squares.map((sum, j) => {
    const variance = sum / rows;
    // What rounding leaves of equal numbers: scikit-learn's bound.
    const bound = rows * Number.EPSILON * variance + (rows * Number.EPSILON * mean[j]) ** 2;
    return variance <= bound ? 1 : Math.sqrt(variance);
  });
}
