/** Logistic regression without each fold, of many labellings at once, on the products of statements with each other. */
import type {Matrix64, Product} from "../../matrix.ts";
import {partRows, type Folds} from "./folds.ts";
import {fitLogisticByRows, type GramFit} from "./gram-logistic.ts";
import type {HeldOutScores} from "./labellings.ts";
import {softplus, type Signed} from "./logistic-loss.ts";

/** scikit-learn's C, rising. */
const strengths = [1e-4, 1e-3, 1e-2, 1e-1];
/**
 * Relative precision of weights: of those that strengths are compared by, of those that are kept, and of those of permuted
 * labels. A tenth moves an area under a curve in its third decimal.
 */
const [compared, kept, permuted] = [1e-1, 1e-2, 1e-1];

export interface ClassesOptions {
  /** Of labels: with two there is one regression, with more one for each label against all others. */
  classes: number;
  product: Product;
}

/** The strength that is taken for each fold, which its own statements had no part in. */
export type Strengths = number[];

/**
 * The strength for each fold. The fold and one beside it are left out, a regression is fitted to the rest, and the strength
 * is taken that gives the statements of the fold beside it the least log-loss, summed over the folds on either side and over
 * labels. From the weakest on, the next strength is tried as long as it is better for some fold.
 *
 * @param gram of standardised columns, `[rows, rows]`
 * @param codes from 0; every label has to be outside any two folds, of which there are three or more
 */
export async function chooseStrengths(
  gram: Matrix64,
  codes: Int32Array,
  folds: Folds,
  {classes, product}: ClassesOptions
): Promise<Strengths> {
  const {count, of} = folds;
  const ways = signsOfClasses(codes, classes).flatMap((signs) =>
    Array.from({length: count}, (_, fold) => ({
      signs: signs.map((sign, row) => (of[row] === fold || of[row] === (fold + 1) % count ? 0 : sign)),
      whole: signs,
      fold
    }))
  );
  const chosen = new Array<number>(count).fill(strengths[0]);
  const least = new Array<number>(count).fill(Infinity);
  let starts: GramFit[] | undefined;
  for (const strength of strengths) {
    const regressions = ways.map(({signs}) => ({signs, strength}));
    starts = await fitLogisticByRows(gram, regressions, {tolerance: compared, starts, product});
    const losses = new Array<number>(count).fill(0);
    ways.forEach(({whole, fold}, i) => {
      const next = (fold + 1) % count;
      const fit = starts?.[i];
      if (!fit) return;
      losses[fold] += lossIn(fit, whole, folds, next);
      losses[next] += lossIn(fit, whole, folds, fold);
    });
    const better = losses.map((loss, fold) => loss < least[fold]);
    better.forEach((is, fold) => {
      if (is) [chosen[fold], least[fold]] = [strength, losses[fold]];
    });
    if (!better.some(Boolean)) break;
  }
  return chosen;
}

/**
 * What regressions of these strengths, one a fold, say of the statements inside their fold: of two labels w·x + b, of more
 * the number of the label whose regression says most. Labels that are missing outside a fold are no regression's; of two,
 * scores in that fold are 0.
 *
 * @param gram of standardised columns, `[rows, rows]`
 */
export function classScores(
  gram: Matrix64,
  folds: Folds,
  chosen: Strengths,
  {classes, product}: ClassesOptions
): HeldOutScores {
  return async (labellings) => {
    const ways = labellings.flatMap((codes, labelling) =>
      signsOfClasses(codes, classes).flatMap((signs, number) =>
        chosen.map((strength, fold) => ({labelling, number, fold, ...without(signs, folds, fold, strength)}))
      )
    );
    const possible = ways.filter(({signs}) => signs.includes(1) && signs.includes(-1));
    const tolerance = labellings.length > 1 ? permuted : kept;
    const fits = await fitLogisticByRows(gram, possible, {tolerance, product});
    const most = labellings.map(({length}) => new Float64Array(length).fill(-Infinity));
    const scores = labellings.map(({length}) => new Float64Array(length));
    const parts = chosen.map((_, fold) => partRows(folds, fold).inside);
    possible.forEach(({labelling, number, fold}, i) => {
      for (const row of parts[fold]) {
        const score = fits[i].along[row] + fits[i].intercept;
        if (classes === 2) scores[labelling][row] = score;
        else if (score > most[labelling][row]) {
          most[labelling][row] = score;
          scores[labelling][row] = number;
        }
      }
    });
    return scores;
  };
}

/** Of two classes one list is enough: 1 for class 1. */
function signsOfClasses(codes: Int32Array, classes: number): Int8Array[] {
  const numbers = classes === 2 ? [1] : Array.from({length: classes}, (_, number) => number);
  return numbers.map((number) => Int8Array.from(codes, (code) => (code === number ? 1 : -1)));
}

function without(signs: Int8Array, {of}: Folds, fold: number, strength: number): Signed {
  return {signs: signs.map((sign, row) => (of[row] === fold ? 0 : sign)), strength};
}

/** −log of the probabilities that a fit gives to the labels of a fold's statements. */
function lossIn({along, intercept}: GramFit, signs: Int8Array, {of}: Folds, fold: number): number {
  let loss = 0;
  for (let row = 0; row < along.length; row++)
    if (of[row] === fold) loss += softplus(-signs[row] * (along[row] + intercept));
  return loss;
}
