import type {Matrix64, Product} from "../matrix.ts";

/** Up to so many rows, a factor is found number by number. */
const few = 32;

/**
 * The inverse of a symmetric matrix whose eigenvalues are all above 0: A⁻¹ = L⁻ᵀL⁻¹ with A = LLᵀ (Cholesky), found half
 * by half, so that nearly all of it is products of matrices.
 *
 * @param matrix `[rows, rows]`
 * @throws Error if an eigenvalue is not above 0, or lost in rounding
 */
export async function symmetricInverse(matrix: Matrix64, product: Product): Promise<Matrix64> {
  const factor = await inverseFactor(matrix, product);
  return product(factor, factor, {transposeA: true});
}

/** L⁻¹, of which everything above the diagonal is 0. */
async function inverseFactor(matrix: Matrix64, product: Product): Promise<Matrix64> {
  const {rows} = matrix;
  if (rows <= few) return smallInverseFactor(matrix);
  const upper = Array.from({length: rows >> 1}, (_, i) => i);
  const lower = Array.from({length: rows - upper.length}, (_, i) => upper.length + i);
  const first = await inverseFactor(blockOf(matrix, upper, upper), product);
  const left = await product(blockOf(matrix, lower, upper), first, {transposeB: true}); // L's lower left
  const taken = await product(left, left, {transposeB: true});
  const rest = blockOf(matrix, lower, lower);
  for (let i = 0; i < rest.data.length; i++) rest.data[i] -= taken.data[i];
  const last = await inverseFactor(rest, product);
  const between = await product(await product(last, left), first);
  const data = new Float64Array(rows * rows);
  for (const row of upper) data.set(rowOf(first, row), row * rows);
  lower.forEach((row, i) => {
    const start = row * rows;
    rowOf(between, i).forEach((value, j) => (data[start + j] = -value));
    data.set(rowOf(last, i), start + upper.length);
  });
  return {data, rows, columns: rows};
}

/** Rows and columns of a matrix by their numbers, `[rows, columns]`. */
export function blockOf(
  {data, columns: width}: Matrix64,
  rows: readonly number[],
  columns: readonly number[]
): Matrix64 {
  const taken = new Float64Array(rows.length * columns.length);
  rows.forEach((row, i) => {
    for (let j = 0; j < columns.length; j++) taken[i * columns.length + j] = data[row * width + columns[j]];
  });
  return {data: taken, rows: rows.length, columns: columns.length};
}

function rowOf({data, columns}: Matrix64, row: number): Float64Array {
  return data.subarray(row * columns, (row + 1) * columns);
}

/** Cholesky's factor, row by row, and what undoes it, by putting in. */
function smallInverseFactor({data: a, rows}: Matrix64): Matrix64 {
  const factor = new Float64Array(rows * rows);
  const inverse = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * rows + j];
      for (let k = 0; k < j; k++) sum -= factor[i * rows + k] * factor[j * rows + k];
      if (i === j && !(sum > 0)) throw new Error("a matrix without an inverse");
      factor[i * rows + j] = i === j ? Math.sqrt(sum) : sum / factor[j * rows + j];
    }
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= factor[i * rows + k] * inverse[k * rows + j];
      inverse[i * rows + j] = sum / factor[i * rows + i];
    }
  }
  return {data: inverse, rows, columns: rows};
}
