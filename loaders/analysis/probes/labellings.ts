import type {Matrix64} from "../../matrix.ts";

/**
 * What a probe says of every statement when it was trained on others, for each of several labellings at once: the labels
 * as they are, and the same labels permuted. Labellings are numbers of classes, `[rows]` each; so are scores.
 */
export type HeldOutScores = (labellings: readonly Int32Array[]) => Promise<Float64Array[]>;

/** A row for each labelling: what `value` says of each statement's label, `[labellings, rows]`. */
export function tableOf(
  labellings: readonly Int32Array[],
  rows: number,
  value: (label: number, row: number) => number
): Matrix64 {
  const data = new Float64Array(labellings.length * rows);
  labellings.forEach((codes, i) => {
    for (let row = 0; row < rows; row++) data[i * rows + row] = value(codes[row], row);
  });
  return {data, rows: labellings.length, columns: rows};
}
