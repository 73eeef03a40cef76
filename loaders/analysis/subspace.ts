/**
 * The leading eigenvectors of a large symmetric matrix by subspace iteration: a block of vectors is multiplied by a
 * polynomial of the matrix, made orthonormal and turned to the best approximations of eigenvectors in its space
 * (Rayleigh-Ritz), until these are good enough. The polynomials are Chebyshev's, which hold down the unwanted end of
 * the spectrum and grow fastest beyond it (Zhou, Saad, Tiago & Chelikowsky 2006, J. Comput. Phys. 219, 172-184).
 * Vectors that are exact but for rounding leave the block (deflation): beside eigenvalues a thousand times larger, only
 * low degrees would keep the others' digits.
 */
import type {Matrix64, Product} from "../matrix.ts";
import {orthonormalise, subtractProjections} from "./orthonormal.ts";
import {seededRandom} from "./random.ts";
import {joinRows, rowRange, rowsOf} from "./rows.ts";

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

/** Approximate eigenpairs. */
interface RitzPairs extends Eigenpairs {
  /** The vectors multiplied by the matrix. */
  images: Matrix64;
  /** |image − value · vector|, `[values.length]` */
  residuals: Float64Array;
}

/** Multiplies vectors, the rows, by the symmetric matrix and frees the images of what lies along exact eigenvectors. */
type Multiply = (vectors: Matrix64) => Promise<Matrix64>;

/** Up to this size it is as fast to find all eigenvectors. */
const smallSize = 160;
/** Vectors in the block beyond those asked for: they converge last, and the more there are, the sooner the others. */
const extraVectors = 32;
/** Largest residual, relative to the eigenvalue, whose error is no larger, and mostly about its square. */
const tolerance = 1e-7;
/** How many times smaller a filter is to make them, so that it seldom takes another. */
const margin = 100;
/** How far a filter may raise the first vector over the last: further, rounding would drown the last. */
const amplification = 1e13;
/** Most products between two looks at the vectors. */
const maxDegree = 500;
const maxRounds = 100;

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
  const {product} = arithmetic;
  const random = seededRandom(1);
  let exact: Eigenpairs = {values: new Float64Array(0), vectors: filled(0, size, random)};
  const multiply: Multiply = async (vectors) => {
    const images = await product(vectors, matrix);
    await subtractProjections(images, exact.vectors, product);
    return images;
  };
  let vectors = await multiply(filled(block, size, random));
  for (let round = 0; round < maxRounds; round++) {
    const ready = exact.values.length;
    const basis = joinRows(exact.vectors, vectors);
    await orthonormalise(basis, {ready, random, product});
    const pairs = await rayleighRitz(multiply, rowRange(basis, ready, basis.rows), arithmetic);
    const rounding = Number.EPSILON * Math.sqrt(size) * Math.max(...exact.values, ...pairs.values);
    const wanted = count - ready;
    const excess = excessOf(pairs, wanted, rounding);
    if (excess <= 1) return join(exact, first(wanted, pairs));
    const done = pairs.residuals.findIndex((residual) => residual > rounding);
    exact = join(exact, first(done, pairs));
    const lowest = Math.max(pairs.values[wanted - 1], rounding);
    vectors = await filter(multiply, without(done, pairs), lowest, excess);
  }
  throw new Error(`the first ${count} eigenvectors of ${size} were not found in ${maxRounds} rounds`);
}

/** The first `count` eigenpairs, or all, as views. */
export function first(count: number, {values, vectors}: Eigenpairs): Eigenpairs {
  const kept = Math.min(count, values.length);
  return {values: values.subarray(0, kept), vectors: rowRange(vectors, 0, kept)};
}

/** All but the first `count`. */
function without(count: number, {values, vectors, images, residuals}: RitzPairs): RitzPairs {
  return {
    values: values.subarray(count),
    vectors: rowRange(vectors, count, vectors.rows),
    images: rowRange(images, count, vectors.rows),
    residuals: residuals.subarray(count)
  };
}

