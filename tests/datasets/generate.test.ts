import {readFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import {generators} from "../../datasets/generate/all.ts";
import {toCsv, type Row} from "../../datasets/generate/csv.ts";
import {parseDataset} from "../../loaders/dataset.ts";
import {evaluate} from "./evaluate.ts";

const rowsOf = (name: string) => generators[name]();
const names = Object.keys(generators);

/** How often each value occurs. */
function counts(values: (string | number)[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const value of values.map(String)) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

function groups(rows: Row[], column: string): Row[][] {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(String(row[column]), [...(found.get(String(row[column])) ?? []), row]);
  return [...found.values()];
}

const distinct = (rows: Row[], column: string) => new Set(rows.map((row) => row[column])).size;

describe.each(names)("%s", (name) => {
  const rows = rowsOf(name);

  it("is the committed file, byte for byte", async () => {
    expect(await readFile(`datasets/${name}.csv`, "utf8")).toBe(toCsv(rows));
  });

  it("reads back as it was generated", async () => {
    const file = `datasets/${name}.csv`;
    const {statements, labels, columns} = parseDataset(name, file, await readFile(file));
    expect(statements).toEqual(rows.map(({statement}) => statement));
    expect(labels).toEqual(rows.map(({label}) => label));
    for (const column of ["pair", "subject"]) expect(columns[column]).toEqual(rows.map((row) => row[column]));
  });

  it("has one subject in a pair, and one pair for statements that are the same", () => {
    for (const pair of groups(rows, "pair")) expect(distinct(pair, "subject")).toBe(1);
    for (const same of groups(rows, "statement")) expect(distinct(same, "pair")).toBe(1);
  });
});

describe("maths", () => {
  const rows = rowsOf("maths");

  it("is 250 sums, half of them 4 and half 7, whole numbers at every step", () => {
    for (const {statement, result} of rows) {
      const sum = /^What is (.+)\?$/.exec(statement)?.[1] ?? "";
      expect([statement, evaluate(sum)]).toEqual([statement, result]);
    }
    expect(counts(rows.map(({result}) => result))).toEqual(new Map(Object.entries({4: 125, 7: 125})));
  });

  it("is written with numbers from 1 to 10 after the first, and parentheses unless the first operator divides", () => {
    for (const {statement, a, b, c, first, second} of rows) {
      const start = `${a}${first}${b}`;
      expect(statement).toBe(`What is ${first === "/" ? start : `(${start})`}${second}${c}?`);
      for (const number of [b, c]) expect(number).toBeOneOf([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    }
  });

  it("is labelled with its operators, numbered as in the original work", () => {
    const orders = new Map(rows.map(({label, order}) => [order, label]));
    const labels = ["++", "+-", "+/", "-+", "--", "-/", "/+", "/-", "//"];
    expect(orders).toEqual(new Map(labels.map((label, i) => [i + 1, label])));
    for (const {label, first, second} of rows) expect(label).toBe(`${first}${second}`);
    expect(Math.min(...counts(rows.map(({label}) => label)).values())).toBe(24);
  });

  it("says which sums begin with a negative number, and which end in +1", () => {
    for (const {statement, first_negative, ends_plus_one} of rows) {
      expect([statement, first_negative === "yes"]).toEqual([statement, /^What is \(?-/.test(statement)]);
      expect([statement, ends_plus_one === "yes"]).toEqual([statement, statement.endsWith("+1?")]);
    }
  });

  it("repeats ten sums", () => {
    expect(rows.length - distinct(rows, "statement")).toBe(10);
  });
});

describe.each([
  ["maths_matched", /^What is (\d[-+]\d[-+]\d)\?$/],
  ["maths_matched_ending", /^What is (\(\d[-+]\d[-+]\d\)\+\d), my friend\?$/]
])("%s", (name, form) => {
  const rows = rowsOf(name);

  it("is 100 pairs of the same characters in another order, with the same answer", () => {
    const pairs = groups(rows, "pair");
    expect(pairs.length).toBe(100);
    for (const pair of pairs) {
      expect(pair.map(({label}) => label)).toEqual(["+-", "-+"]);
      expect(distinct(pair, "result")).toBe(1);
      const characters = pair.map(({statement}) => Array.from(statement).sort().join(""));
      expect(characters[0]).toBe(characters[1]);
    }
  });

  it("is right, and never says a sum twice", () => {
    for (const {statement, label, result} of rows) {
      const sum = form.exec(statement)?.[1] ?? "";
      expect([statement, evaluate(sum)]).toEqual([statement, result]);
      expect(sum.replace(/[^-+]/g, "").slice(0, 2)).toBe(label);
    }
    expect(distinct(rows, "statement")).toBe(rows.length);
  });

  it("has the same numbers at every place under either label, for every subject", () => {
    for (const subject of groups(rows, "subject")) {
      expect(subject.length).toBe(4);
      for (const place of ["a", "b", "c"]) {
        const numbers = (label: string) =>
          subject.filter((row) => row.label === label).map((row) => row[place]);
        expect(numbers("+-").sort()).toEqual(numbers("-+").sort());
      }
    }
  });
});

it("maths_matched_ending has the pairs of maths_matched", () => {
  const orders = (name: string) => rowsOf(name).map(({label, pair, subject}) => [label, pair, subject]);
  expect(orders("maths_matched_ending")).toEqual(orders("maths_matched"));
});

describe.each([
  ["cities", "city", "country"],
  ["neg_cities", "city", "country"],
  ["isa", "thing", "category"],
  ["neg_isa", "thing", "category"]
])("%s", (name, subject, object) => {
  const rows = rowsOf(name);

  it(`has every ${subject} and every ${object} in as many true as false statements`, () => {
    for (const column of [subject, object])
      for (const group of groups(rows, column)) {
        const labels = counts(group.map(({label}) => label));
        expect([group[0][column], labels.get("true")]).toEqual([group[0][column], labels.get("false")]);
      }
  });

  it("says nothing twice", () => {
    expect(distinct(rows, "statement")).toBe(rows.length);
  });

  it(`has two statements of a ${subject}, one of them true`, () => {
    for (const pair of groups(rows, subject)) {
      expect(pair.map(({label}) => label).sort()).toEqual(["false", "true"]);
      expect(distinct(pair, object)).toBe(2);
    }
  });
});

it.each([
  ["cities", " is in "],
  ["isa", " is a"]
])("neg_%s denies the statements in order, with the other label", (name, verb) => {
  const denied = rowsOf(name).map(({statement, label}) => [
    statement.replace(verb, verb.replace("is", "is not")),
    label === "true" ? "false" : "true"
  ]);
  expect(rowsOf(`neg_${name}`).map(({statement, label}) => [statement, label])).toEqual(denied);
});

it.each(["isa", "neg_isa"])("%s has an before a vowel and a before any other letter", (name) => {
  for (const {statement} of rowsOf(name)) expect(statement).toMatch(/^(An [aeiou]|A [^aeiou])/);
  for (const {statement} of rowsOf(name)) expect(statement).toMatch(/ (an [aeiou]|a [^aeiou])[a-z ]+\.$/);
});

describe("months", () => {
  const rows = rowsOf("months");

  it("has every month once in each of ten frames, at the very end", () => {
    for (const frame of groups(rows, "frame")) {
      expect(frame.map(({month_number}) => month_number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      for (const {statement, label} of frame) expect(statement).toBe(`${frame[0].frame} ${label}`);
    }
    expect([...counts(rows.map(({label}) => label)).values()]).toEqual(Array<number>(12).fill(10));
  });

  it("has the seasons of the north", () => {
    const seasonOf = new Map(rows.map(({label, season}) => [label, season]));
    expect(
      ["December", "February", "March", "June", "August", "November"].map((m) => seasonOf.get(m))
    ).toEqual(["winter", "winter", "spring", "summer", "summer", "autumn"]);
  });
});
