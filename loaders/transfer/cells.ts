/** How well probes of one dataset do on another, as rows; src/data/rows.ts says what is in them. */
import type {Estimate} from "../analysis/probes/evaluation.ts";
import {cosine, type LinearProbe} from "../analysis/probes/probe.ts";
import type {TransferCell, TransferResult} from "../analysis/probes/transfer.ts";
import type {Column} from "../parquet.ts";
import {columnsOf} from "./columns.ts";

/** The difference of means, and logistic regression. */
export const probeNames = ["difference", "logistic"] as const;

export type ProbeName = (typeof probeNames)[number];

/** A type and no interface, for it to be a record of fields too. */
export type TransferRow = {
  training: string;
  test: string;
  depth: number;
  probe: ProbeName;
  accuracy: number;
  accuracyLow: number;
  accuracyHigh: number;
  auc: number;
  aucLow: number;
  aucHigh: number;
  accuracyNullLow: number;
  accuracyNullHigh: number;
  aucNullLow: number;
  aucNullHigh: number;
  shared: number;
  absent: string;
};

/** Of a network with shuffled weights. */
export type ControlRow = Pick<TransferRow, "training" | "test" | "depth" | "accuracy" | "auc"> & {
  seed: number;
};

export type CosineRow = {a: string; b: string; depth: number; probe: ProbeName; cosine: number};

/** A direction that a training has found. */
export interface Found {
  training: string;
  probe: LinearProbe;
}

/** NaN for what is not known. */
export function cellRow(
  {training, test, shared, result}: TransferCell,
  depth: number,
  probe: ProbeName
): TransferRow {
  const {accuracy, auc, permuted}: TransferResult = result.present
    ? result.value
    : {accuracy: result, auc: result, permuted: {accuracy: [NaN, NaN], auc: [NaN, NaN]}};
  const [right, order] = [accuracy, auc].map((measured) => (measured.present ? measured.value : unknown));
  const missing = [accuracy, auc].find(({present}) => !present);
  return {
    training,
    test,
    depth,
    probe,
    accuracy: right.value,
    accuracyLow: right.low,
    accuracyHigh: right.high,
    auc: order.value,
    aucLow: order.low,
    aucHigh: order.high,
    accuracyNullLow: permuted.accuracy[0],
    accuracyNullHigh: permuted.accuracy[1],
    aucNullLow: permuted.auc[0],
    aucNullHigh: permuted.auc[1],
    shared,
    absent: missing === undefined || missing.present ? "" : missing.why
  };
}

const unknown: Estimate = {value: NaN, low: NaN, high: NaN};

/** The one row of a table without cells. */
export function absentRow(absent: string): TransferRow {
  const none = {training: "", test: "", shared: 0};
  return {...cellRow({...none, result: {present: false, why: absent}}, 0, "difference"), absent};
}

/** What of a cell is kept of a control. */
export function controlRow({training, test, depth, accuracy, auc}: TransferRow, seed: number): ControlRow {
  return {seed, training, test, depth, accuracy, auc};
}

/** Of every two directions. */
export function cosineRows(found: readonly Found[], depth: number, probe: ProbeName): CosineRow[] {
  return found.flatMap((a, i) =>
    found.slice(i + 1).map((b) => ({
      a: a.training,
      b: b.training,
      depth,
      probe,
      cosine: cosine(a.probe.direction, b.probe.direction)
    }))
  );
}

export function transferColumns(rows: readonly TransferRow[]): Column[] {
  return columnsOf(rows, {
    training: "STRING",
    test: "STRING",
    depth: "INT32",
    probe: "STRING",
    accuracy: "FLOAT",
    accuracyLow: "FLOAT",
    accuracyHigh: "FLOAT",
    auc: "FLOAT",
    aucLow: "FLOAT",
    aucHigh: "FLOAT",
    accuracyNullLow: "FLOAT",
    accuracyNullHigh: "FLOAT",
    aucNullLow: "FLOAT",
    aucNullHigh: "FLOAT",
    shared: "INT32",
    absent: "STRING"
  });
}

export function cosineColumns(rows: readonly CosineRow[]): Column[] {
  return columnsOf(rows, {a: "STRING", b: "STRING", depth: "INT32", probe: "STRING", cosine: "FLOAT"});
}

export function controlColumns(rows: readonly ControlRow[]): Column[] {
  return columnsOf(rows, {
    seed: "INT32",
    training: "STRING",
    test: "STRING",
    depth: "INT32",
    accuracy: "FLOAT",
    auc: "FLOAT"
  });
}
