import type {Matrix64, Product} from "../../matrix.ts";
import {blockOf, symmetricInverse} from "../inverse.ts";
import {rowsOf} from "../rows.ts";
import {partRows, type Folds} from "./folds.ts";
import {tableOf, type HeldOutScores} from "./labellings.ts";
import {ledoitWolfOf} from "./shrinkage.ts";

/** Shrinkage within these bounds has an inverse, and a direction other than the difference of means. */
const [leastShare, mostShare] = [1e-5, 1 - 1e-5];

/**
 * The difference of means corrected by the covariance, without each fold, and what it says of the statements inside, for
 * many labellings at once. Fisher's direction Σ⁻¹(μ⁺ − μ⁻) is that of least squares for labels of 1 and −1, with the
 * covariance of all statements as with that within classes (Hastie, Tibshirani & Friedman, The Elements of Statistical
 * Learning, exercise 4.2); and what least squares say without a fold follows from what they say with it: one inverse does
 * for all folds and labellings. Σ is shrunk as by Ledoit & Wolf, once, from all statements: labels have no part in it. The
 * threshold is least squares', halfway between the means where the classes are of one size.
 *
 * @param gram the products of rows less their mean, `[rows, rows]`, not all 0
 * @param columns of the activations
 */
export async function correctedScores(
  gram: Matrix64,
  columns: number,
  folds: Folds,
  product: Product
): Promise<HeldOutScores> {
  const {rows} = gram;
  const {share, variance} = ledoitWolfOf(gram, columns);
  const kept = Math.min(Math.max(share, leastShare), mostShare);
  const penalty = (rows * kept * variance) / (1 - kept);
  const residuals = await residualsOf(gram, penalty, product);
  const parts: {inside: number[]; inverse: Matrix64}[] = [];
  for (let fold = 0; fold < folds.count; fold++) {
    const {inside} = partRows(folds, fold);
    parts.push({inside, inverse: await symmetricInverse(blockOf(residuals, inside, inside), product)});
  }
  return async (labellings) => {
    const signs = tableOf(labellings, rows, (label) => (label === 1 ? 1 : -1));
    const left = await product(signs, residuals);
    const scores = labellings.map(() => new Float64Array(rows));
    const all = labellings.map((_, i) => i);
    for (const {inside, inverse} of parts) {
      const errors = rowsOf(await product(blockOf(left, all, inside), inverse));
      scores.forEach((ofRows, i) =>
        inside.forEach((row, j) => (ofRows[row] = signs.data[i * rows + row] - errors[i][j]))
      );
    }
    return scores;
  };
}

/** What turns labels into what least squares with an intercept leave of them: penalty · (K + penalty)⁻¹ − 1/rows. */
async function residualsOf(gram: Matrix64, penalty: number, product: Product): Promise<Matrix64> {
  const {rows} = gram;
  const shifted = {...gram, data: gram.data.slice()};
  for (let i = 0; i < rows; i++) shifted.data[i * rows + i] += penalty;
  const inverse = await symmetricInverse(shifted, product);
  return {...inverse, data: inverse.data.map((value) => penalty * value - 1 / rows)};
}
