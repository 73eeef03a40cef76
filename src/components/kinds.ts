/** Ways to say how far labels are apart, as the page of depths lists them. */
import {decimal, percent} from "./format.js";

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
  /** What is so where the number is largest, as the beginning of a sentence: "… at depth 3". */
  most: string;
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

const ofClasses: readonly Omit<Kind, "of" | "most">[] = [
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
  }
];

const ofOrder: readonly Omit<Kind, "of">[] = [
  {
    measure: "rank",
    most: "The order of the numbers shows most",
    title: "order of the numbers",
    says: "How well the order of the numbers is the order along the better of two components, up or down",
    ...plain
  },
  {
    measure: "calendar-neighbours",
    most: "The order of the calendar shows most",
    title: "calendar, neighbours around the circle",
    says: "How many labels that follow each other around the circle of their means do so in the calendar",
    format: (value) => decimal(value, 0),
    domain: [0, 7]
  },
  {
    measure: "calendar-correlation",
    most: "The circle of the calendar shows most",
    title: "calendar, angles around the circle",
    says: "How well the angle in the plane follows the angle in the calendar",
    ...plain
  }
];

/** A probe's two measures. It is trained on four fifths of the subjects and asked about the others. */
function probe(name: string, title: string, tells: string): Omit<Kind, "of">[] {
  const most = "The labels are read best";
  return [
    {
      most,
      measure: `${name}-accuracy`,
      title: `${title}: right labels`,
      says: `How often ${tells} gives a statement its label, about subjects that it was not trained on`,
      ...share
    },
    {
      most,
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
    most: "The numbers are read best",
    title: "ridge regression of numbers",
    says: "How much of the numbers’ variance ridge regression predicts, about numbers that it was not trained on: 1 all of it, 0 no more than their mean does, below 0 less",
    ...plain
  }
];

export const kinds: readonly Kind[] = [
  ...ofClasses.map((kind): Kind => ({...kind, of: "components", most: "The labels are furthest apart"})),
  ...ofOrder.map((kind): Kind => ({...kind, of: "components"})),
  ...probes.map((kind): Kind => ({...kind, of: "probes"}))
];
