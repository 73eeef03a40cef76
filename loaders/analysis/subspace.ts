/**
 * The leading eigenvectors of a large symmetric matrix by subspace iteration: a block of vectors is multiplied by a
 * polynomial of the matrix, made orthonormal and turned to the best approximations of eigenvectors in its space
 * (Rayleigh-Ritz), until these are good enough. The polynomials are Chebyshev's, which hold down the unwanted end of
 * the spectrum and grow fastest beyond it (Zhou, Saad, Tiago & Chelikowsky 2006, J. Comput. Phys. 219, 172-184).
 */
import type {Matrix64, Product} from "../matrix.ts";
import {orthonormalise, rowsOf} from "./orthonormal.ts";
import {seededRandom} from "./random.ts";

/** Eigenvalues, the largest first, and their eigenvectors as unit rows, `[values.length, size]`. */
export interface Eigenpairs {
  values: Float64Array;
  vectors: Matrix64;
}

/** What the iteration computes with: the product of large matrices and all eigenpairs of a small symmetric one. */
export interface Arithmetic {
  product: Product;
  eigenpairs: (symmetric: Matrix64) => Eigenpairs;
}

/** Approximate eigenpairs, and `images`, their vectors multiplied by the matrix. */
interface RitzPairs extends Eigenpairs {
  images: Matrix64;
}

/** Up to this size it is as fast to find all eigenvectors. */
const smallSize = 160;
/** Vectors in the block beyond those asked for: they converge last, and the more there are, the sooner the others. */
const extraVectors = 32;
/** Largest residual, relative to the eigenvalue. The error of the eigenvalue is about its square. */
const tolerance = 1e-7;
/** How far a filter may raise the first vector over the last: further, rounding would drown the last. */
const amplification = 1e13;
const maxDegree = 20;
const maxRounds = 500;

/**
 * The first `count` eigenpairs, or all, of a symmetric matrix without negative eigenvalues. The iteration starts from
 * seeded random vectors: the same matrix gives the same pairs.
 *
 * @param matrix `[size, size]`
 */
export async function leadingEigenpairs(
  matrix: Matrix64,
  count: number,
  arithmetic: Arithmetic
): Promise<Eigenpairs> {
  const size = matrix.rows;
  const block = count + extraVectors;
  if (size <= Math.max(smallSize, block)) return first(count, arithmetic.eigenpairs(matrix));
  const random = seededRandom(1);
  let vectors: Matrix64 = {
    data: Float64Array.from({length: block * size}, random),
    rows: block,
    columns: size
  };
  for (let round = 0; round < maxRounds; round++) {
    orthonormalise(vectors, random);
    const pairs = await rayleighRitz(matrix, vectors, arithmetic);
    if (converged(pairs, count)) return first(count, pairs);
    vectors = await filter(matrix, pairs, arithmetic.product);
  }
  throw new Error(`the first ${count} eigenvectors of ${size} were not found in ${maxRounds} rounds`);
}

/** The first `count` eigenpairs, or all. */
export function first(count: number, {values, vectors: {data, rows, columns}}: Eigenpairs): Eigenpairs {
  const kept = Math.min(count, rows);
  return {values: values.slice(0, kept), vectors: {data: data.slice(0, kept * columns), rows: kept, columns}};
}

/** The best approximations of eigenpairs in the space of the orthonormal rows of `basis`. */
async function rayleighRitz(
  matrix: Matrix64,
  basis: Matrix64,
  {product, eigenpairs}: Arithmetic
): Promise<RitzPairs> {
  const images = await product(basis, matrix);
  const {values, vectors: turn} = eigenpairs(await product(basis, images, {transposeB: true}));
  return {values, vectors: await product(turn, basis), images: await product(turn, images)};
}

/** Whether the first `count` pairs are eigenpairs, but for `tolerance` and for the rounding of the products. */
function converged({values, vectors, images}: RitzPairs, count: number): boolean {
  const rounding = Number.EPSILON * vectors.columns * values[0];
  const [before, after] = [rowsOf(vectors), rowsOf(images)];
  return values
    .subarray(0, count)
    .every((value, i) => residual(before[i], after[i], value) <= Math.max(tolerance * value, rounding));
}

/** |image − value · vector| */
function residual(vector: Float64Array, image: Float64Array, value: number): number {
  let squares = 0;
  for (let j = 0; j < vector.length; j++) squares += (image[j] - value * vector[j]) ** 2;
  return Math.sqrt(squares);
}

/**
 * T(x) applied to the vectors: x = 2/cut · matrix − 1 maps the unwanted eigenvalues, from 0 to the block's smallest, to
 * ±1, where a Chebyshev polynomial T stays within ±1; beyond, it grows with its degree. T₀ = 1, T₁ = x and
 * Tₙ₊₁ = 2x Tₙ − Tₙ₋₁.
 */
async function filter(matrix: Matrix64, pairs: RitzPairs, product: Product): Promise<Matrix64> {
  const {values, vectors, images} = pairs;
  const cut = Math.max(values[values.length - 1], values[0] / amplification);
  let last = vectors;
  let current = sum([2 / cut, images], [-1, vectors]);
  for (let degree = highestDegree(values[0], cut); degree > 1; degree--) {
    const next = sum([4 / cut, await product(current, matrix)], [-2, current], [-1, last]);
    [last, current] = [current, next];
  }
  return current;
}

/** The highest degree whose polynomial is at most `amplification` at eigenvalue `first`: Tₙ(x) = cosh(n arcosh x). */
function highestDegree(first: number, cut: number): number {
  const degree = Math.acosh(amplification) / Math.acosh((2 * first) / cut - 1);
  return Math.min(maxDegree, Math.max(1, Math.floor(degree)));
}

/** The sum of matrices of one shape, each times a number. */
function sum(...terms: [factor: number, matrix: Matrix64][]): Matrix64 {
  const {rows, columns} = terms[0][1];
  const data = new Float64Array(rows * columns);
  for (const [factor, matrix] of terms)
    for (let i = 0; i < data.length; i++) data[i] += factor * matrix.data[i];
  return {data, rows, columns};
}
