import {readFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import {generators} from "../../datasets/generate/all.ts";
import {toCsv} from "../../datasets/generate/csv.ts";
import {parseDataset} from "../../loaders/dataset.ts";
import {evaluate} from "./evaluate.ts";
import {counts, distinct, groups, rowsOf} from "./rows.ts";

const names = Object.keys(generators);

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

  it("has at least a hundred statements, all with the same columns", () => {
    expect(rows.length).toBeGreaterThanOrEqual(100);
    const columns = Object.keys(rows[0]);
    expect(columns.slice(0, 2)).toEqual(["statement", "label"]);
    expect(columns.slice(-2)).toEqual(["pair", "subject"]);
    const others = rows.filter((row) => Object.keys(row).join() !== columns.join());
    const gaps = rows.filter((row) => Object.values(row).includes(""));
    expect([others, gaps]).toEqual([[], []]);
  });

  it("has one subject in a pair, and one pair for statements that are the same", () => {
    for (const pair of groups(rows, "pair")) expect(distinct(pair, "subject")).toBe(1);
    for (const same of groups(rows, "statement")) expect(distinct(same, "pair")).toBe(1);
  });
});

describe("the README's tables", async () => {
  const lines = (await readFile("datasets/README.md", "utf8")).split("\n");
  const table = lines
    .filter((line) => line.startsWith("| `"))
    .map((line) => line.split("|").map((cell) => cell.trim()))
    .map(([, name, ...cells]) => ({name: name.slice(1, -1), cells: cells.filter((cell) => cell !== "")}));

  it("name every dataset", () => {
    expect(table.map(({name}) => name).sort()).toEqual([...names].sort());
  });

  it.each(table)(
    "say how many statements $name has, one of them, and the further columns",
    ({name, cells}) => {
      const [count, example, further] = [cells[0], ...cells.slice(-2)];
      const rows = rowsOf(name);
      expect(Number(count)).toBe(rows.length);
      for (const part of example.split(" · ")) {
        const form = new RegExp(`^${part.replace(/[-+()?.]/g, "\\$&").replaceAll("…", ".+")}$`);
        expect([part, rows.some(({statement}) => form.test(statement))]).toEqual([part, true]);
      }
      const same = /^as `(\w+)`$/.exec(further)?.[1];
      const columns = Object.keys(rows[0]).slice(2, -2);
      const named = same
        ? Object.keys(rowsOf(same)[0]).slice(2, -2)
        : further.replace(/ \([^)]+\)/g, "").split(", ");
      expect([...named].sort()).toEqual([...columns].sort());
    }
  );
});

it("no statement is both true and false, in whatever datasets", () => {
  const truths = names
    .flatMap(rowsOf)
    .filter(({label}) => label === "true" || label === "false")
    .map(({statement, label}) => ({statement, label}));
  expect(truths.length).toBeGreaterThan(5000);
  expect(new Set(truths.map(({statement}) => statement)).size).toBe(truths.length);
});

it.each(names.filter((name) => name !== "maths"))("%s says nothing twice", (name) => {
  const rows = rowsOf(name);
  expect(distinct(rows, "statement")).toBe(rows.length);
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
  ["maths_matched_plus", /^What is (\(\d[-+]\d[-+]\d\)\+\d)\?$/],
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

it.each(["maths_matched_plus", "maths_matched_ending"])("%s has the pairs of maths_matched", (name) => {
  const orders = (of: string) => rowsOf(of).map(({label, pair, subject}) => [label, pair, subject]);
  expect(orders(name)).toEqual(orders("maths_matched"));
});

it("maths_matched_ending is maths_matched_plus before more words", () => {
  const longer = rowsOf("maths_matched_plus").map(({statement}) => statement.replace("?", ", my friend?"));
  expect(rowsOf("maths_matched_ending").map(({statement}) => statement)).toEqual(longer);
});
