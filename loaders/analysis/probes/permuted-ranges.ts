import {percentileInterval, type Interval} from "../separation/quantile.ts";
import {midRanks} from "../separation/ranks.ts";
import {partRows} from "./folds.ts";
import type {HeldOut} from "./held-out.ts";

/** Where 95 % of the numbers lie that permuted labels give to the same scores; NaN where there are none. */
export interface PermutedRanges {
  accuracy: Interval;
  auc: Interval;
}

/**
 * What accuracy and the area under the ROC curve of held-out scores come to under permuted labels.
 *
 * @param labellings 1 or 0, `[rows]` each
 */
export function permutedRanges(heldOut: HeldOut, labellings: readonly Int32Array[]): PermutedRanges {
  const order = orderOf(heldOut);
  const range = (number: (labels: Int32Array) => number) =>
    percentileInterval(Float64Array.from(labellings, number));
  return {accuracy: range((labels) => rightSide(heldOut.scores, labels)), auc: range(order)};
}

/** The share of rows on the right side of 0. */
function rightSide(scores: Float64Array, labels: Int32Array): number {
  let right = 0;
  for (let row = 0; row < labels.length; row++) if (Number(scores[row] > 0) === labels[row]) right++;
  return right / labels.length;
}

/**
 * The area under the ROC curve of whatever labels, pairs within folds only: from the sum of the ranks of those of label 1
 * (Mann & Whitney 1947), as ranks don't change with labels. One half where there is no pair.
 */
function orderOf({folds, scores}: HeldOut): (labels: Int32Array) => number {
  const parts = Array.from({length: folds.count}, (_, fold) => {
    const rows = Int32Array.from(partRows(folds, fold).inside);
    return {rows, ranks: midRanks(Float64Array.from(rows, (row) => scores[row]))};
  });
  return (labels) => {
    let [right, all] = [0, 0];
    for (const {rows, ranks} of parts) {
      let [trues, sum] = [0, 0];
      for (let i = 0; i < rows.length; i++) {
        trues += labels[rows[i]];
        sum += labels[rows[i]] * ranks[i];
      }
      right += sum - (trues * (trues + 1)) / 2;
      all += trues * (rows.length - trues);
    }
    return all === 0 ? 0.5 : right / all;
  };
}
