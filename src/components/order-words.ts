/** What the curves of order.ts say, in sentences that follow their numbers. Draws nothing. */
import {percent} from "./format.js";
import {curveOf, excuse, orderRows} from "./order.js";
import type {Tables} from "./order.js";
import {bestOf} from "./separation.js";
import type {Separation} from "./separation.js";
import type {MeasureRow} from "../data/rows.js";

/** The most that a shuffled network comes to at any depth; −∞ without any. */
export const mostShuffled = ({shuffled}: Separation): number =>
  shuffled.flat().reduce((most, {value}) => Math.max(most, value), -Infinity);

/** A difference of curves that is one: a twentieth. */
const close = 0.05;

/** What is said of the order of operations: where a dataset is missing, that it is. */
export interface OrderWords {
  /** Sums with other tokens. */
  other: string;
  /** The same tokens: first components. */
  same: string;
  /** The same tokens: ten components; empty where that can't be said. */
  ten: string;
  /** The same last operator, and the same ending. */
  last: string;
}

/** What the curves say of one model. */
export function orderWords(tables: Tables, model: string): OrderWords {
  const curve = (dataset: string, measure: string) => curveOf(tables, {dataset, measure});
  const said = (dataset: string, measure: string, say: (of: Separation) => string) => {
    const of = curve(dataset, measure);
    return of && of.absent === "" ? say(of) : excuse(of, dataset);
  };
  return {
    other: said("maths_plus_minus", "neighbour-2", (of) => otherTokens(of, model)),
    same: said("maths_matched", "share-1", (of) => sameTokens(of, curve("maths_matched", "share-2"), model)),
    ten: tenComponents(curve("maths_matched", "neighbour-10"), curve("maths_matched", "neighbour-2")),
    last: ["maths_matched_plus", "maths_matched_ending"]
      .map((dataset, i) => said(dataset, "share-1", (of) => sameEnd(of, endings[i])))
      .join(" ")
  };
}

const endings = [
  "With a number added to both, so that the last operator tells nothing, the order",
  "With the same words after that, the order"
];

function otherTokens(of: Separation, model: string): string {
  const best = bestOf(of);
  const most = Math.max(mostShuffled(of), known(of.tokens));
  const found = `In the plane of ${model}, ${percent(best.value)} of these sums have a nearest neighbour of their own order, at depth ${best.depth}.`;
  if (most === -Infinity) return found;
  const controls = [
    ...(Number.isFinite(of.tokens) ? [`the tokens alone come to ${percent(of.tokens)}`] : []),
    ...(of.shuffled.length > 0 ? [`shuffled weights to ${percent(mostShuffled(of))} at best`] : [])
  ].join(", ");
  const verdict =
    most >= best.value - close
      ? "So the picture is real, and it takes no training to draw it."
      : "Part of the picture takes no training.";
  return `${found} But ${controls}. ${verdict}`;
}

function sameTokens(first: Separation, second: Separation | undefined, model: string): string {
  const best = bestOf(first);
  const half = first.trained.find(({value}) => value > 0.5);
  const most = Math.max(mostShuffled(first), second ? mostShuffled(second) : -Infinity);
  const found = `In ${model}, ${percent(best.value)} of the first component’s variance at depth ${best.depth} lies between the two orders${half ? `, and more than half of it from depth ${half.depth} on` : ""}.`;
  if (!half || !staysAbove(first, half.depth)) return firstOnly(best, model, most);
  return `${found}${shuffledShare(most, best.value)}`;
}

/** Whether the curve stays above a half from that depth on. */
const staysAbove = ({trained}: Separation, depth: number): boolean =>
  trained.filter((row) => row.depth >= depth).every(({value}) => value > 0.5);

const firstOnly = (best: MeasureRow, model: string, most: number): string =>
  `In ${model}, ${percent(best.value)} of the first component’s variance lies between the two orders at most, at depth ${best.depth}.${shuffledShare(most, best.value)}`;

function shuffledShare(most: number, trained: number): string {
  if (most === -Infinity) return "";
  return most < trained / 2
    ? ` No shuffled network has more than ${percent(most)} of either component there, at any depth.`
    : ` Shuffled networks come to ${percent(most)} of one of the two components, so that training is not what draws it.`;
}

