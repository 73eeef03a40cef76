import type {Matrix64} from "../matrix.ts";

/**
 * Makes the rows of `q` orthonormal in place, each from what those before it leave of it (Gram-Schmidt, modified). A
 * row that they leave nothing of is drawn anew from `random`; there must not be more rows than columns.
 */
export function orthonormalise(q: Matrix64, random: () => number): void {
  const rows = rowsOf(q);
  rows.forEach((row, i) => {
    while (!reduce(row, rows.slice(0, i))) row.forEach((_, j) => (row[j] = random()));
  });
}

/** The rows of a matrix, as views. */
export function rowsOf({data, rows, columns}: Matrix64): Float64Array[] {
  return Array.from({length: rows}, (_, i) => data.subarray(i * columns, (i + 1) * columns));
}

/**
 * Frees `row` of its parts along `earlier` and scales it to length 1; false if only rounding would be left. Where most
 * of it cancels, what is left isn't orthogonal yet, and a second pass is enough (Giraud, Langou & Rozložník 2005).
 */
function reduce(row: Float64Array, earlier: Float64Array[]): boolean {
  const before = length(row);
  subtractProjections(row, earlier);
  if (length(row) < before / 2) subtractProjections(row, earlier);
  const after = length(row);
  if (!(after > 1e-14 * before)) return false;
  for (let j = 0; j < row.length; j++) row[j] /= after;
  return true;
}

function subtractProjections(row: Float64Array, directions: Float64Array[]): void {
  for (const direction of directions) {
    const along = dot(row, direction);
    for (let j = 0; j < row.length; j++) row[j] -= along * direction[j];
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

function length(row: Float64Array): number {
  return Math.sqrt(dot(row, row));
}
