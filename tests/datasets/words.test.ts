import {describe, expect, it} from "vitest";
import {counts, distinct, groups, rowsOf} from "./rows.ts";

const times = (count: number, value: number) => Array<number>(count).fill(value);
const labelCounts = (name: string) => [...counts(rowsOf(name).map(({label}) => label)).values()];

describe.each([
  {name: "months", number: "month_number", labels: 12, frames: 10},
  {name: "days", number: "day_number", labels: 7, frames: 20}
])("$name", ({name, number, labels, frames}) => {
  it(`has each of ${labels} once in each of ${frames} frames, in order, at the very end`, () => {
    const rows = rowsOf(name);
    for (const frame of groups(rows, "frame")) {
      expect(frame.map((row) => row[number])).toEqual(Array.from({length: labels}, (_, i) => i + 1));
      for (const {statement, label} of frame) expect(statement).toBe(`${frame[0].frame} ${label}`);
    }
    expect(labelCounts(name)).toEqual(times(labels, frames));
  });
});

it("months has the seasons of the north", () => {
  const seasonOf = new Map(rowsOf("months").map(({label, season}) => [label, season]));
  const some = ["December", "February", "March", "June", "August", "November"];
  expect(some.map((month) => seasonOf.get(month))).toEqual(
    "winter winter spring summer summer autumn".split(" ")
  );
});

it("days begins with Monday and has a weekend of two days", () => {
  const week = rowsOf("days").slice(0, 7);
  expect(week[0].label).toBe("Monday");
  expect(week.filter(({weekend}) => weekend === "yes").map(({label}) => label)).toEqual([
    "Saturday",
    "Sunday"
  ]);
});

describe("years", () => {
  const rows = rowsOf("years");

  it("has fifty years in each of six frames, one of each decade, at the very end", () => {
    for (const frame of groups(rows, "frame")) {
      const decades = frame.map(({year}) => Math.floor(Number(year) / 10));
      expect(decades).toEqual(Array.from({length: 50}, (_, i) => 150 + i));
      for (const {statement, label, year} of frame) {
        expect(statement).toBe(`${frame[0].frame} ${label}`);
        expect(label).toBe(String(year));
      }
    }
    expect(distinct(rows, "frame")).toBe(6);
  });

  it("has every last digit as often in every century", () => {
    for (const {year, century, last_digit} of rows)
      expect([`${String(year).slice(0, 2)}00s`, year]).toEqual([
        century,
        10 * Math.floor(Number(year) / 10) + Number(last_digit)
      ]);
    expect([...counts(rows.map(({century, last_digit}) => `${century} ${last_digit}`)).values()]).toEqual(
      times(50, 6)
    );
  });
});

describe("sentiment", () => {
  const rows = rowsOf("sentiment");

  it("has every word in every frame at the end, and every word under one label", () => {
    for (const frame of groups(rows, "frame")) expect(distinct(frame, "word")).toBe(60);
    for (const word of groups(rows, "word")) {
      expect([word.length, distinct(word, "frame"), distinct(word, "label")]).toEqual([6, 6, 1]);
      for (const {statement, frame} of word) expect(statement).toBe(`${frame} ${word[0].word}.`);
    }
  });

  it("has in every pair a positive and a negative word in the same frame", () => {
    for (const pair of groups(rows, "pair")) {
      expect(pair.map(({label}) => label)).toEqual(["positive", "negative"]);
      expect(distinct(pair, "frame")).toBe(1);
    }
    expect(labelCounts("sentiment")).toEqual([180, 180]);
  });
});

describe("tense", () => {
  const rows = rowsOf("tense");

  it("has everybody do everything in three tenses, which differ in the verb alone", () => {
    for (const pair of groups(rows, "pair")) {
      expect(pair.map(({label}) => label)).toEqual(["past", "present", "future"]);
      const [{person, verb, subject}] = pair;
      const ending = subject.slice(String(verb).length);
      for (const {statement} of pair) {
        expect(statement.startsWith(`${person} `)).toBe(true);
        expect(statement.endsWith(`${ending}.`)).toBe(true);
      }
      expect(pair[2].statement).toBe(`${person} will ${subject}.`);
    }
    expect(labelCounts("tense")).toEqual(times(3, 4 * 36));
  });

  it("says which verbs are regular; all have the endings of the present", () => {
    for (const pair of groups(rows, "pair")) {
      const {person, verb, regular} = pair[0];
      const [past, present] = pair.map(({statement}) => statement.slice(`${person} `.length).split(" ")[0]);
      const stem = String(verb).replace(/([^aeiou])y$/, "$1i");
      expect([verb, past === stem.replace(/e$/, "") + "ed"]).toEqual([verb, regular === "yes"]);
      expect(present).toBe(stem + (/(i|sh|ch|s|x)$/.test(stem) ? "es" : "s"));
    }
  });
});

describe("categories", () => {
  const rows = rowsOf("categories");

  it("has twelve things of each of seven categories in each of four frames, at the very end", () => {
    expect(labelCounts("categories")).toEqual(times(7, 48));
    for (const {statement, frame, thing} of rows) expect(statement).toBe(`${frame} ${thing}`);
    for (const thing of groups(rows, "thing"))
      expect([distinct(thing, "frame"), distinct(thing, "label")]).toEqual([4, 1]);
  });

  it("calls a thing what isa calls it", () => {
    const right = rowsOf("isa").filter(({label}) => label === "true");
    const categoryOf = new Map(right.map(({thing, category}) => [thing, category]));
    for (const {thing, label} of rows) expect([thing, label]).toEqual([thing, categoryOf.get(thing)]);
  });
});

describe("languages", () => {
  const rows = rowsOf("languages");
  const letters: Record<string, RegExp> = {
    English: /^[a-z']+$/,
    German: /^[a-zäöüß]+$/,
    Dutch: /^[a-z]+$/,
    French: /^[a-zàâçéèêëîïôœùû'-]+$/,
    Italian: /^[a-zàèéìòù']+$/,
    Spanish: /^[a-záéíóúüñ]+$/,
    Portuguese: /^[a-záâãàçéêíóôõú]+$/
  };

  it("says every meaning in each of seven languages, in one sentence with a full stop", () => {
    for (const meaning of groups(rows, "subject")) {
      expect(meaning.map(({label}) => label)).toEqual(Object.keys(letters));
      expect(meaning[0].statement).toBe(meaning[0].subject);
      for (const {statement} of meaning) expect(statement).toMatch(/^\p{Lu}[^.?!]+\.$/u);
    }
    expect(labelCounts("languages")).toEqual(times(7, 36));
  });

  it("has in no sentence a letter that its language does without", () => {
    for (const {statement, label} of rows)
      for (const word of statement.toLowerCase().slice(0, -1).split(" "))
        expect(word).toMatch(letters[label]);
  });

  it("names the family of every language", () => {
    const of = (name: string) => [
      ...counts(rows.filter(({family}) => family === name).map(({label}) => label)).keys()
    ];
    expect(of("Germanic")).toEqual(["English", "German", "Dutch"]);
    expect(of("Romance")).toEqual(["French", "Italian", "Spanish", "Portuguese"]);
  });
});
