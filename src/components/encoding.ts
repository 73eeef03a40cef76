/** What a dot looks like: one column's values as entries, each with a colour of ink.ts, and a ring or sign beside the hue. */
import * as d3 from "npm:d3";
import {sum, typeset} from "./format.js";
import {categorySteps, cyclicSteps, sequentialSteps} from "./ink.js";
import type {InkName} from "./ink.js";

export type Value = string | number;
export type Sign = "+" | "-" | "/";

/** A class of dots: a line of the legend, and one colour. */
export interface Entry {
  /** The value as in the CSV, or for several values what they have in common. */
  key: string;
  text: string;
  fill: InkName;
  /** The colour of the class's name beside the dots. */
  word: InkName;
  ring: boolean;
  sign: {shape: Sign; ink: InkName} | null;
  count: number;
}

export interface Encoding {
  column: string;
  kind: "operators" | "truth" | "yes-no" | "cyclic" | "sequential" | "categorical";
  entries: Entry[];
  /** Which entry each dot belongs to, `[dots]`. */
  of: number[];
}

/** A column's classes by what its values are; `column` matters for "label" only, where 1 and 0 mean true and false. */
export function encode(column: string, values: readonly Value[]): Encoding {
  const keys = values.map(String);
  const distinct = [...new Set(keys)];
  const all = (test: (key: string) => boolean) => distinct.every(test);
  if (all((key) => /^[-+/]{1,2}$/.test(key)))
    return classes(column, "operators", keys, byOperator(distinct).map(operator));
  if (all((key) => truths.has(key)) || (column === "label" && all(isBit)))
    return classes(column, "truth", keys, distinct.sort().reverse().map(truth));
  if (all(isBit) || all((key) => key === "yes" || key === "no"))
    return classes(column, "yes-no", keys, distinct.sort().reverse().map(yesNo));
  const ring = rings.find((list) => all((key) => list.includes(key)));
  if (ring)
    return classes(column, "cyclic", keys, ring.filter((key) => distinct.includes(key)).map(cyclic(ring)));
  const numbers = column === "label" ? values.map(toNumber) : values;
  if (numbers.every((value) => typeof value === "number") && distinct.length > 2)
    return sequential(column, numbers);
  return categorical(column, keys);
}

/** Labels come as text, whatever they are: a year or a number of things is told by its digits. */
const toNumber = (value: Value): Value =>
  typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;

const truths = new Set(["true", "false"]);
const isBit = (key: string) => key === "0" || key === "1";
const rings = [
  "January February March April May June July August September October November December".split(" "),
  "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" ")
];

type Look = Omit<Entry, "count">;

const names: Record<Sign, "plus" | "minus" | "div"> = {"+": "plus", "-": "minus", "/": "div"};
const isSign = (character: string): character is Sign => character in names;

const byOperator = (keys: string[]) =>
  d3.sort(keys, (key) => Array.from(key, (c) => "+-/".indexOf(c)).join(""));

function operator(key: string): Look {
  const [first, second] = Array.from(key).filter(isSign);
  const name = names[first];
  const sign = key.length === 2 ? {shape: second, ink: `on-${name}` as const} : null;
  return {
    key,
    text: sign ? sum(key) : typeset(key),
    fill: `op-${name}`,
    word: `lab-${name}`,
    ring: false,
    sign
  };
}

const plain = (key: string, text: string, fill: InkName, ring = false): Look => {
  return {key, text, fill, word: "ink", ring, sign: null};
};

function truth(key: string): Look {
  const yes = key === "true" || key === "1";
  return plain(key, isBit(key) ? `${key} (${yes ? "true" : "false"})` : key, yes ? "true" : "false", !yes);
}

const yesNo = (key: string): Look =>
  key === "1" || key === "yes" ? plain(key, "yes", "ink") : plain(key, "no", "ink-3", true);

const cyclic = (ring: string[]) => (key: string) =>
  plain(key, key, `cyc-${Math.floor((ring.indexOf(key) * cyclicSteps) / ring.length)}`);

/** Each number a class while they are few, else equal intervals with round limits. */
function sequential(column: string, values: readonly number[]): Encoding {
  const distinct = d3.sort(new Set(values));
  const [low, high] = [distinct[0], distinct[distinct.length - 1]];
  const few = distinct.length <= 10;
  const limits = few ? distinct.slice(1) : d3.ticks(low, high, 8).filter((v) => v > low && v <= high);
  const starts = [low, ...limits];
  const whole = distinct.every(Number.isInteger);
  const text = (i: number) => {
    if (few) return String(starts[i]);
    if (low < 0 && !whole) return spokenInterval(starts, i);
    return interval(starts[i], starts.at(i + 1), high, whole);
  };
  const looks = starts.map((_, i) => {
    const step = Math.round((i * (sequentialSteps - 1)) / Math.max(1, starts.length - 1));
    return plain(text(i), typeset(text(i)), `seq-${step}`);
  });
  return classes(
    column,
    "sequential",
    values.map((value) => text(d3.bisectRight(limits, value))),
    looks
  );
}

/** The name of an interval: "10–19" of whole numbers, "14–<16" of others; the last includes the highest value. */
function interval(start: number, next: number | undefined, high: number, whole: boolean): string {
  if (next !== undefined && !whole) return `${start}–<${next}`;
  const last = next === undefined ? high : next - 1;
  return start === last ? String(start) : `${start}–${last}`;
}

/** The name of an interval of numbers below 0, where a dash would be taken for a minus: "−65 to −60". */
function spokenInterval(starts: readonly number[], i: number): string {
  const next = starts.at(i + 1);
  if (next === undefined) return `from ${starts[i]}`;
  return i === 0 ? `below ${next}` : `${starts[i]} to ${next}`;
}

/** The most frequent values have a colour each; the rest share a grey. */
function categorical(column: string, keys: string[]): Encoding {
  const frequent = d3.groupSort(
    keys,
    (group) => -group.length,
    (key) => key
  );
  const own = frequent.length > categorySteps ? frequent.slice(0, categorySteps - 1) : frequent;
  const looks = d3.sort(own).map((key, i) => plain(key, key, `cat-${i}`));
  if (own.length === frequent.length) return classes(column, "categorical", keys, looks);
  const rest = `${frequent.length - own.length} others`;
  const known = new Set(own);
  return classes(
    column,
    "categorical",
    keys.map((key) => (known.has(key) ? key : rest)),
    [...looks, plain(rest, rest, "other", true)]
  );
}

function classes(column: string, kind: Encoding["kind"], keys: string[], looks: Look[]): Encoding {
  const position = new Map(looks.map(({key}, i) => [key, i]));
  const of = keys.map((key) => position.get(key) ?? 0);
  const counts = d3.rollup(
    of,
    (group) => group.length,
    (i) => i
  );
  return {column, kind, of, entries: looks.map((look, i) => ({...look, count: counts.get(i) ?? 0}))};
}

/** The columns that are worth a colour: the label, and those with more than one value and fewer than one a statement. */
export function colourable(columns: Record<string, readonly Value[]>): string[] {
  return Object.entries(columns).flatMap(([name, values]) => {
    const distinct = new Set(values).size;
    const numeric = values.every((value) => typeof value === "number");
    const telling =
      name !== "pair" && distinct > 1 && (numeric || distinct <= Math.min(60, values.length / 2));
    return name === "label" || telling ? [name] : [];
  });
}
