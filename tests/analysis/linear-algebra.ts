import type {Matrix64} from "../../loaders/matrix.ts";

/** A product by its definition. */
export function naiveProduct(
  a: Matrix64,
  b: Matrix64,
  {transposeA = false, transposeB = false} = {}
): Promise<Matrix64> {
  const [left, right] = [transposeA ? transpose(a) : a, transposeB ? b : transpose(b)];
  if (left.columns !== right.columns) throw new Error(`${left.columns} columns times ${right.columns} rows`);
  const data = new Float64Array(left.rows * right.rows);
  for (let i = 0; i < left.rows; i++)
    for (let j = 0; j < right.rows; j++) data[i * right.rows + j] = dot(rowOf(left, i), rowOf(right, j));
  return Promise.resolve({data, rows: left.rows, columns: right.rows});
}

export function transpose({data, rows, columns}: Matrix64): Matrix64 {
  const flipped = new Float64Array(data.length);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) flipped[j * rows + i] = data[i * columns + j];
  return {data: flipped, rows: columns, columns: rows};
}

export function rowOf({data, columns}: Matrix64, i: number): Float64Array {
  return data.subarray(i * columns, (i + 1) * columns);
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** How far two lists of numbers are apart where they are furthest apart; Infinity if their lengths differ. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  return Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

/** The same, each difference divided by the number in `expected`. */
export function largestRelativeDifference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const shares = Array.from(actual, (value, i) => value / expected[i]);
  return actual.length === expected.length
    ? largestDifference(
        shares,
        shares.map(() => 1)
      )
    : Infinity;
}

/** The greatest distance of a's unit rows from the space that b's orthonormal rows span: the sine of an angle. */
export function distanceFromSpan(a: Matrix64, b: Matrix64): number {
  const distances = Array.from({length: a.rows}, (_, i) => {
    const left = Float64Array.from(rowOf(a, i));
    for (let j = 0; j < b.rows; j++) {
      const along = dot(rowOf(a, i), rowOf(b, j));
      rowOf(b, j).forEach((value, column) => (left[column] -= along * value));
    }
    return Math.sqrt(dot(left, left));
  });
  return Math.max(0, ...distances);
}

/** How far the rows are from being orthogonal unit vectors. */
export function distanceFromOrthonormal(a: Matrix64): number {
  let most = 0;
  for (let i = 0; i < a.rows; i++)
    for (let j = 0; j <= i; j++)
      most = Math.max(most, Math.abs(dot(rowOf(a, i), rowOf(a, j)) - (i === j ? 1 : 0)));
  return most;
}
