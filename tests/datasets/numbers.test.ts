import {describe, expect, it} from "vitest";
import {counts, distinct, groups, rowsOf, unbalanced} from "./rows.ts";

const units =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen";
const tens = "twenty thirty forty fifty sixty seventy eighty ninety";
const values = new Map([
  ...units.split(" ").map((word, i): [string, number] => [word, i + 1]),
  ...tens.split(" ").map((word, i): [string, number] => [word, 20 + 10 * i])
]);

/** The number that words name; NaN if they name none. */
const parse = (words: string): number =>
  words
    .toLowerCase()
    .split("-")
    .reduce((sum, word) => sum + (values.get(word) ?? NaN), 0);

describe.each([
  {name: "larger_than", holds: (first: number, second: number) => first > second},
  {name: "smaller_than", holds: (first: number, second: number) => first < second}
])("$name", ({name, holds}) => {
  const rows = rowsOf(name);

  it("compares numbers as it is labelled", () => {
    const form = /^(\w+-\w+) is (?:larger|smaller) than (\w+-\w+)\.$/;
    for (const {statement, label, first, second, difference, same_ten} of rows) {
      const [a, b] = (form.exec(statement) ?? []).slice(1).map(parse);
      expect([statement, a, b]).toEqual([statement, first, second]);
      expect([statement, label]).toEqual([statement, String(holds(a, b))]);
      expect([statement, Math.abs(a - b)]).toEqual([statement, difference]);
      expect(same_ten).toBe(String(a)[0] === String(b)[0] ? "yes" : "no");
    }
  });

  it("has every first number and every difference in as many true as false statements", () => {
    for (const column of ["first", "difference", "subject"]) expect(unbalanced(rows, column)).toEqual([]);
  });

  it("compares the first number of a pair with one below and one as far above it", () => {
    for (const pair of groups(rows, "pair")) {
      const [below, above] = pair.map(({first, second}) => Number(second) - Number(first));
      expect([pair.length, below + above, distinct(pair, "first")]).toEqual([2, 0, 1]);
      expect(below).toBeLessThan(0);
    }
    expect([...counts(groups(rows, "pair").map(([{subject}]) => subject)).values()]).toEqual(
      Array<number>(54).fill(4)
    );
  });

  it("can hardly be told from the second number alone: 59 in 100 by the best limit", () => {
    const limits = Array.from({length: 100}, (_, limit) => limit);
    const right = limits.map((limit) => rows.filter((row) => holds(limit, Number(row.second))));
    const shares = right.map((below) => {
      const truths = below.filter(({label}) => label === "true").length;
      const falsehoods = rows.filter((row) => !below.includes(row) && row.label === "false").length;
      return (truths + falsehoods) / rows.length;
    });
    expect(Math.max(...shares)).toBeLessThan(0.6);
  });
});

it("smaller_than has the comparisons of larger_than in order, with the other label", () => {
  const turned = rowsOf("larger_than").map((row) => ({
    ...row,
    statement: row.statement.replace("larger", "smaller"),
    label: row.label === "true" ? "false" : "true"
  }));
  expect(rowsOf("smaller_than")).toEqual(turned);
});

describe("number_words", () => {
  const rows = rowsOf("number_words");

  it("has every number from 2 to 99 in words in each of three frames", () => {
    for (const frame of groups(rows, "frame"))
      expect(frame.map(({number}) => number)).toEqual(Array.from({length: 98}, (_, i) => i + 2));
    expect(distinct(rows, "frame")).toBe(3);
  });

  it("is labelled with the number that the words name", () => {
    for (const {statement, label, number, ten, unit, frame, subject} of rows) {
      const [before, after] = String(frame).split("…");
      expect(statement.startsWith(before) && statement.endsWith(after)).toBe(true);
      const words = statement.slice(before.length, -after.length);
      expect([words, parse(words), words]).toEqual([subject, number, subject]);
      expect([label, 10 * Number(ten) + Number(unit)]).toEqual([String(number), number]);
    }
  });
});
