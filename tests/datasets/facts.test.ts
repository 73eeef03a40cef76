import {describe, expect, it} from "vitest";
import {counts, distinct, groups, rowsOf, unbalanced} from "./rows.ts";

/** Datasets of facts: the column of the things, that of what they are said to be, and what denies it. */
const denied = [
  {name: "cities", thing: "city", property: "country", said: " is in ", not: " is not in "},
  {name: "isa", thing: "thing", property: "category", said: " is a", not: " is not a"},
  {name: "sp_en_trans", thing: "spanish", property: "english", said: " means ", not: " does not mean "},
  {name: "opposites", thing: "word", property: "opposite", said: " is ", not: " is not "},
  {name: "capitals", thing: "country", property: "capital", said: " is ", not: " is not "}
];

describe.each([
  ...denied,
  ...denied.map((facts) => ({...facts, name: `neg_${facts.name}`})),
  {name: "works", thing: "work", property: "maker"}
])("$name", ({name, thing, property}) => {
  const rows = rowsOf(name);

  it(`has every ${thing} and every ${property} in as many true as false statements`, () => {
    expect([unbalanced(rows, thing), unbalanced(rows, property)]).toEqual([[], []]);
  });

  it(`has two statements of a ${thing}, one of them true`, () => {
    for (const pair of groups(rows, thing)) {
      expect(pair.map(({label}) => label).sort()).toEqual(["false", "true"]);
      expect(distinct(pair, property)).toBe(2);
      expect([distinct(pair, "pair"), distinct(pair, "subject")]).toEqual([1, 1]);
    }
  });

  it("names in every statement what its columns say", () => {
    for (const row of rows) {
      expect(row.statement).toContain(String(row[thing]));
      expect(row.statement).toContain(String(row[property]));
      expect(row.statement.endsWith(".")).toBe(true);
    }
  });
});

it.each(denied.map((facts) => [facts.name, facts] as const))(
  "neg_%s denies the statements in order, with the other label",
  (name, {said, not}) => {
    const rows = rowsOf(name).map((row) => {
      expect(row.statement.split(said).length).toBe(2);
      return {
        ...row,
        statement: row.statement.replace(said, not),
        label: row.label === "true" ? "false" : "true"
      };
    });
    expect(rowsOf(`neg_${name}`)).toEqual(rows);
  }
);

it.each([
  ["cities", "city", "country", {Lyon: "France", Dubai: "United Arab Emirates"}],
  ["isa", "thing", "category", {dog: "animal", oak: "tree"}],
  ["sp_en_trans", "spanish", "english", {gato: "cat", mil: "thousand", comer: "to eat"}],
  ["opposites", "word", "opposite", {hot: "cold", sell: "buy", loss: "profit"}],
  ["capitals", "country", "capital", {France: "Paris", Australia: "Canberra", Nigeria: "Abuja"}],
  ["works", "work", "maker", {Emma: "Jane Austen", Guernica: "Pablo Picasso", Aida: "Giuseppe Verdi"}]
])("%s calls true what is true", (name, thing, property, known) => {
  const right = new Map(
    rowsOf(name)
      .filter(({label}) => label === "true")
      .map((row) => [row[thing], row[property]])
  );
  for (const [what, is] of Object.entries(known)) expect([what, right.get(what)]).toEqual([what, is]);
});

it.each(["isa", "neg_isa"])("%s has an before a vowel and a before any other letter", (name) => {
  for (const {statement} of rowsOf(name)) expect(statement).toMatch(/^(An [aeiou]|A [^aeiou])/);
  for (const {statement} of rowsOf(name)) expect(statement).toMatch(/ (an [aeiou]|a [^aeiou])[a-z ]+\.$/);
});

it.each([
  ["sp_en_trans", "english", "part_of_speech"],
  ["opposites", "opposite", "part_of_speech"],
  ["works", "maker", "kind"]
])("%s: a false %s is of the same %s", (name, property, sort) => {
  const rows = rowsOf(name);
  const known = (label: string) =>
    new Set(rows.filter((row) => row.label === label).map((row) => `${row[sort]}: ${row[property]}`));
  expect(known("false")).toEqual(known("true"));
});

describe("opposites", () => {
  const rows = rowsOf("opposites");

  it("are each other's: a subject is two words, and either is the opposite of the other", () => {
    for (const subject of groups(rows, "subject")) {
      const right = subject.filter(({label}) => label === "true").map(({word, opposite}) => [word, opposite]);
      expect(right.length).toBe(2);
      expect(right[1]).toEqual([...right[0]].reverse());
      expect(right[0].join(" ")).toBe(subject[0].subject);
    }
  });

  it("has a word in one subject only, whatever the part of speech", () => {
    for (const word of groups(rows, "word")) expect(distinct(word, "subject")).toBe(1);
  });

  it("gives for the opposite of a word no word of its own field", () => {
    const fieldOf = new Map(rows.map(({word, field}) => [word, field]));
    for (const {statement, label, field, opposite} of rows)
      expect([statement, fieldOf.get(opposite) === field]).toEqual([statement, label === "true"]);
  });
});

it("sp_en_trans has Spanish words in lower case, and no English word for two of them", () => {
  const right = rowsOf("sp_en_trans").filter(({label}) => label === "true");
  for (const {spanish} of right) expect(spanish).toMatch(/^[a-záéíóúñü]+$/);
  expect(Math.max(...counts(right.map(({english}) => english)).values())).toBe(1);
});

it("capitals has no capital for two countries", () => {
  const right = rowsOf("capitals").filter(({label}) => label === "true");
  expect(distinct(right, "capital")).toBe(right.length);
});
