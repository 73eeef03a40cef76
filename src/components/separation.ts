/** Curves of separation against depth, from measures.parquet, and what can be said of them. Draws nothing. */
import {decimal, percent} from "./format.js";
import type {MeasureRow} from "../data/rows.js";

/** Of what: of the first components, or of all of the vector, from which probes read. */
export type Of = "components" | "probes";

/** One way to say how far labels are apart. */
export interface Kind {
  /** As in the table. */
  measure: string;
  of: Of;
  title: string;
  /** What the number is, as a sentence without its full stop. */
  says: string;
  format: (value: number) => string;
  /** What the axis covers at least. */
  domain: [low: number, high: number];
}

/** What a list of kinds is headed by. */
export const headings: Readonly<Record<Of, string>> = {
  components: "in the first components",
  probes: "probes, of the whole vector"
};

const share = {format: (value: number) => percent(value), domain: [0, 1]} satisfies Partial<Kind>;
const plain = {format: (value: number) => decimal(value), domain: [0, 1]} satisfies Partial<Kind>;

const components: readonly Omit<Kind, "of">[] = [
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

/** A probe's two measures. It is trained on four fifths of the subjects and asked about the others. */
function probe(name: string, title: string, tells: string): Omit<Kind, "of">[] {
  return [
    {
      measure: `${name}-accuracy`,
      title: `${title}: right labels`,
      says: `How often ${tells} gives a statement its label, about subjects that it was not trained on`,
      ...share
    },
    {
      measure: `${name}-auc`,
      title: `${title}: right order`,
      says: `How often ${tells} puts two statements of different labels in the right order, about subjects that it was not trained on`,
      ...share
    }
  ];
}

const probes: readonly Omit<Kind, "of">[] = [
  ...probe("logistic", "logistic regression", "the direction that logistic regression finds"),
  ...probe("difference", "difference of means", "the direction from one label’s mean to the other’s"),
  ...probe(
    "corrected",
    "difference of means, corrected",
    "the direction between the labels’ means, turned away from what all statements vary in,"
  ),
  ...probe(
    "ccs",
    "contrast-consistent search",
    "a direction along which statements and their negations contradict each other, found without labels,"
  ),
  ...probe(
    "polarity",
    "truth and polarity",
    "a direction of truth beside one of polarity, trained on statements and their negations,"
  ),
  {
    measure: "ridge-r2",
    title: "ridge regression of numbers",
    says: "How much of the numbers’ variance ridge regression predicts, about numbers that it was not trained on: 1 all of it, 0 no more than their mean does, below 0 less",
    ...plain
  }
];

export const kinds: readonly Kind[] = [
  ...components.map((kind): Kind => ({...kind, of: "components"})),
  ...probes.map((kind): Kind => ({...kind, of: "probes"}))
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
    absent:
      trained.length > 0 ? "" : (own.find(({absent}) => absent !== "")?.absent ?? "nothing was measured")
  };
}

/** The depth at which the trained network's labels are furthest apart. */
export function bestOf({trained}: Separation): MeasureRow {
  return highest(trained);
}

/** The depth that the curve climbs most to, from the one before; the first if it never climbs. */
export function jumpOf({trained}: Separation): number {
  const climb = (i: number) => (i === 0 ? 0 : trained[i].value - trained[i - 1].value);
  const best = trained.reduce((most, _, i) => (climb(i) > climb(most) ? i : most), 0);
  return trained[best].depth;
}

/** So many depths beside each other, half of them before `depth`, or as near to that as they fit. */
export function around(depth: number, deepest: number, count = 6): number[] {
  const first = Math.max(1, Math.min(deepest - count + 1, depth - Math.floor(count / 2)));
  return Array.from({length: count}, (_, i) => Math.min(deepest, first + i));
}

/** The least and the largest of the shuffled networks' values at a depth; undefined if there are none. */
export function shuffledAt({shuffled}: Separation, depth: number): [low: number, high: number] | undefined {
  const values = shuffled.flatMap((rows) =>
    rows.filter((row) => row.depth === depth).map(({value}) => value)
  );
  return values.length > 0 ? [Math.min(...values), Math.max(...values)] : undefined;
}

/** What axis the curves need. */
export function domainOf({kind, trained, shuffled, tokens}: Separation): [low: number, high: number] {
  const values = [...trained, ...shuffled.flat()].flatMap(({value, low, high, nullHigh, chance}) => [
    value,
    low,
    high,
    nullHigh,
    chance
  ]);
  const known = [...values, tokens].filter(Number.isFinite);
  return [Math.min(kind.domain[0], ...known), Math.max(kind.domain[1], ...known)];
}

/** A p-value as it is written: 0.032, 0.001. */
export const pText = (p: number): string => decimal(p, p < 0.0995 ? 3 : 2);

/** Whether it is known how far a number might be from this with other subjects. */
export const hasInterval = ({low, high}: MeasureRow): boolean =>
  Number.isFinite(low) && Number.isFinite(high);

