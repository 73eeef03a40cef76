import type {Matrix64, Product} from "../../matrix.ts";
import {blockOf} from "../inverse.ts";
import {rowsOf} from "../rows.ts";
import {partRows, type Folds} from "./folds.ts";
import {tableOf, type HeldOutScores} from "./labellings.ts";

/** A fold, and what doesn't change with labels. */
interface Part {
  inside: number[];
  outside: number[];
  /** The products of the statements inside with all, `[inside, rows]`. */
  ofInside: Matrix64;
  /** The sum of each statement's products with all outside, `[rows]`. */
  sums: Float64Array;
}

/**
 * The difference of means, as `meanDifference` finds it without each fold, and what it says of the statements inside, for
 * many labellings at once. All that it takes of activations is their products: a statement's score is its mean product
 * with those of class 1, less that with class 0, less the mean of what both classes score themselves. Where a class is
 * missing outside a fold, scores inside are 0.
 *
 * @param gram the products of all rows with all rows, `[rows, rows]`
 */
export function differenceScores(gram: Matrix64, folds: Folds, product: Product): HeldOutScores {
  const parts = Array.from({length: folds.count}, (_, fold) => partOf(gram, folds, fold));
  const all = Array.from(folds.of, (_, row) => row);
  return async (labellings) => {
    const ones = tableOf(labellings, gram.rows, (label) => label);
    const withOnes = rowsOf(await product(ones, gram));
    const labellingNumbers = labellings.map((_, i) => i);
    const scores = labellings.map(() => new Float64Array(all.length));
    for (const part of parts) {
      const onesInside = blockOf(ones, labellingNumbers, part.inside);
      const withInside = rowsOf(await product(onesInside, part.ofInside));
      scores.forEach((ofRows, i) => score(ofRows, labellings[i], part, [withOnes[i], withInside[i]]));
    }
    return scores;
  };
}

function partOf(gram: Matrix64, folds: Folds, fold: number): Part {
  const {inside, outside} = partRows(folds, fold);
  const {rows, data} = gram;
  const sums = new Float64Array(rows);
  for (const row of outside) for (let j = 0; j < rows; j++) sums[j] += data[row * rows + j];
  return {inside, outside, sums, ofInside: blockOf(gram, inside, Array.from(sums.keys()))};
}

/** Scores the statements of a fold, from the sums of products with all statements of class 1 and with those inside. */
function score(
  scores: Float64Array,
  codes: Int32Array,
  {inside, outside, sums}: Part,
  [withOnes, withInside]: [Float64Array, Float64Array]
): void {
  let ones = 0;
  for (const row of outside) ones += codes[row];
  const zeros = outside.length - ones;
  if (ones === 0 || zeros === 0) return;
  let [ofOnes, ofZeros] = [0, 0];
  for (const row of outside) {
    const withOutside = withOnes[row] - withInside[row];
    const along = withOutside / ones - (sums[row] - withOutside) / zeros;
    if (codes[row] === 1) ofOnes += along;
    else ofZeros += along;
  }
  const halfway = (ofOnes / ones + ofZeros / zeros) / 2;
  for (const row of inside) {
    const withOutside = withOnes[row] - withInside[row];
    scores[row] = withOutside / ones - (sums[row] - withOutside) / zeros - halfway;
  }
}
