import {readFileSync} from "node:fs";
import type {Matrix64} from "../../../loaders/matrix.ts";
import {labelsOf, type Labels} from "../../../loaders/analysis/separation/labels.ts";
import type {Measure} from "../../../loaders/analysis/separation/measure.ts";

/** What make_separation.py writes. */
interface Reference {
  separated: Record<string, Separated>;
  heldOut: Record<string, {points: number[][]; labels: number[]; folds: number[][][]; auc: number}>;
  ranked: Record<string, {x: number[]; y: number[]; rho: number}>;
  circular: Record<string, {alpha: number[]; beta: number[]; correlation: number}>;
  planes: Record<string, {a: number[][]; b: number[][]; angle: number}>;
  percentiles: {values: number[]; interval: number[]};
}

export interface Separated {
  points: number[][];
  labels: number[];
  groups: number[];
  /** By how many columns were looked at. */
  columns: Record<string, {silhouette: number; accuracy: number; chance: number}>;
  etaSquared: number[];
}

const file = new URL("../../fixtures/analysis/separation.json", import.meta.url);
export const reference = JSON.parse(readFileSync(file, "utf8")) as Reference;

/** A matrix of rows as they are written. */
export function matrix(rows: number[][]): Matrix64 {
  return {data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0].length};
}

/** Points on a line. */
export function line(...coordinates: number[]): Matrix64 {
  return {data: Float64Array.from(coordinates), rows: coordinates.length, columns: 1};
}

/** Rows that are all in one place. */
export function onePlace(rows: number): Matrix64 {
  return {data: new Float64Array(2 * rows).fill(0.1), rows, columns: 2};
}

/** A label or group for each character. */
export function each(letters: string): Labels {
  return labelsOf(letters.split(""));
}

/** The codes of numbers as labels. */
export function numbered(labels: number[]): Labels {
  return labelsOf(labels.map(String));
}

/** What was measured; the absence, if there is one. */
export function valueOf<T>(measure: Measure<T>): T {
  if ("absent" in measure) throw new Error(measure.absent);
  return measure.value;
}

/** How far a measure is from what the reference has, said for the record. */
export function difference(what: string, measure: Measure, expected: number): number {
  const apart = Math.abs(valueOf(measure) - expected);
  console.log(`${what}: differs by ${apart.toExponential(1)}`);
  return apart;
}
