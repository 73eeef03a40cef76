/**
 * Leading eigenpairs of many symmetric matrices that are much alike, to a few digits: each starts from what is known of
 * another and takes as many steps as are settled beforehand, where subspace.ts goes on until all digits are there. A
 * step is a factor of the Chebyshev polynomial that holds down the unwanted end of the spectrum; between steps the
 * vectors are made orthonormal, so that large eigenvalues don't drown the others.
 */
import type {Matrix64, Product} from "../matrix.ts";
import {rowRange, rowsOf} from "./rows.ts";
import {degreeFor, type Arithmetic, type Eigenpairs} from "./subspace.ts";

/** Multiplies vectors, the rows, each block of them by a symmetric matrix of its own without negative eigenvalues. */
export type MultiplyEach = (blocks: readonly Matrix64[]) => Promise<Matrix64[]>;

/** Most steps, where the wanted eigenvalues are hardly larger than the unwanted. */
const maxDegree = 30;
/** What is left of a unit vector is rounding if its squared length is below this. */
const rounding = 1e-13;

/** What the polynomial is to do to the spectrum. */
export interface Filter {
  /** Eigenvalues from 0 to here are held down; 0 where the vectors span all that are larger. */
  cut: number;
  /** About the last eigenvalue that is wanted. */
  lowest: number;
  /** So many times its vector is raised over the unwanted ones; the error of the value falls by the square. */
  gain: number;
}

/**
 * Refines approximate eigenvectors of several matrices. The values are never too large; those at the end of a block are
 * the least exact.
 *
 * @param starts approximate eigenvectors of any lengths, the largest eigenvalue's first, `[count, size]` each
 * @returns as many for each as there are vectors, or fewer if they are not independent
 */
export async function refinedEigenpairs(
  multiply: MultiplyEach,
  starts: readonly Matrix64[],
  {cut, lowest, gain}: Filter,
  {product, eigenpairs}: Arithmetic
): Promise<Eigenpairs[]> {
  const degree = Math.max(1, Math.min(Math.ceil(degreeFor(gain, lowest / cut)), maxDegree));
  let blocks = starts;
  for (const root of chebyshevRoots(cut, degree)) {
    const images = await multiply(blocks);
    images.forEach((image, i) => subtract(image.data, root, blocks[i].data));
    blocks = await Promise.all(images.map((rows) => orthonormalRows(rows, product)));
  }
  const images = await multiply(blocks);
  return Promise.all(
    blocks.map(async (vectors, i) => {
      if (vectors.rows === 0) return {values: new Float64Array(0), vectors};
      const {values, vectors: turn} = eigenpairs(await product(vectors, images[i], {transposeB: true}));
      return {values, vectors: await product(turn, vectors)};
    })
  );
}

/** Takes a multiple of other numbers away, in place. */
function subtract(from: Float64Array, factor: number, numbers: Float64Array): void {
  for (let i = 0; i < from.length; i++) from[i] -= factor * numbers[i];
}

/** Where the Chebyshev polynomial of a degree, stretched over 0 to `cut`, is 0. */
function chebyshevRoots(cut: number, degree: number): number[] {
  return Array.from({length: degree}, (_, i) => (cut / 2) * (1 + Math.cos((Math.PI * (i + 0.5)) / degree)));
}

/** Orthonormal rows of the same span, without rows that those before them leave nothing of (Cholesky's factor). */
async function orthonormalRows(rows: Matrix64, product: Product): Promise<Matrix64> {
  const squares = await product(rows, rows, {transposeB: true});
  return product(inverseFactor(squares), rows);
}

/**
 * The inverse of the lower triangle L with L Lᵀ = `squares`, by Gram-Schmidt on the rows' products alone.
 *
 * @param squares the rows' products with each other, `[count, count]`
 * @returns `[independent, count]`
 */
function inverseFactor({data, rows: count}: Matrix64): Matrix64 {
  const inverse = {data: new Float64Array(count * count), rows: count, columns: count};
  const found = rowsOf(inverse);
  let rank = 0;
  for (let i = 0; i < count; i++) {
    const own = data[i * count + i];
    const row = found[rank].fill(0);
    row[i] = 1;
    let left = own;
    for (let k = 0; k < rank; k++) {
      let along = 0;
      for (let j = 0; j <= i; j++) along += found[k][j] * data[i * count + j];
      for (let j = 0; j <= i; j++) row[j] -= along * found[k][j];
      left -= along * along;
    }
    if (!(left > rounding * own)) continue;
    const scale = 1 / Math.sqrt(left);
    for (let j = 0; j <= i; j++) row[j] *= scale;
    rank++;
  }
  return rowRange(inverse, 0, rank);
}