function join(a: Eigenpairs, b: Eigenpairs): Eigenpairs {
  return {values: Float64Array.of(...a.values, ...b.values), vectors: joinRows(a.vectors, b.vectors)};
}

function filled(rows: number, columns: number, value: () => number): Matrix64 {
  return {data: Float64Array.from({length: rows * columns}, value), rows, columns};
}

/** The best approximations of eigenpairs in the space of the orthonormal rows of `basis`. */
async function rayleighRitz(
  multiply: Multiply,
  basis: Matrix64,
  {product, eigenpairs}: Arithmetic
): Promise<RitzPairs> {
  const basisImages = await multiply(basis);
  const {values, vectors: turn} = eigenpairs(await product(basis, basisImages, {transposeB: true}));
  const vectors = await product(turn, basis);
  const images = await product(turn, basisImages);
  const [before, after] = [rowsOf(vectors), rowsOf(images)];
  return {values, vectors, images, residuals: values.map((value, i) => residual(before[i], after[i], value))};
}

function residual(vector: Float64Array, image: Float64Array, value: number): number {
  let squares = 0;
  for (let j = 0; j < vector.length; j++) squares += (image[j] - value * vector[j]) ** 2;
  return Math.sqrt(squares);
}

/** How many times too large the residuals of the first `wanted` pairs are, at the most. */
function excessOf({values, residuals}: RitzPairs, wanted: number, rounding: number): number {
  const excesses = residuals
    .subarray(0, wanted)
    .map((residual, i) => residual / Math.max(tolerance * values[i], rounding));
  return Math.max(...excesses);
}

/**
 * T(x) applied to the vectors: x = 2/cut · matrix − 1 maps the unwanted eigenvalues, from 0 to the cut, to ±1, where a
 * Chebyshev polynomial T stays within ±1; beyond, it grows with its degree. T₀ = 1, T₁ = x and Tₙ₊₁ = 2x Tₙ − Tₙ₋₁.
 *
 * The cut is the block's smallest eigenvalue, as long as nearly equal ones don't fill the block: then it would be as
 * large as the wanted, and nothing would be held down. But what a residual is made of lies at least as far from the
 * eigenvalue as the residual is long: it is enough to hold down what lies further than half of that.
 *
 * @param lowest the last wanted eigenvalue
 * @param excess how many times too large the residuals are
 */
async function filter(
  multiply: Multiply,
  {values, vectors, images}: RitzPairs,
  lowest: number,
  excess: number
): Promise<Matrix64> {
  const near = Math.min(excess * tolerance, 1) / 2;
  const cut = Math.min(Math.max(values[values.length - 1], lowest / amplification), (1 - near) * lowest);
  const enough = Math.ceil(degreeFor(margin * excess, lowest / cut));
  const most = Math.floor(degreeFor(amplification, values[0] / cut));
  let last = vectors;
  let current = sum([2 / cut, images], [-1, vectors]);
  for (let degree = Math.min(enough, most, maxDegree); degree > 1; degree--) {
    const next = sum([4 / cut, await multiply(current)], [-2, current], [-1, last]);
    [last, current] = [current, next];
  }
  return current;
}

/** The degree of which a Chebyshev polynomial is `gain` at `ratio` times the cut: Tₙ(x) = cosh(n arcosh x). */
export function degreeFor(gain: number, ratio: number): number {
  return Math.acosh(gain) / Math.acosh(Math.max(2 * ratio - 1, 1));
}

/** The sum of matrices of one shape, each times a number. */
function sum(...terms: [factor: number, matrix: Matrix64][]): Matrix64 {
  const {rows, columns} = terms[0][1];
  const data = new Float64Array(rows * columns);
  for (const [factor, matrix] of terms)
    for (let i = 0; i < data.length; i++) data[i] += factor * matrix.data[i];
  return {data, rows, columns};
}
