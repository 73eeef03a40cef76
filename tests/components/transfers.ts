/** Tables of transfer small enough to be read. */
import {transferOf, type Transfer} from "../../src/components/transfer.ts";
import type {ArrowRow, ControlRow, CosineRow, ProbeName, TransferRow} from "../../src/data/rows.ts";

export interface Cell {
  training: string;
  test: string;
  /** By depth, from 1 on. */
  auc: number[];
  shared?: number;
  probe?: ProbeName;
}

/** Rows whose interval is a twentieth to either side; permuted labels lie around one half. */
export function rowsOf({
  training,
  test,
  auc,
  shared = training === test ? 10 : 0,
  probe = "difference"
}: Cell): TransferRow[] {
  return auc.map((value, i) => ({
    ...{training, test, depth: i + 1, probe, shared, absent: Number.isNaN(value) ? "one subject" : ""},
    ...{auc: value, aucLow: value - 0.05, aucHigh: Math.min(1, value + 0.05)},
    ...{accuracy: value - 0.1, accuracyLow: value - 0.15, accuracyHigh: value - 0.05},
    ...{aucNullLow: 0.4, aucNullHigh: 0.6, accuracyNullLow: 0.45, accuracyNullHigh: 0.55}
  }));
}

export const cosine = (a: string, b: string, values: number[]): CosineRow[] =>
  values.map((value, i) => ({a, b, depth: i + 1, probe: "difference", cosine: value}));

export const transferFrom = (
  cells: Cell[],
  cosines: CosineRow[] = [],
  arrows: ArrowRow[] = [],
  controls: ControlRow[] = []
): Transfer => transferOf(cells.flatMap(rowsOf), controls, cosines, arrows);

/** A shuffled network's own direction on its own dataset. */
function controlRow(name: string, seed: number, depth: number, auc: number): ControlRow {
  return {seed, training: name, test: name, depth, accuracy: auc, auc};
}

const names = ["cities", "isa", "neg_cities"];
const negated = (name: string) => name.startsWith("neg_");

/** Depth 3 is where directions of cities and isa begin to tell; a denial turns both round. */
export const small = transferFrom(
  [...names, "cities + neg_cities"].flatMap((training) =>
    names.flatMap((test): Cell[] => {
      const late = training.includes("+") ? 0.8 : negated(training) === negated(test) ? 0.95 : 0.1;
      const shared = training.includes("cities") === test.includes("cities") ? 10 : 0;
      return [
        {training, test, auc: [0.45, 0.52, late, late], shared},
        {training, test, auc: [NaN, NaN, NaN, late], shared, probe: "logistic"}
      ];
    })
  ),
  cosine("cities", "neg_cities", [0.1, -0.9, -0.7, -0.5]),
  [],
  [
    ...[0.6, 0.48, 0.5].map((auc, i) => controlRow("isa", i + 1, 3, auc)),
    ...[0.5, NaN, 0.5].map((auc, i) => controlRow("isa", i + 1, 4, auc)),
    controlRow("cities", 1, 4, 0.97)
  ]
);
