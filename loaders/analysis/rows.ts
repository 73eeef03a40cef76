import type {Matrix64} from "../matrix.ts";

/** Rows `start` to `end` of a matrix, as a view. */
export function rowRange({data, columns}: Matrix64, start: number, end: number): Matrix64 {
  return {data: data.subarray(start * columns, end * columns), rows: end - start, columns};
}

/** The rows of a matrix, as views. */
export function rowsOf(matrix: Matrix64): Float64Array[] {
  return Array.from({length: matrix.rows}, (_, i) => rowRange(matrix, i, i + 1).data);
}

/** The rows of two matrices of as many columns in one. */
export function joinRows(a: Matrix64, b: Matrix64): Matrix64 {
  const data = new Float64Array(a.data.length + b.data.length);
  data.set(a.data);
  data.set(b.data, a.data.length);
  return {data, rows: a.rows + b.rows, columns: b.columns};
}