function tenComponents(ten: Separation | undefined, two: Separation | undefined): string {
  if (!ten || !two || ten.absent !== "" || two.absent !== "" || ten.shuffled.length === 0) return "";
  const bests = ten.shuffled.map((rows) => Math.max(...rows.map(({value}) => value)));
  const [least, most] = [Math.min(...bests), Math.max(...bests)];
  const nullHigh = Math.max(...ten.trained.map((row) => known(row.nullHigh)));
  const range = percent(least) === percent(most) ? percent(most) : `${percent(least)} to ${percent(most)}`;
  const found = `In ten components, ${range} of the statements have a nearest neighbour of their own order even in shuffled networks, each at its best depth; in two, ${percent(mostShuffled(two))} at most.`;
  if (least <= nullHigh) return found;
  const wired = `${found} So the order is in them too: the last token hears of the others in their order, whatever the weights.`;
  const wider = Math.min(most, bestOf(two).value) - mostShuffled(two) > close;
  return wider ? `${wired} But it is narrow there. What training adds is width.` : wired;
}

/** How wide the order is, from the first depth on at which it is half as wide as at its best. */
function sameEnd(of: Separation, what: string): string {
  const best = bestOf(of);
  const from = of.trained.find(({value}) => value >= best.value / 2) ?? best;
  const least = Math.min(...of.trained.filter(({depth}) => depth >= from.depth).map(({value}) => value));
  const range = `between ${percent(least)} and ${percent(best.value)} of the first component’s variance`;
  const most = mostShuffled(of);
  const controls = most === -Infinity ? "" : `; in shuffled networks, ${percent(most)} at most`;
  return `${what} is ${range} from depth ${from.depth} on, most at ${best.depth}${controls}.`;
}

const known = (value: number): number => (Number.isFinite(value) ? value : -Infinity);

/** What to see in the figure of sums: whether it takes training where the two orders have the same tokens. */
export function orderSee(tables: Tables): string {
  const firsts = orderRows.slice(1).flatMap(({dataset}) => {
    const curve = curveOf(tables, {dataset, measure: "share-1"});
    return curve && curve.absent === "" && curve.shuffled.length > 0 ? [curve] : [];
  });
  if (firsts.length === 0) return "";
  return firsts.every((curve) => mostShuffled(curve) < bestOf(curve).value / 2)
    ? "Where both orders have the same tokens, only the trained network has the order in its first component."
    : "Even where both orders have the same tokens, a network that has learned nothing has the order in its first component.";
}

/** What was learned, one sentence a dataset, and how many of them a shuffled network comes halfway to. */
export function learnedWords(tables: Tables): {sentences: string[]; see: string} {
  const found = heads.map((head) => ({...head, curve: curveOf(tables, head)}));
  const measured = found.flatMap(({curve}) => (curve && curve.absent === "" ? [curve] : []));
  const halfway = measured.filter(
    (curve) => mostShuffled(curve) >= (bestOf(curve).value + chanceOf(curve)) / 2
  );
  return {
    sentences: found.map(({dataset, what, curve}) =>
      curve && curve.absent === "" ? learned(curve, what) : excuse(curve, dataset)
    ),
    see: measured.some(({shuffled}) => shuffled.length > 0)
      ? halfway.length === 0
        ? "No shuffled network comes half as far from chance as the trained one does at its best depth."
        : `Shuffled networks come halfway or further in ${halfway.length} of ${measured.length} datasets.`
      : ""
  };
}

/** What says most of each dataset; # stands for the number. */
const heads = [
  {
    dataset: "isa",
    measure: "plane-auc",
    what: "A true statement of what a thing is comes on its side of a false one # of the time"
  },
  {
    dataset: "months",
    measure: "calendar-neighbours",
    what: "Around the circle of the months, # of 12 are followed by the next"
  },
  {
    dataset: "years",
    measure: "rank",
    what: "The order of the years along a component has a rank correlation of #"
  }
];

/** What permuted labels give at the best depth; nothing where that is not known. */
const chanceOf = (curve: Separation): number => {
  const {chance} = bestOf(curve);
  return Number.isFinite(chance) ? chance : 0;
};

function learned(curve: Separation, what: string): string {
  const best = bestOf(curve);
  const most = mostShuffled(curve);
  const shuffled = most === -Infinity ? "" : `; shuffled weights come to ${curve.kind.format(most)} at best`;
  return `${what} at depth ${best.depth}${shuffled}.`.replace("#", curve.kind.format(best.value));
}
