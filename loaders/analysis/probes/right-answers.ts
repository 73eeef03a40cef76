/** How often held-out scores are right, of many labellings: evaluation.ts without weights, and so without intervals. */
import {auc} from "../separation/auc.ts";
import {partRows, type Folds} from "./folds.ts";

/** The share of statements whose score is of their label: above 0 for 1 of two, of more the label's number. */
export function rightShare(scores: Float64Array, codes: Int32Array, classes: number): number {
  let right = 0;
  for (let row = 0; row < codes.length; row++)
    if ((classes === 2 ? Number(scores[row] > 0) : scores[row]) === codes[row]) right++;
  return right / codes.length;
}

/**
 * The share of pairs of statements of one fold, one of label 1 and one of label 0, of which that of label 1 has the higher
 * score; pairs of equal scores are half right, as all are where there are none.
 */
export function rightOrder(folds: Folds): (scores: Float64Array, codes: Int32Array) => number {
  const parts = Array.from({length: folds.count}, (_, fold) => Int32Array.from(partRows(folds, fold).inside));
  return (scores, codes) => {
    let [right, all] = [0, 0];
    for (const rows of parts) {
      const sides = sidesOf(scores, codes, rows);
      const pairs = sides[0].length * sides[1].length;
      right += pairs * auc(sides[1], sides[0]);
      all += pairs;
    }
    return all === 0 ? 0.5 : right / all;
  };
}

/** The scores of rows of label 0 and of label 1. */
function sidesOf(scores: Float64Array, codes: Int32Array, rows: Int32Array): [Float64Array, Float64Array] {
  const both = new Float64Array(rows.length);
  let [zeros, ones] = [0, rows.length];
  for (const row of rows) both[codes[row] === 1 ? --ones : zeros++] = scores[row];
  return [both.subarray(0, zeros), both.subarray(zeros)];
}
