/** Curves of separation against depth, from measures.parquet. Draws nothing. */
import type {Kind} from "./kinds.js";
import type {MeasureRow} from "../data/rows.js";

/** One measure of one dataset, by depth and network. Depths without a value are left out. */
export interface Separation {
  kind: Kind;
  /** In the order of depths. */
  trained: MeasureRow[];
  /** A list for each seed. */
  shuffled: MeasureRow[][];
  /** NaN where it is not known. */
  tokens: number;
  /** Of the log-probability that the model itself gives to each statement; NaN where it was not asked. */
  likelihood: number;
  /** Why there is no curve; else empty. */
  absent: string;
  /** Why labels were permuted at no depth; else empty. */
  unpermuted: string;
}

/** What the table says of one measure. */
export function separationOf(rows: readonly MeasureRow[], kind: Kind): Separation {
  const own = rows.filter(({measure}) => measure === kind.measure || measure === "");
  const known = own.filter(({value}) => Number.isFinite(value)).sort((a, b) => a.depth - b.depth);
  const of = (network: string) => known.filter((row) => row.network === network);
  const names = [...new Set(own.map(({network}) => network))].filter((name) => name.startsWith("shuffled"));
  const trained = of("trained");
  return {
    kind,
    trained,
    shuffled: names.map(of).filter(({length}) => length > 0),
    tokens: of("tokens").at(0)?.value ?? NaN,
    likelihood: of("log-probability").at(0)?.value ?? NaN,
    absent:
      trained.length > 0 ? "" : (own.find(({absent}) => absent !== "")?.absent ?? "nothing was measured"),
    unpermuted: trained.at(0)?.unpermuted ?? ""
  };
}

/** The depth at which the trained network's labels are furthest apart. */
export function bestOf({trained}: Separation): MeasureRow {
  return highest(trained);
}

/** The least and the largest of the shuffled networks' values at a depth; undefined if there are none. */
export function shuffledAt({shuffled}: Separation, depth: number): [low: number, high: number] | undefined {
  const values = shuffled.flatMap((rows) =>
    rows.filter((row) => row.depth === depth).map(({value}) => value)
  );
  return values.length > 0 ? [Math.min(...values), Math.max(...values)] : undefined;
}

/** What axis the curves need. */
export function domainOf(separation: Separation): [low: number, high: number] {
  const {kind, trained, shuffled, tokens, likelihood} = separation;
  const values = [...trained, ...shuffled.flat()].flatMap(({value, low, high, nullHigh, chance}) => [
    value,
    low,
    high,
    nullHigh,
    chance
  ]);
  const known = [...values, tokens, likelihood].filter(Number.isFinite);
  return [Math.min(kind.domain[0], ...known), Math.max(kind.domain[1], ...known)];
}

/** Whether it is known how far a number might be from this with other subjects. */
export const hasInterval = ({low, high}: MeasureRow): boolean =>
  Number.isFinite(low) && Number.isFinite(high);

/** The depths at which labels were permuted. */
export function triedOf({trained}: Separation): MeasureRow[] {
  return trained.filter(({pAll}) => Number.isFinite(pAll));
}

/** Whether permuted labels come as far as the labels do, wherever that was tried. */
export function isChance(separation: Separation): boolean {
  const tried = triedOf(separation);
  return tried.length > 0 && clearOf(tried).length === 0;
}

/** The row of the largest value. */
export function highest(rows: readonly MeasureRow[]): MeasureRow {
  return rows.reduce((most, row) => (row.value > most.value ? row : most));
}

/** Whether a control comes as far as the best depth, within a twentieth of the axis. */
export function reaches(separation: Separation, control: number): boolean {
  const [low, high] = domainOf(separation);
  return control >= bestOf(separation).value - (high - low) / 20;
}

/** Those at which the labels are clear of chance, whichever depth is asked about. */
export const clearOf = (rows: readonly MeasureRow[]): MeasureRow[] => rows.filter(({pAll}) => pAll < 0.05);
