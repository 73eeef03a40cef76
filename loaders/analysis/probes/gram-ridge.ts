/** Ridge regression without each fold, of many lists of numbers at once, on the products of statements with each other. */
import type {Matrix64, Product} from "../../matrix.ts";
import {partRows, type Folds} from "./folds.ts";
import {solveGramSystems, weightedMean} from "./gram-systems.ts";

/** scikit-learn's alpha, rising. */
const penalties = [10, 100, 1e3, 1e4, 1e5];
const tolerance = 1e-3;

/** A regression to be fitted. */
interface Way {
  numbers: Float64Array;
  /** 1, or 0 where a row is left out. */
  weights: Float64Array;
  penalty: number;
}

/**
 * The penalty for each fold: as `chooseStrengths` chooses, with the squared errors in the folds beside it.
 *
 * @param gram of standardised columns, `[rows, rows]`
 * @param folds three or more
 */
export async function choosePenalties(
  gram: Matrix64,
  numbers: Float64Array,
  folds: Folds,
  product: Product
): Promise<number[]> {
  const {count, of} = folds;
  const ways = penalties.flatMap((penalty) =>
    Array.from({length: count}, (_, fold) => ({
      numbers,
      penalty,
      weights: Float64Array.from(of, (own) => (own === fold || own === (fold + 1) % count ? 0 : 1))
    }))
  );
  const predictions = await predict(gram, ways, product);
  const errors = penalties.map(() => new Float64Array(count));
  predictions.forEach((predicted, i) => {
    const ofPenalty = errors[Math.floor(i / count)];
    const [fold, next] = [i % count, (i + 1) % count];
    ofPenalty[fold] += squaredErrors(predicted, numbers, partRows(folds, next).inside);
    ofPenalty[next] += squaredErrors(predicted, numbers, partRows(folds, fold).inside);
  });
  return Array.from({length: count}, (_, fold) => {
    const ofFold = errors.map((list) => list[fold]);
    return penalties[ofFold.lastIndexOf(Math.min(...ofFold))];
  });
}

/** What regressions with these penalties, one a fold, say of the statements inside their fold, for each list of numbers. */
export async function ridgeScores(
  gram: Matrix64,
  lists: readonly Float64Array[],
  folds: Folds,
  {chosen, product}: {chosen: readonly number[]; product: Product}
): Promise<Float64Array[]> {
  const ways = lists.flatMap((numbers) =>
    chosen.map((penalty, fold) => ({
      numbers,
      penalty,
      weights: Float64Array.from(folds.of, (own) => (own === fold ? 0 : 1))
    }))
  );
  const predictions = await predict(gram, ways, product);
  const parts = chosen.map((_, fold) => partRows(folds, fold).inside);
  return lists.map((numbers, i) => {
    const scores = new Float64Array(numbers.length);
    parts.forEach((inside, fold) => {
      for (const row of inside) scores[row] = predictions[i * chosen.length + fold][row];
    });
    return scores;
  });
}

/**
 * R² of what was said without each fold: 1 less the squared errors as a share of the numbers' squared distances from
 * their fold's mean. NaN if numbers in each fold are equal.
 */
export function heldOutR2(scores: Float64Array, numbers: Float64Array, folds: Folds): number {
  let [errors, varied] = [0, 0];
  for (let fold = 0; fold < folds.count; fold++) {
    const {inside} = partRows(folds, fold);
    const mean = inside.reduce((sum, row) => sum + numbers[row], 0) / inside.length;
    errors += squaredErrors(scores, numbers, inside);
    for (const row of inside) varied += (numbers[row] - mean) ** 2;
  }
  return varied === 0 ? NaN : 1 - errors / varied;
}

/** What each regression says of all rows, those left out too. */
async function predict(gram: Matrix64, ways: readonly Way[], product: Product): Promise<Float64Array[]> {
  const sides = ways.map(({numbers, weights}) => {
    const mean = weightedMean(numbers, weights);
    return numbers.map((number, row) => weights[row] * (number - mean));
  });
  const found = await solveGramSystems(gram, ways, sides, {tolerance, product});
  return found.map(({along}, i) => {
    const {numbers, weights} = ways[i];
    const intercept = weightedMean(numbers, weights) - weightedMean(along, weights);
    return along.map((value) => value + intercept);
  });
}

function squaredErrors(scores: Float64Array, numbers: Float64Array, rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + (scores[row] - numbers[row]) ** 2, 0);
}
