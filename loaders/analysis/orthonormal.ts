import type {Matrix64, Product} from "../matrix.ts";
import {rowRange, rowsOf} from "./rows.ts";

/** Rows that are taken together: few enough to be quick in JavaScript, enough for products to be worth their calls. */
const panelRows = 16;
/** What is left of a row is rounding if its length is below this share of the row's. */
const rounding = 1e-14;

/**
 * Makes the rows of `q` orthonormal in place, each from what those before it leave of it (Gram-Schmidt; between panels of
 * rows the projections are products of matrices). The first `ready` rows are so already. A row that those before it leave
 * nothing of is drawn anew from `random`; there must not be more rows than columns.
 */
export async function orthonormalise(
  q: Matrix64,
  {ready = 0, random, product}: {ready?: number; random: () => number; product: Product}
): Promise<void> {
  for (let start = ready; start < q.rows; start += panelRows) {
    const earlier = rowRange(q, 0, start);
    const panel = rowRange(q, start, Math.min(start + panelRows, q.rows));
    let kept = 0;
    // Where most of a row cancels, what is left isn't orthogonal yet (Giraud, Langou & Rozložník 2005).
    while (kept < 1 / 2) {
      const lengths = rowsOf(panel).map(length);
      await subtractProjections(panel, earlier, product);
      kept = orthonormaliseRows(rowsOf(panel), lengths, random);
    }
  }
}

/** Frees the rows of `a`, in place, of their parts along the orthonormal rows of `directions`. */
export async function subtractProjections(
  a: Matrix64,
  directions: Matrix64,
  product: Product
): Promise<void> {
  if (directions.rows === 0) return;
  const along = await product(a, directions, {transposeB: true});
  const parts = await product(along, directions);
  for (let i = 0; i < a.data.length; i++) a.data[i] -= parts.data[i];
}

/** One pass over rows that had these lengths; returns the least share of one that was left, 0 if one was drawn anew. */
function orthonormaliseRows(rows: Float64Array[], lengths: number[], random: () => number): number {
  const shares = rows.map((row, i) => {
    const share = reduce(row, rows.slice(0, i)) / lengths[i];
    if (share > rounding) return share;
    row.forEach((_, j) => (row[j] = random()));
    reduce(row, rows.slice(0, i));
    return 0;
  });
  return Math.min(...shares);
}

/** Frees `row` of its parts along `earlier` and scales what is left of it to length 1; returns the length it had. */
function reduce(row: Float64Array, earlier: Float64Array[]): number {
  for (const direction of earlier) {
    const along = dot(row, direction);
    for (let j = 0; j < row.length; j++) row[j] -= along * direction[j];
  }
  const left = length(row);
  for (let j = 0; j < row.length; j++) row[j] /= left;
  return left;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

function length(row: Float64Array): number {
  return Math.sqrt(dot(row, row));
}
