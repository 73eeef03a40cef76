/**
 * Principal components of tables with thousands of rows and columns. ml-pca solves the small eigenproblems and holds
 * what comes out; the large products are the caller's, and subspace iteration makes large eigenproblems small.
 */
import {Matrix} from "ml-matrix";
import {PCA} from "ml-pca";
import {centre, type CentredTable} from "./centred.ts";
import type {Matrix64, Product} from "../matrix.ts";
import {orthonormalise} from "./orthonormal.ts";
import {seededRandom} from "./random.ts";
import {rowsOf} from "./rows.ts";
import {first, leadingEigenpairs, type Eigenpairs} from "./subspace.ts";

/** Principal components, in scikit-learn's words. */
export interface Components {
  /** How many components there are: as many as asked for, or as the centred table's rank. */
  k: number;
  /** The rows' coordinates on the components, `[rows, k]`. */
  scores: Float64Array;
  /** Orthogonal unit vectors, `[k, columns]`. */
  components: Float64Array;
  /** Variances of the scores (divided by rows − 1), the largest first, `[k]`. */
  explainedVariance: Float64Array;
  /** Their shares of `totalVariance`, `[k]`. */
  explainedVarianceRatio: Float64Array;
  /** The sum of the columns' variances, whether or not the components have it all. */
  totalVariance: number;
}

/** Below this share of the first variance, a millionth of its deviation, is rounding: the table has 7 digits. */
const negligible = 1e-12;
/** Loadings that differ by less than this share are equally large. */
const tie = 1e-6;

/**
 * The first principal components of a table, centred and, unless it is to be standardised, not scaled. The largest of a component's loadings is
 * positive; among equally large ones, the first. If all rows are equal, as a single one is, there are no components:
 * k = 0, all arrays are empty and `totalVariance` is 0.
 *
 * @param x `[rows, columns]`, row-major
 * @param options.components the most that are found, at least 1
 * @param options.standardised whether columns are divided by their standard deviations first: scores are in those units then
 * @throws Problem if a number is not finite
 */
export async function principalComponents(
  x: Float32Array,
  rows: number,
  columns: number,
  {components = 64, standardised, product}: {components?: number; standardised?: boolean; product: Product}
): Promise<Components> {
  const table = centre(x, rows, columns, {standardised});
  if (table.totalVariance === 0) return noComponents();
  const basis = await leadingDirections(table, components, product);
  const {model, scores} = await solve(table, basis, product);
  const k = basis.rows;
  return {
    k,
    scores: scores.data,
    components: Float64Array.from(model.getLoadings().to1DArray()),
    explainedVariance: Float64Array.from(model.getEigenvalues().slice(0, k)),
    explainedVarianceRatio: Float64Array.from(model.getExplainedVariance().slice(0, k)),
    totalVariance: table.totalVariance
  };
}

function noComponents(): Components {
  const none = new Float64Array(0);
  const nothing = {scores: none, components: none, explainedVariance: none, explainedVarianceRatio: none};
  return {k: 0, ...nothing, totalVariance: 0};
}

/**
 * An orthonormal basis, `[k, columns]`, of the space of the first `count` components. They are the eigenvectors of AᵀA;
 * in a wide table AAᵀ is smaller, and if u is an eigenvector of it, Aᵀu is one of AᵀA.
 */
async function leadingDirections(table: CentredTable, count: number, product: Product): Promise<Matrix64> {
  const arithmetic = {product, eigenpairs};
  if (table.rows >= table.columns) {
    const pairs = await leadingEigenpairs(await columnProducts(table, product), count, arithmetic);
    return significant(pairs).vectors;
  }
  const [a] = table.blocks();
  const pairs = await leadingEigenpairs(await product(a, a, {transposeB: true}), count, arithmetic);
  const directions = await product(significant(pairs).vectors, a);
  await orthonormalise(directions, {random: seededRandom(1), product});
  return directions;
}

/**
 * The components within the space of `basis`, and the rows' scores on them, `[rows, k]`. Solved once more there, small variances get back the digits that they lost
 * beside the large ones in the table's own products.
 */
async function solve(
  table: CentredTable,
  basis: Matrix64,
  product: Product
): Promise<{model: PCA; scores: Matrix64}> {
  const coordinates = await coordinatesOn(basis, table, product);
  const squares = await product(coordinates, coordinates, {transposeA: true});
  const {values, vectors: turn} = eigenpairs(squares);
  const directions = await product(turn, basis);
  orient(directions, turn);
  const variances = values.map((value) => value / (table.rows - 1));
  const scores = await product(coordinates, turn, {transposeB: true});
  return {model: modelOf(table, variances, directions), scores};
}

/** AᵀA, `[columns, columns]` */
async function columnProducts({columns, blocks}: CentredTable, product: Product): Promise<Matrix64> {
  let total: Float64Array = new Float64Array(0);
  for (const a of blocks()) {
    const {data} = await product(a, a, {transposeA: true});
    for (let i = 0; i < total.length; i++) data[i] += total[i];
    total = data;
  }
  return {data: total, rows: columns, columns};
}

/** The table's rows measured along directions `[k, columns]`: `[rows, k]`. */
async function coordinatesOn(
  directions: Matrix64,
  {rows, blocks}: CentredTable,
  product: Product
): Promise<Matrix64> {
  const data = new Float64Array(rows * directions.rows);
  let start = 0;
  for (const a of blocks()) {
    const coordinates = await product(a, directions, {transposeB: true});
    data.set(coordinates.data, start);
    start += coordinates.data.length;
  }
  return {data, rows, columns: directions.rows};
}

/**
 * All eigenpairs of a symmetric matrix. Its order is reversed for ml-pca, which starts from the last row: what comes in
 * here has its large entries first, and small eigenvalues keep their digits only if it has them last.
 */
function eigenpairs({data, rows, columns}: Matrix64): Eigenpairs {
  const reversed = Matrix.from1DArray(rows, columns, data.toReversed());
  const solution = new PCA(reversed, {isCovarianceMatrix: true, center: false});
  const vectors = {data: Float64Array.from(solution.getLoadings().to1DArray()), rows, columns};
  for (const vector of rowsOf(vectors)) vector.reverse();
  return {values: Float64Array.from(solution.getEigenvalues()), vectors};
}

/** Those that are more than rounding. */
function significant(pairs: Eigenpairs): Eigenpairs {
  return first(pairs.values.filter((value) => value > negligible * pairs.values[0]).length, pairs);
}

/** Turns each direction about, and its row of `turn`, if that makes its largest entry positive. */
function orient(directions: Matrix64, turn: Matrix64): void {
  const turns = rowsOf(turn);
  rowsOf(directions).forEach((direction, i) => {
    const largest = direction.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const leader = direction.find((value) => Math.abs(value) >= (1 - tie) * largest) ?? 0;
    if (leader < 0) for (const row of [direction, turns[i]]) row.forEach((value, j) => (row[j] = -value));
  });
}

/** ml-pca takes the sum of its eigenvalues for the total variance: one more stands for all other components. */
function modelOf({mean, totalVariance}: CentredTable, variances: Float64Array, directions: Matrix64): PCA {
  const rest = variances.reduce((left, variance) => left - variance, totalVariance);
  return PCA.load({
    name: "PCA",
    center: true,
    scale: false,
    means: [...mean],
    stdevs: [],
    U: Matrix.from1DArray(directions.rows, directions.columns, directions.data).transpose(),
    S: [...variances, Math.max(rest, 0)]
  });
}
