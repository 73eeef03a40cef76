/**
 * Pairs of a true and a false statement, and how many of them are in the right order (Mann & Whitney 1947): their
 * ratio is the area under the ROC curve. Pairs of equal scores are half right.
 */
export interface Pairs {
  right: number;
  all: number;
}

/**
 * The pairs among rows, counted as often as the rows' weights say. Rows are sorted once, so that it can be asked for many
 * weights: what is returned takes one number a row, not negative, `[rows]`.
 *
 * @param scores of the rows, `[rows]`
 * @param labels 1 or 0, `[rows]`
 * @param rows those that are paired
 */
export function pairCounter(
  scores: Float64Array,
  labels: Float64Array,
  rows: number[]
): (weights: Float64Array) => Pairs {
  const rising = Int32Array.from(rows.toSorted((a, b) => scores[a] - scores[b]));
  const score = Float64Array.from(rising, (row) => scores[row]);
  const isTrue = Uint8Array.from(rising, (row) => (labels[row] === 1 ? 1 : 0));
  return (weights) => {
    let [right, below, trues] = [0, 0, 0];
    for (let i = 0; i < rising.length;) {
      let [ofTrue, ofFalse] = [0, 0];
      for (const here = score[i]; i < rising.length && score[i] === here; i++) {
        if (isTrue[i] === 1) ofTrue += weights[rising[i]];
        else ofFalse += weights[rising[i]];
      }
      right += ofTrue * (below + ofFalse / 2);
      below += ofFalse;
      trues += ofTrue;
    }
    return {right, all: trues * below};
  };
}

/** The area under the ROC curve, from 0 to 1; NaN where a class is missing. */
export function auc(scores: Float64Array, labels: Float64Array): number {
  const rows = Array.from(scores, (_, row) => row);
  const {right, all} = pairCounter(scores, labels, rows)(new Float64Array(scores.length).fill(1));
  return all === 0 ? NaN : right / all;
}
