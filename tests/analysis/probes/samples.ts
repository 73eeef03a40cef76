import {readFileSync} from "node:fs";
import type {Measured} from "../../../loaders/analysis/probes/measured.ts";
import type {Sample} from "../../../loaders/analysis/probes/sample.ts";

/** Of five folds: which rows, their scores and what was chosen without each. */
interface Nested {
  folds: number[];
  scores: number[];
  chosen: number[];
}

interface TwoClasses {
  logistic: Record<string, {coefficients: number[]; intercept: number}>;
  nested: Nested;
  accuracy: number;
  auc: number[];
  pairs: number[];
  shrinkage: number;
  corrected: number[];
}

interface Numbers {
  nested: Nested;
  r2: number;
}

/** What make_probes.py writes. */
interface References {
  wide: TwoClasses;
  tall: TwoClasses;
  "of four classes": {predicted: number[]; accuracy: number};
  "of numbers, wide": Numbers;
  "of numbers, tall": Numbers;
  "of pairs": {losses: number[]; least: number};
  "of both polarities": {truth: number[]; polarTruth: number[]; polarity: number[]; scores: number[]};
  "tied AUC": number;
}

const file = new URL("../../fixtures/analysis/probes.json", import.meta.url);
export const references = JSON.parse(readFileSync(file, "utf8")) as References;

/** What was measured; fails where it is absent. */
export function valueOf<T>(measured: Measured<T>): T {
  if (!measured.present) throw new Error(`absent: ${measured.why}`);
  return measured.value;
}

/** One row a statement; each is a subject of its own unless told otherwise. */
export function sampleOf(rows: number[][], labels: number[], subjects = labels.map((_, row) => row)): Sample {
  return {
    x: Float32Array.from(rows.flat()),
    rows: rows.length,
    columns: rows[0].length,
    labels: Float64Array.from(labels),
    subjects: Int32Array.from(subjects)
  };
}

export function say(what: string, ...differences: number[]): void {
  console.log(`${what}: ${differences.map((difference) => difference.toExponential(1)).join(", ")}`);
}
