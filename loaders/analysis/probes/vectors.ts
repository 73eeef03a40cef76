import type {Matrix64} from "../../matrix.ts";

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

export function lengthOf(vector: Float64Array): number {
  return Math.sqrt(dot(vector, vector));
}

/** Adds `factor` times a vector, in place. */
export function add(sum: Float64Array, factor: number, vector: Float64Array): void {
  for (let j = 0; j < sum.length; j++) sum[j] += factor * vector[j];
}

/** Rows of one length, at least one, as a matrix. */
export function fromRows(rows: Float64Array[]): Matrix64 {
  const data = new Float64Array(rows.length * rows[0].length);
  rows.forEach((row, i) => data.set(row, i * row.length));
  return {data, rows: rows.length, columns: rows[0].length};
}
