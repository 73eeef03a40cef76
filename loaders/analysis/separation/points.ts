import type {Matrix64} from "../../matrix.ts";

/** The first columns of a matrix, at most `count`: coordinates in the plane of the first two components, say. */
export function firstColumns({data, rows, columns}: Matrix64, count: number): Matrix64 {
  const kept = Math.min(count, columns);
  const first = new Float64Array(rows * kept);
  for (let row = 0; row < rows; row++)
    first.set(data.subarray(row * columns, row * columns + kept), row * kept);
  return {data: first, rows, columns: kept};
}

/** A column of a matrix, `[rows]`; zeros where it has none, as a table of lower rank has no second component. */
export function columnOf({data, rows, columns}: Matrix64, column: number): Float64Array {
  return Float64Array.from({length: rows}, (_, row) => (column < columns ? data[row * columns + column] : 0));
}

/** Whether all rows are equal, as they are when there are no columns. */
export function inOnePlace({data, columns}: Matrix64): boolean {
  return data.every((value, i) => value === data[i % columns]);
}