/** All numbers of one depth in words. */
export function depthText(separation: Separation, depth: number): string {
  const {kind, trained} = separation;
  const row = trained.find((other) => other.depth === depth);
  if (!row) return `depth ${depth}: nothing was measured`;
  const {format} = kind;
  const shuffled = shuffledAt(separation, depth);
  return [
    `depth ${depth}: ${format(row.value)}${hasInterval(row) ? ` (${range([row.low, row.high], format)})` : ""}`,
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
  const see = isChance(separation)
    ? `At no depth are the labels further apart than labels dealt out at random may be; most at depth ${best.depth}, ${value}.`
    : `The labels are furthest apart at depth ${best.depth}: ${value}.`;
  const tried = triedOf(separation);
  const chance = tried.length < trained.length ? chanceOfSome(tried, trained.length) : chanceOfAll(tried);
  const rest = [intervalText(best, kind), ...chance, ...controlsText(separation)];
  const wrong = "Wrong would have been: a strong line inside the band, or thin lines that rise as high.";
  return {see, rest: rest.filter((sentence) => sentence !== "").join(" "), wrong};
}

/** The depths at which labels were permuted. */
function triedOf({trained}: Separation): MeasureRow[] {
  return trained.filter(({pAll}) => Number.isFinite(pAll));
}

const clearOf = (rows: readonly MeasureRow[]): MeasureRow[] => rows.filter(({pAll}) => pAll < 0.05);

/** Whether permuted labels come as far as the labels do, wherever that was tried. */
function isChance(separation: Separation): boolean {
  const tried = triedOf(separation);
  return tried.length > 0 && clearOf(tried).length === 0;
}

function intervalText(best: MeasureRow, {format}: Kind): string {
  if (!hasInterval(best)) return "";
  return `Asked about other subjects like these, the same probes would come to ${range([best.low, best.high], format)} in 95 of 100 draws: the strip along the line.`;
}

function chanceOfAll(tried: readonly MeasureRow[]): string[] {
  if (tried.length === 0) return [];
  const clear = clearOf(tried);
  return [
    `Labels dealt out anew come as far, at whichever depth, with a probability of ${pText(highest(tried).pAll)}.`,
    clear.length === tried.length
      ? "They are clear of chance at every depth."
      : clear.length === 1
        ? "They are clear of chance at that depth alone."
        : clear.length > 1
          ? `They are clear of chance at ${clear.length} of ${tried.length} depths, first at ${clear[0].depth}.`
          : ""
  ];
}

/** What has to be fitted is not fitted to permuted labels everywhere. */
function chanceOfSome(tried: readonly MeasureRow[], all: number): string[] {
  if (tried.length === 0) return [];
  const [best, clear] = [highest(tried), clearOf(tried)];
  return [
    `At ${tried.length} of ${all} depths labels were dealt out anew as well; they come as far as depth ${best.depth} does, at whichever of these, with a probability of ${pText(best.pAll)}.`,
    clear.length === tried.length
      ? "All of these depths are clear of chance."
      : clear.length > 0
        ? `Clear of chance ${clear.length === 1 ? "is depth" : "are depths"} ${clear.map(({depth}) => depth).join(", ")}.`
        : ""
  ];
}

function highest(rows: readonly MeasureRow[]): MeasureRow {
  return rows.reduce((most, row) => (row.value > most.value ? row : most));
}

/** What of the best value the controls have too. */
function controlsText(separation: Separation): string[] {
  const {kind, shuffled, tokens} = separation;
  const best = bestOf(separation);
  const there = shuffledAt(separation, best.depth);
  const ever = shuffled.flat().reduce((most, {value}) => Math.max(most, value), -Infinity);
  const said = [
    ...(there
      ? [`shuffled weights reach ${range(there, kind.format)} there, ${kind.format(ever)} at best`]
      : []),
    ...(Number.isFinite(tokens) ? [`the tokens alone, in no order, ${kind.format(tokens)}`] : [])
  ];
  if (said.length === 0) return [];
  const sentence = `${said.join("; ")}.`;
  return [
    sentence[0].toUpperCase() + sentence.slice(1),
    verdict(separation, Math.max(ever, Number.isFinite(tokens) ? tokens : -Infinity))
  ];
}

/** Whether what has learned nothing comes as far; within a twentieth of the axis, it does. */
function verdict(separation: Separation, control: number): string {
  const best = bestOf(separation);
  if (isChance(separation)) return "";
  const [low, high] = domainOf(separation);
  if (control >= best.value - (high - low) / 20)
    return "So that the labels are apart is no sign of anything learned: it takes a network, or tokens, and no training.";
  const band = triedOf(separation).map(({nullHigh}) => nullHigh);
  if (band.length > 0 && control > Math.max(...band))
    return "So part of it takes no training; what training adds is the distance between the lines.";
  return "So what is apart here, training has put apart.";
}
