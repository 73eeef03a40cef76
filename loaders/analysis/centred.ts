import {Problem} from "../problem.ts";
import type {Matrix64} from "../matrix.ts";

/** A table in single precision without its columns' means, handed out in double precision, some rows at a time. */
export interface CentredTable {
  rows: number;
  columns: number;
  /** `[columns]` */
  mean: Float64Array;
  /** The sum of the columns' variances (divided by rows − 1); 0 exactly if all rows are equal. Of standardised ones, their number. */
  totalVariance: number;
  /** All rows in order, so many at a time that a table with no more rows than columns is one block. */
  blocks: () => Iterable<Matrix64>;
}

/** Rows of a block at least; a tall table is never held in double precision as a whole. */
const minBlockRows = 2048;
/** The smallest share by which numbers in single precision differ. */
const lastDigit = 2 ** -23;

/**
 * Centres a table.
 *
 * @param x `[rows, columns]`, row-major
 * @param options.standardised whether each column is divided by its standard deviation too (divided by rows − 1); one that
 *   varies by less than the last digit of its mean is constant, and stays 0
 * @throws Problem if a number is not finite
 */
export function centre(
  x: Float32Array,
  rows: number,
  columns: number,
  {standardised = false}: {standardised?: boolean} = {}
): CentredTable {
  if (x.length !== rows * columns)
    throw new Error(`${rows} × ${columns} numbers expected, ${x.length} were given`);
  const mean = columnMeans(x, rows, columns);
  if (!mean.every(Number.isFinite)) throw notFinite(x, columns);
  const factors = standardised ? reciprocalDeviations(x, mean) : mean.map(() => 1);
  const totalVariance = sumOfSquares(x, mean, factors) / Math.max(rows - 1, 1);
  return {rows, columns, mean, totalVariance, blocks: centredBlocks(x, mean, factors)};
}

/** Double precision holds the sum of equal numbers to the last bit, so that their mean is that number. */
function columnMeans(x: Float32Array, rows: number, columns: number): Float64Array {
  const sums = new Float64Array(columns);
  for (let row = 0; row < rows; row++) for (let j = 0; j < columns; j++) sums[j] += x[row * columns + j];
  return sums.map((sum) => sum / Math.max(rows, 1));
}

/** What is one block is centred once; blocks of a table that has more of them, each time anew. */
function centredBlocks(x: Float32Array, mean: Float64Array, factors: Float64Array): () => Iterable<Matrix64> {
  const length = Math.max(mean.length, minBlockRows) * mean.length;
  if (x.length <= length) {
    const whole = centredRows(x, mean, factors);
    return () => [whole];
  }
  return function* () {
    for (let start = 0; start < x.length; start += length)
      yield centredRows(x.subarray(start, start + length), mean, factors);
  };
}

function centredRows(x: Float32Array, mean: Float64Array, factors: Float64Array): Matrix64 {
  const columns = mean.length;
  const data = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += columns)
    for (let j = 0; j < columns; j++) data[start + j] = (x[start + j] - mean[j]) * factors[j];
  return {data, rows: x.length / columns, columns};
}

function sumOfSquares(x: Float32Array, mean: Float64Array, factors: Float64Array): number {
  let sum = 0;
  for (let start = 0; start < x.length; start += mean.length)
    for (let j = 0; j < mean.length; j++) sum += ((x[start + j] - mean[j]) * factors[j]) ** 2;
  return sum;
}

/** One divided by each column's standard deviation; 0 for a column that is constant. */
function reciprocalDeviations(x: Float32Array, mean: Float64Array): Float64Array {
  const columns = mean.length;
  const squares = new Float64Array(columns);
  for (let start = 0; start < x.length; start += columns)
    for (let j = 0; j < columns; j++) squares[j] += (x[start + j] - mean[j]) ** 2;
  return squares.map((sum, j) => {
    const deviation = Math.sqrt(sum / Math.max(x.length / columns - 1, 1));
    return deviation > lastDigit * Math.abs(mean[j]) ? 1 / deviation : 0;
  });
}

function notFinite(x: Float32Array, columns: number): Problem {
  const i = x.findIndex((value) => !Number.isFinite(value));
  const [row, column] = [Math.floor(i / columns), i % columns];
  return new Problem(
    `principal components: row ${row}, column ${column} (from 0) is ${x[i]}; finite numbers needed`
  );
}
