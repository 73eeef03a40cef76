import type {Row} from "./csv.ts";
import {seededRandom, type Random} from "./random.ts";
import {yesNo} from "./words.ts";

type Operator = "+" | "-" | "/";
const operators = ["+", "-", "/"] as const;

/** The label's number in the original work. */
const orders = ["++", "+-", "+/", "-+", "--", "-/", "/+", "/-", "//"];

/** What undoes an operator. */
const inverse: Record<Operator, (value: number, by: number) => number> = {
  "+": (value, by) => value - by,
  "-": (value, by) => value + by,
  "/": (value, by) => value * by
};

/**
 * 250 sums like "What is (10-2)-1?", half of them 4 and half 7: to the result the inverses of two random operators are
 * applied with numbers from 1 to 10. As in the original work, sums may repeat.
 */
export function maths(): Row[] {
  // with this seed every pair of operators has at least 24 sums, and five of -+ end in +1
  const random = seededRandom(252);
  const results = Array.from({length: 250}, (_, i) => (i % 2 === 0 ? 4 : 7));
  return random.shuffle(results).map((result) => sum(result, random));
}

function sum(result: number, random: Random): Row {
  const [first, second] = [random.pick(operators), random.pick(operators)];
  const [b, c] = [1 + random.below(10), 1 + random.below(10)];
  const a = inverse[first](inverse[second](result, c), b);
  const start = `${a}${first}${b}`;
  // a quotient binds tighter than what follows it, so that it needs no parentheses
  const expression = `${first === "/" ? start : `(${start})`}${second}${c}`;
  return {
    statement: `What is ${expression}?`,
    label: first + second,
    a,
    b,
    c,
    result,
    order: 1 + orders.indexOf(first + second),
    first,
    second,
    first_negative: yesNo(a < 0),
    ends_plus_one: yesNo(second === "+" && c === 1),
    pair: expression,
    subject: subjectOf(a, b, c)
  };
}

/**
 * 100 pairs of the same tokens with the same answer, in another order: "What is 3+2-5?" and "What is 3-5+2?". Each pair
 * stands beside the one with the last two numbers exchanged, "What is 3+5-2?" and "What is 3-2+5?", so that at every
 * place either label has the same numbers.
 */
export function mathsMatched(): Row[] {
  return numbers().flatMap((of) => fourOrders(of).map((order) => matched(order)));
}

/** The same pairs in parentheses, with a number to add that both have: "What is (3+2-5)+4?". The last operator is the same. */
export function mathsMatchedPlus(): Row[] {
  return numbers().flatMap((of) => fourOrders(of).map((order) => matched(order, {d: of.d})));
}

/** The same pairs before a longer ending that both have: "What is (3+2-5)+4, my friend?". */
export function mathsMatchedEnding(): Row[] {
  return numbers().flatMap((of) =>
    fourOrders(of).map((order) => matched(order, {d: of.d, ending: ", my friend"}))
  );
}

/** Single digits: `a` is at least the difference of `b` and `c`, so that no answer is negative; `d` is for the ending. */
interface Numbers {
  a: number;
  b: number;
  c: number;
  d: number;
}

/** Fifty of them; no two have the same a, b and c, in whatever order. */
function numbers(): Numbers[] {
  const random = seededRandom(7);
  const digit = () => 1 + random.below(9);
  const found = new Map<string, Numbers>();
  while (found.size < 50) {
    const [a, b, c, d] = [digit(), digit(), digit(), digit()];
    if (b < c && a >= c - b && !found.has(subjectOf(a, b, c))) found.set(subjectOf(a, b, c), {a, b, c, d});
  }
  return [...found.values()];
}

/** A sum as it stands. */
interface Order {
  label: "+-" | "-+";
  expression: string;
  a: number;
  b: number;
  c: number;
  result: number;
  pair: string;
}

function fourOrders({a, b, c}: Numbers): Order[] {
  return [
    [b, c],
    [c, b]
  ].flatMap(([added, taken]): Order[] => {
    const same = {a, result: a + added - taken, pair: `${a}+${added}-${taken}`};
    return [
      {...same, label: "+-", expression: `${a}+${added}-${taken}`, b: added, c: taken},
      {...same, label: "-+", expression: `${a}-${taken}+${added}`, b: taken, c: added}
    ];
  });
}

function matched(
  {label, expression, a, b, c, result, pair}: Order,
  {d, ending = ""}: {d?: number; ending?: string} = {}
): Row {
  const sum = d === undefined ? expression : `(${expression})+${d}`;
  const answer: Record<string, number> = d === undefined ? {result} : {d, result: result + d};
  return {
    statement: `What is ${sum}${ending}?`,
    label,
    a,
    b,
    c,
    ...answer,
    pair,
    subject: subjectOf(a, b, c)
  };
}

/** Sums of the same numbers have one subject, whatever their order. */
function subjectOf(...numbers: number[]): string {
  return numbers.sort((x, y) => x - y).join(" ");
}
