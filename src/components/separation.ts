/** Curves of separation against depth, from measures.parquet, and what can be said of them. Draws nothing. */
import {decimal, percent} from "./format.js";
import type {MeasureRow} from "../data/rows.js";

/** One way to say how far labels are apart. */
export interface Kind {
  /** As in the table. */
  measure: string;
  title: string;
  /** What the number is, as a sentence without its full stop. */
  says: string;
  format: (value: number) => string;
  /** What the axis covers at least. */
  domain: [low: number, high: number];
}

const share = {format: (value: number) => percent(value), domain: [0, 1]} satisfies Partial<Kind>;
const plain = {format: (value: number) => decimal(value), domain: [0, 1]} satisfies Partial<Kind>;

export const kinds: readonly Kind[] = [
  {
    measure: "neighbour-2",
    title: "nearest neighbour, in the plane",
    says: "How often the nearest statement about something else has the same label, on the two components that are drawn",
    ...share
  },
  {
    measure: "neighbour-10",
    title: "nearest neighbour, in ten components",
    says: "How often the nearest statement about something else has the same label, on the first ten components",
    ...share
  },
  {
    measure: "silhouette-2",
    title: "silhouette, in the plane",
    says: "How much nearer a statement lies to those of its own label than to the nearest other label’s, on the two components that are drawn: 1 apart, 0 mixed",
    ...plain
  },
  {
    measure: "silhouette-10",
    title: "silhouette, in ten components",
    says: "How much nearer a statement lies to those of its own label than to the nearest other label’s, on the first ten components: 1 apart, 0 mixed",
    ...plain
  },
  {
    measure: "share-1",
    title: "share of the first component",
    says: "How much of the first component’s variance lies between the labels",
    ...share
  },
  {
    measure: "share-2",
    title: "share of the second component",
    says: "How much of the second component’s variance lies between the labels",
    ...share
  },
  {
    measure: "plane-auc",
    title: "best direction in the plane, two labels",
    says: "How often two statements of different labels come in the right order along the direction that told others like them apart best",
    ...share
  },
  {
    measure: "rank",
    title: "order of the numbers",
    says: "How well the order of the numbers is the order along the better of two components, up or down",
    ...plain
  },
  {
    measure: "calendar-neighbours",
    title: "calendar, neighbours around the circle",
    says: "How many labels that follow each other around the circle of their means do so in the calendar",
    format: (value) => decimal(value, 0),
    domain: [0, 7]
  },
  {
    measure: "calendar-correlation",
    title: "calendar, angles around the circle",
    says: "How well the angle in the plane follows the angle in the calendar",
    ...plain
  }
];

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
      trained.length > 0 ? "" : (own.find(({absent}) => absent !== "")?.absent ?? "nothing was measured")
  };
}

/** The depth at which the trained network's labels are furthest apart. */
export function bestOf({trained}: Separation): MeasureRow {
  return trained.reduce((best, row) => (row.value > best.value ? row : best));
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
  const values = [...trained, ...shuffled.flat()].flatMap(({value, nullHigh, chance}) => [
    value,
    nullHigh,
    chance
  ]);
  const known = [...values, tokens, likelihood].filter(Number.isFinite);
  return [Math.min(kind.domain[0], ...known), Math.max(kind.domain[1], ...known)];
}

/** A p-value as it is written: 0.032, 0.001. */
export const pText = (p: number): string => decimal(p, p < 0.0995 ? 3 : 2);

/** All numbers of one depth in words. */
export function depthText(separation: Separation, depth: number): string {
  const {kind, trained} = separation;
  const row = trained.find((other) => other.depth === depth);
  if (!row) return `depth ${depth}: nothing was measured`;
  const {format} = kind;
  const shuffled = shuffledAt(separation, depth);
  return [
    `depth ${depth}: ${format(row.value)}`,
    ...(shuffled ? [`shuffled weights ${range(shuffled, format)}`] : []),
    ...(Number.isFinite(row.nullHigh)
      ? [`permuted labels ${format(row.chance)}, 95 in 100 below ${format(row.nullHigh)}`]
      : []),
    ...(Number.isFinite(row.p) ? [`p ${pText(row.p)}, over all depths ${pText(row.pAll)}`] : [])
  ].join(" · ");
}

