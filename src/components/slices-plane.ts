/** Components of a slice, and where other statements lie on them. */
import {table as tableOf} from "npm:arquero";
import type {ColumnTable} from "npm:arquero";
import {count} from "./format.js";
import {slicePca} from "./slice-pca.js";
import {dot} from "./slices-krylov.js";
import {vectorsOf} from "./slices-load.js";
import {listed, SliceProblem} from "./slices-problem.js";
import {datasetsOf} from "./slices-table.js";

/** Statements on components, their own or those of others. */
export interface Plane {
  /** The statements with columns `pc1`, `pc2`, …: coordinates, in units of the vector. */
  table: ColumnTable;
  /** How much of the variance of these statements each component has, `[components]`. */
  ratio: number[];
  /** Whose components they are. */
  fit: Fit;
}

/** What components were found from. */
export interface Fit {
  /** The datasets, "cities and neg_cities". */
  name: string;
  statements: number;
  /** `[hiddenSize]` */
  mean: Float64Array;
  /** Unit vectors, `[components][hiddenSize]`. */
  axes: Float64Array[];
}

/** As many components as pages draw in a curve of variance. */
const found = 20;
/** Fewer statements lie in a plane whatever they say. */
const fewest = 3;

const planes = new WeakMap<ColumnTable, Plane>();

/**
 * The principal components of a slice alone, centred and not scaled, from the exact vectors: the same that a build finds of
 * the same statements, signs included. Asked again of the same table, it remembers.
 *
 * @param slice at least 3 statements
 * @throws SliceProblem if there are fewer, or if the table lost a column that says whose vectors they are
 */
export function pca(slice: ColumnTable): Plane {
  const statements = slice.numRows();
  if (statements < fewest)
    throw new SliceProblem(
      `the slice has ${count(statements, "statement")}, too few for components: let the filter keep more`
    );
  const known = planes.get(slice);
  if (known) return known;
  const {scores, ratio, mean, axes} = slicePca(vectorsOf(slice), {components: found});
  const fit = {name: listed(datasetsOf(slice)), statements, mean, axes};
  const plane = {table: placed(slice, scores), ratio, fit};
  planes.set(slice, plane);
  return plane;
}

/**
 * Statements on the components of others: "fit on cities, look at capitals". They are counted from the others' mean, and
 * `ratio` says how much of their own variance about it the components have.
 *
 * @param table the statements to look at
 * @param onto a slice's components, or the slice
 * @throws SliceProblem as `pca`
 */
export function project(table: ColumnTable, onto: Plane | ColumnTable): Plane {
  const {fit} = planeOf(onto);
  const offsets = vectorsOf(table).map((vector) => fit.mean.map((middle, j) => vector[j] - middle));
  const scores = offsets.map((offset) => fit.axes.map((axis) => dot(offset, axis)));
  const own = variance(offsets);
  const ratio = fit.axes.map((_, k) =>
    own > 0 ? variance(scores.map((row) => Float64Array.of(row[k]))) / own : 0
  );
  return {table: placed(table, scores), ratio, fit};
}

/** A plane as it is; a table on its own components. */
export const planeOf = (source: Plane | ColumnTable): Plane => ("fit" in source ? source : pca(source));

/** The sum of squares about the mean. */
function variance(vectors: readonly Float64Array[]): number {
  const mean = new Float64Array(vectors.at(0)?.length ?? 0);
  for (const vector of vectors) vector.forEach((value, j) => (mean[j] += value / vectors.length));
  return vectors.reduce((sum, vector) => sum + vector.reduce((all, v, j) => all + (v - mean[j]) ** 2, 0), 0);
}

/** The table with its coordinates as columns, at least two. */
function placed(table: ColumnTable, scores: readonly (readonly number[])[]): ColumnTable {
  const components = Math.max(2, scores.at(0)?.length ?? 0);
  const columns = Array.from({length: components}, (_, k): [string, number[]] => [
    `pc${k + 1}`,
    scores.map((row) => row[k] ?? 0)
  ]);
  return table.assign(tableOf(Object.fromEntries(columns)));
}
