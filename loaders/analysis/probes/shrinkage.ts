import type {Matrix64, Product} from "../../matrix.ts";

/** (1 − share) · S + share · variance · I in place of the covariance S: it has an inverse even if S has none. */
export interface Shrinkage {
  share: number;
  /** The mean of the columns' variances. */
  variance: number;
}

/**
 * How far a covariance is to be shrunk towards a multiple of the identity to be nearest to the true one, as far as that
 * can be told from the rows themselves (Ledoit & Wolf 2004, J. Multivariate Anal. 88, 365-411; the
 * numbers of scikit-learn's ledoit_wolf_shrinkage). It is the same in any orthonormal coordinates.
 *
 * @param z rows without their means, `[rows, coordinates]`
 * @param columns how many the rows have; coordinates that they don't need are left out
 */
export async function ledoitWolf(z: Matrix64, columns: number, product: Product): Promise<Shrinkage> {
  const small = z.rows < z.columns ? {transposeB: true} : {transposeA: true};
  return shrinkageOf(await product(z, z, small), rowSquares(z), columns);
}

/** The same from the products of the rows with each other, `[rows, rows]`. */
export function ledoitWolfOf(gram: Matrix64, columns: number): Shrinkage {
  const squares = Float64Array.from({length: gram.rows}, (_, i) => gram.data[i * gram.rows + i]);
  return shrinkageOf(gram, squares, columns);
}

/** From the products of rows or of columns, of which the squares have the same sum, and the squares of the rows. */
function shrinkageOf({data}: Matrix64, squares: Float64Array, columns: number): Shrinkage {
  const rows = squares.length;
  const variance = squares.reduce((sum, square) => sum + square, 0) / rows / columns;
  const size = data.reduce((sum, value) => sum + value * value, 0) / rows ** 2;
  const distance = size - columns * variance ** 2;
  const noise = (squares.reduce((sum, square) => sum + square ** 2, 0) / rows - size) / rows;
  return {share: distance > 0 ? Math.min(Math.max(noise, 0) / distance, 1) : 1, variance};
}

/** |row|², `[rows]` */
function rowSquares({data, rows, columns}: Matrix64): Float64Array {
  const squares = new Float64Array(rows);
  for (let i = 0; i < data.length; i++) squares[Math.floor(i / columns)] += data[i] ** 2;
  return squares;
}