/** "62 % to 70 %", or one number if they are written alike. */
function range([low, high]: [low: number, high: number], format: Kind["format"]): string {
  const [from, to] = [format(low), format(high)];
  return from === to ? from : `${from} to ${to}`;
}

/** What the curves show: a sentence to look for, what controls make of it, and what would have been wrong. */
export function reading(separation: Separation): {see: string; rest: string; wrong: string} {
  const {kind, trained} = separation;
  const best = bestOf(separation);
  const value = kind.format(best.value);
  const first = Number.isFinite(best.pAll)
    ? `Labels dealt out anew come as far, at whichever depth, with a probability of ${pText(best.pAll)}.`
    : "";
  const clear = trained.filter(({pAll}) => pAll < 0.05).map(({depth}) => depth);
  const see =
    Number.isFinite(best.pAll) && clear.length === 0
      ? `At no depth are the labels further apart than labels dealt out at random may be; most at depth ${best.depth}, ${value}.`
      : `The labels are furthest apart at depth ${best.depth}: ${value}.`;
  const rest = [
    first,
    ...(Number.isFinite(best.pAll) ? [depthsText(clear, trained.length)] : []),
    ...controlsText(separation)
  ];
  const wrong = "Wrong would have been: a strong line inside the band, or thin lines that rise as high.";
  return {see, rest: rest.filter((sentence) => sentence !== "").join(" "), wrong};
}

function depthsText(clear: readonly number[], all: number): string {
  if (clear.length === 0) return "";
  if (clear.length === all) return "They are clear of chance at every depth.";
  return clear.length === 1
    ? "They are clear of chance at that depth alone."
    : `They are clear of chance at ${clear.length} of ${all} depths, first at ${clear[0]}.`;
}

/** What of the best value the controls have too. */
function controlsText(separation: Separation): string[] {
  const {kind, shuffled, tokens, likelihood} = separation;
  const best = bestOf(separation);
  const there = shuffledAt(separation, best.depth);
  const ever = shuffled.flat().reduce((most, {value}) => Math.max(most, value), -Infinity);
  const said = [
    ...(there
      ? [`shuffled weights reach ${range(there, kind.format)} there, ${kind.format(ever)} at best`]
      : []),
    ...(Number.isFinite(tokens) ? [`the tokens alone, in no order, ${kind.format(tokens)}`] : []),
    ...(Number.isFinite(likelihood)
      ? [`how likely the model finds each statement, ${kind.format(likelihood)}`]
      : [])
  ];
  if (said.length === 0) return [];
  const sentence = `${said.join("; ")}.`;
  return [
    sentence[0].toUpperCase() + sentence.slice(1),
    verdict(separation, Math.max(ever, Number.isFinite(tokens) ? tokens : -Infinity)),
    rivalText(separation)
  ];
}

/** Whether the statements' log-probability, which training has made, tells the labels apart as well. */
function rivalText(separation: Separation): string {
  const best = bestOf(separation);
  if (Number.isFinite(best.pAll) && best.pAll >= 0.05) return "";
  return reaches(separation, separation.likelihood)
    ? "But how likely the model finds a statement tells the labels apart as well: the curve may show no more than what it expects to read."
    : "";
}

/** Whether a control comes as far as the best depth, within a twentieth of the axis. */
function reaches(separation: Separation, control: number): boolean {
  const [low, high] = domainOf(separation);
  return control >= bestOf(separation).value - (high - low) / 20;
}

/** Whether what has learned nothing comes as far; within a twentieth of the axis, it does. */
function verdict(separation: Separation, control: number): string {
  const best = bestOf(separation);
  if (Number.isFinite(best.pAll) && best.pAll >= 0.05) return "";
  if (reaches(separation, control))
    return "So that the labels are apart is no sign of anything learned: it takes a network, or tokens, and no training.";
  if (Number.isFinite(best.nullHigh) && control > best.nullHigh)
    return "So part of it takes no training; what training adds is the distance between the lines.";
  return "So what is apart here, training has put apart.";
}
