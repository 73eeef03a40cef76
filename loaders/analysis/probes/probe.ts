/**
 * Probes: what can be read from a residual stream by a straight line.
 *
 * 1. sample.ts      activations, labels, and which statements share a subject
 * 2. folds.ts       subjects are held out together
 * 3. a probe        logistic.ts, one-vs-rest.ts, mean-difference.ts, ccs.ts, truth-polarity.ts, ridge.ts: each is
 *                   trained on a sample and sees nothing else
 * 4. held-out.ts    every statement's score, by a probe that has not seen its subject
 * 5. evaluation.ts  accuracy, AUC and R², with intervals
 * 6. transfer.ts    trained on one dataset, tested on another
 */
import type {Measured} from "./measured.ts";
import type {Sample} from "./sample.ts";

/** Trains a probe on statements, or says why it can't. */
export type Train<P> = (sample: Sample) => Promise<Measured<P>>;

/** What a probe says of statements: a number a row, `[rows]`. */
export type Score<P> = (probe: P, sample: Sample) => Float64Array;

/** A statement is held for one of class 1 if direction · x + intercept is positive. */
export interface LinearProbe {
  /** In the activations' own columns, `[columns]`. */
  direction: Float64Array;
  intercept: number;
}

/** direction · x + intercept */
export function linearScores({direction, intercept}: LinearProbe, {x, rows}: Sample): Float64Array {
  return scoresAlong(x, rows, direction).map((score) => score + intercept);
}

/** x · direction, row by row. */
export function scoresAlong(x: Float32Array, rows: number, direction: Float64Array): Float64Array {
  const scores = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * direction.length;
    let sum = 0;
    for (let j = 0; j < direction.length; j++) sum += direction[j] * x[start + j];
    scores[row] = sum;
  }
  return scores;
}

/** The cosine of the angle between two directions; 0 where one of them is no direction. */
export function cosine(a: Float64Array, b: Float64Array): number {
  let [ab, aa, bb] = [0, 0, 0];
  for (let j = 0; j < a.length; j++) {
    ab += a[j] * b[j];
    aa += a[j] * a[j];
    bb += b[j] * b[j];
  }
  return aa === 0 || bb === 0 ? 0 : ab / Math.sqrt(aa * bb);
}
