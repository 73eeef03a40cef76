/** Which curves are the fair test of the order of operations, and which show what no shuffled network draws. */
import {kinds} from "./kinds.js";
import {bestOf, separationOf} from "./separation.js";
import type {Separation} from "./separation.js";
import type {MeasureRow} from "../data/rows.js";

/** The rows of measures.parquet by dataset; what the site does not have is not in it. */
export type Tables = ReadonlyMap<string, readonly MeasureRow[]>;

/** One curve among others: whose, of what, and what it is called. */
export interface Curve {
  dataset: string;
  measure: string;
  title: string;
}

/** A dataset of sums, and what its two orders have in common. */
export interface OrderRow {
  dataset: string;
  /** Whose page shows it. */
  page: string;
  common: string;
  forms: [string, string];
}

export const orderRows: readonly OrderRow[] = [
  {
    dataset: "maths_plus_minus",
    page: "maths",
    common: "nothing but the form",
    forms: ["(a + b) − c?", "(a − b) + c?"]
  },
  {
    dataset: "maths_matched",
    page: "maths_matched",
    common: "the tokens",
    forms: ["a + b − c?", "a − c + b?"]
  },
  {
    dataset: "maths_matched_plus",
    page: "maths_matched_plus",
    common: "the tokens and the last operator",
    forms: ["(a + b − c) + d?", "(a − c + b) + d?"]
  },
  {
    dataset: "maths_matched_ending",
    page: "maths_matched_ending",
    common: "the tokens and a long ending",
    forms: ["(a + b − c) + d, my friend?", "(a − c + b) + d, my friend?"]
  }
];

export const orderColumns: readonly Omit<Curve, "dataset">[] = [
  {measure: "share-1", title: "share, 1st component"},
  {measure: "share-2", title: "share, 2nd component"},
  {measure: "neighbour-2", title: "neighbour, 2 components"},
  {measure: "neighbour-10", title: "neighbour, 10 components"}
];

export const learnedCurves: readonly Curve[] = [
  {dataset: "isa", measure: "neighbour-2", title: "isa: nearest neighbour"},
  {dataset: "isa", measure: "plane-auc", title: "isa: best direction"},
  {dataset: "months", measure: "calendar-neighbours", title: "months: neighbours, of 12"},
  {dataset: "months", measure: "calendar-correlation", title: "months: angle"},
  {dataset: "years", measure: "rank", title: "years: order"}
];

/** The axis of a calendar ends at its twelve months. */
const domains: Record<string, [number, number]> = {"calendar-neighbours": [0, 12]};

/** A measure of a dataset by depth; undefined if the site does not have the dataset. */
export function curveOf(tables: Tables, {dataset, measure}: Omit<Curve, "title">): Separation | undefined {
  const rows = tables.get(dataset);
  const kind = kinds.find((one) => one.measure === measure);
  if (!rows || !kind) return undefined;
  const {domain, ...rest} = kind;
  return separationOf(rows, {...rest, domain: domains[measure] ?? domain});
}

/** The depth at which a measure is largest; undefined if the site does not have it. */
export function bestDepth(tables: Tables, curve: Omit<Curve, "title">): number | undefined {
  const found = curveOf(tables, curve);
  return found && found.absent === "" ? bestOf(found).depth : undefined;
}

/** Why there is nothing to draw; else empty. */
export function excuse(curve: Separation | undefined, dataset: string): string {
  if (!curve) return `This site has no dataset ${dataset}.`;
  return curve.absent === "" ? "" : `This can’t be measured for ${dataset}: ${curve.absent}.`;
}
