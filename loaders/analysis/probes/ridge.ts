import type {Matrix64, Product} from "../../matrix.ts";
import {rowsOf} from "../rows.ts";
import {groupedFolds, type Folds} from "./folds.ts";
import {absent, present, type Measured} from "./measured.ts";
import type {LinearProbe, Train} from "./probe.ts";
import {inColumns, rowSpace} from "./row-space.ts";
import {ofColumns, standardise} from "./standardise.ts";
import {solveSystems, weigh, type System} from "./systems.ts";
import {dot, fromRows} from "./vectors.ts";

export interface RidgeOptions {
  /** scikit-learn's alpha, rising. With one, nothing is chosen. */
  penalties?: number[];
  /** Of the inner folds. */
  seed?: number;
  product: Product;
}

export interface RidgeProbe extends LinearProbe {
  /** Of the standardised columns, `[columns]`. */
  coefficients: Float64Array;
  /** scikit-learn's alpha, chosen within the training statements. */
  penalty: number;
}

interface Fit {
  weights: Float64Array;
  /** What it says of all rows, those left out too, `[rows]`. */
  predictions: Float64Array;
  intercept: number;
}

const defaultPenalties = [1, 10, 100, 1e3, 1e4, 1e5, 1e6];
/** Relative precision of equations: enough to compare penalties, and for the weights that are kept. */
const [rough, fine] = [1e-6, 1e-11];

/**
 * Ridge regression of numeric labels on standardised columns (Hoerl & Kennard 1970): w and b of the least
 * Σ (y − w·z − b)² + penalty · |w|². The penalty that does best on held-out subjects is taken, by the squared errors of
 * five folds within the training statements; of equal ones the largest. Absent where all labels are equal or where there
 * are too few subjects to choose a penalty.
 */
export function ridgeProbe({penalties = defaultPenalties, seed, product}: RidgeOptions): Train<RidgeProbe> {
  return async ({x, rows, columns, labels, subjects}) => {
    if (labels.every((label) => label === labels[0])) return absent("different numbers needed, one found");
    const standard = standardise(x, rows, columns);
    const space = await rowSpace(standard.table, product);
    const z = space.coordinates;
    const penalty = await bestPenalty(z, labels, subjects, {penalties, seed, product});
    if (!penalty.present) return penalty;
    const all = new Float64Array(rows).fill(1);
    const [fit] = await fitRidge(z, labels, [{weights: all, penalty: penalty.value}], {
      tolerance: fine,
      product
    });
    const {data} = await inColumns(space, fromRows([fit.weights]), product);
    return present({...ofColumns(data, fit.intercept, standard), coefficients: data, penalty: penalty.value});
  };
}

async function bestPenalty(
  z: Matrix64,
  labels: Float64Array,
  subjects: Int32Array,
  {penalties, seed, product}: RidgeOptions & {penalties: number[]}
): Promise<Measured<number>> {
  if (penalties.length === 1) return present(penalties[0]);
  const folds = groupedFolds(subjects, {seed});
  if (!folds.present) return absent(`to choose a penalty, ${folds.why}`);
  const {of, count} = folds.value;
  const kept = Array.from({length: count}, (_, fold) => Float64Array.from(of, (f) => (f === fold ? 0 : 1)));
  const systems = penalties.flatMap((penalty) => kept.map((weights) => ({weights, penalty})));
  const fits = await fitRidge(z, labels, systems, {tolerance: rough, product});
  const errors = penalties.map((_, p) =>
    heldOutError(labels, fits.slice(p * count, (p + 1) * count), folds.value)
  );
  return present(penalties[errors.lastIndexOf(Math.min(...errors))]);
}

/** One fit a system; the weights are 1, or 0 where a row is left out. */
async function fitRidge(
  z: Matrix64,
  labels: Float64Array,
  systems: System[],
  {tolerance, product}: {tolerance: number; product: Product}
): Promise<Fit[]> {
  const targets = systems.map((system) => {
    const values = labels.slice();
    weigh(values, system);
    return values;
  });
  const sides = rowsOf(await product(fromRows(targets), z));
  const tolerances = systems.map(() => tolerance);
  const weights = await solveSystems(z, systems, sides, {tolerances, product});
  const along = rowsOf(await product(fromRows(weights), z, {transposeB: true}));
  return systems.map((system, i) => {
    const count = system.weights.reduce((sum, weight) => sum + weight, 0);
    const intercept = (dot(system.weights, labels) - dot(system.weights, along[i])) / count;
    return {weights: weights[i], intercept, predictions: along[i].map((value) => value + intercept)};
  });
}

/** The squared errors of each fold's fit on the rows that it has not seen. */
function heldOutError(labels: Float64Array, fits: Fit[], {of}: Folds): number {
  return labels.reduce((sum, label, row) => sum + (label - fits[of[row]].predictions[row]) ** 2, 0);
}
