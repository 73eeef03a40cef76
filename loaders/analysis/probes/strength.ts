import type {Matrix64, Product} from "../../matrix.ts";
import {groupedFolds, type Folds} from "./folds.ts";
import {softplus} from "./logistic-loss.ts";
import {absent, present, type Measured} from "./measured.ts";
import {fitLogistic, type Fit} from "./newton.ts";

/** How a logistic regression is fitted. */
export interface LogisticOptions {
  /** scikit-learn's C, rising: how much the statements count against the penalty. With one, nothing is chosen. */
  strengths?: number[];
  /** Of the inner folds. */
  seed?: number;
  product: Product;
}

const defaultStrengths = [1e-4, 1e-3, 1e-2, 1e-1, 1, 10];
/** Relative precision of weights: enough to compare strengths, and of those that are kept. */
const [rough, fine] = [1e-3, 1e-5];

/**
 * Fits one regression for each list of signs, with the strength that does best on subjects it was not fitted to: within
 * these rows, five folds by subject are held out in turn, and the strength of the least log-loss of all held-out rows is
 * taken; of equal ones the smallest.
 *
 * @param z `[rows, columns]`
 * @param signs 1 and −1, `[rows]` each
 * @param subjects `[rows]`
 */
export async function fitWithBestStrength(
  z: Matrix64,
  signs: Int8Array[],
  subjects: Int32Array,
  {strengths = defaultStrengths, seed, product}: LogisticOptions
): Promise<Measured<{fit: Fit; strength: number}[]>> {
  let best = signs.map(() => strengths[0]);
  if (strengths.length > 1) {
    const folds = groupedFolds(subjects, {seed});
    if (!folds.present) return absent(`to choose a strength, ${folds.why}`);
    const why = signs.map((list) => whyUnfit(list, folds.value)).find((found) => found !== undefined);
    if (why !== undefined) return absent(`to choose a strength, ${why}`);
    best = await bestStrengths(z, signs, folds.value, {strengths, product});
  }
  const regressions = signs.map((list, i) => ({signs: list, strength: best[i]}));
  const fits = await fitLogistic(z, regressions, {tolerance: fine, product});
  return present(fits.map((fit, i) => ({fit, strength: best[i]})));
}

/** Says so where a class is only in one of the folds: without it, there is one class to fit to. */
function whyUnfit(signs: Int8Array, {of, count}: Folds): string | undefined {
  const classesOutside = (fold: number) => new Set(signs.filter((_, row) => of[row] !== fold)).size;
  const one = Array.from({length: count}, (_, fold) => classesOutside(fold)).findIndex((size) => size < 2);
  return one < 0 ? undefined : `both classes needed in more than one of ${count} folds`;
}

async function bestStrengths(
  z: Matrix64,
  signs: Int8Array[],
  {of, count}: Folds,
  {strengths, product}: {strengths: number[]; product: Product}
): Promise<number[]> {
  const regressions = signs.flatMap((list) =>
    strengths.flatMap((strength) =>
      Array.from({length: count}, (_, fold) => ({
        signs: list.map((sign, row) => (of[row] === fold ? 0 : sign)),
        strength
      }))
    )
  );
  const fits = await fitLogistic(z, regressions, {tolerance: rough, product});
  return signs.map((list, s) => {
    const losses = strengths.map((_, c) => {
      const first = (s * strengths.length + c) * count;
      return heldOutLoss(list, fits.slice(first, first + count), of);
    });
    return strengths[losses.indexOf(Math.min(...losses))];
  });
}

/** −log of the probabilities that each fold's fit gives to the classes of the rows that it has not seen. */
function heldOutLoss(signs: Int8Array, fits: Fit[], of: Int32Array): number {
  return signs.reduce((sum, sign, row) => sum + softplus(-sign * fits[of[row]].scores[row]), 0);
}
