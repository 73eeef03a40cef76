import {describe, expect, it} from "vitest";
import {counts, distinct, groups, rowsOf, unbalanced} from "./rows.ts";

/** What cities says of "city of Lyon is in France". */
const truthOf = new Map(
  rowsOf("cities").map(({statement, label}) => [statement.replace(/^The (.+)\.$/, "$1"), label])
);

describe.each([
  {name: "cities_conj", joint: "and", half: "true", holds: (a: boolean, b: boolean) => a && b},
  {name: "cities_disj", joint: "or", half: "false", holds: (a: boolean, b: boolean) => a || b}
])("$name", ({name, joint, half, holds}) => {
  const rows = rowsOf(name);
  const other = half === "true" ? "false" : "true";

  it("joins two statements of cities and is as true as they make it", () => {
    for (const {statement, label, first, second} of rows) {
      const [, ...parts] = /^The (.+) (?:and|or) the (.+)\.$/.exec(statement) ?? [];
      expect([statement, ...parts.map((part) => truthOf.get(part))]).toEqual([statement, first, second]);
      expect(statement).toContain(` ${joint} the city of `);
      expect([statement, label]).toEqual([statement, String(holds(first === "true", second === "true"))]);
    }
  });

  it("is true as often as false; the parts are as if each were drawn alone", () => {
    const parts = counts(rows.map(({first, second}) => `${first} ${second}`));
    const [both, one, neither] = [rows.length / 2, 92, 38];
    expect(parts.get(`${half} ${half}`)).toBe(both);
    expect([parts.get(`${half} ${other}`), parts.get(`${other} ${half}`)]).toEqual([one, one]);
    expect(parts.get(`${other} ${other}`)).toBe(neither);
    // where the second part is as the first of the half: no more often than where it is not, to a percent
    expect(both / (both + one)).toBeCloseTo(one / (one + neither), 2);
  });

  it("has every city at both places in as many true as false statements", () => {
    expect([unbalanced(rows, "city_1"), unbalanced(rows, "city_2")]).toEqual([[], []]);
    expect(distinct(rows, "city_1")).toBe(222);
  });

  it("has a city in one subject only, and in a pair the same cities in the same order", () => {
    for (const city of groups(rows, "city_1")) expect(distinct(city, "subject")).toBe(1);
    for (const subject of groups(rows, "subject")) {
      expect(subject.length).toBe(4);
      expect(new Set(subject.flatMap(({city_1, city_2}) => [city_1, city_2])).size).toBe(2);
    }
    for (const pair of groups(rows, "pair")) {
      expect(pair.map(({label}) => label)).toEqual(["true", "false"]);
      expect([distinct(pair, "city_1"), distinct(pair, "city_2")]).toEqual([1, 1]);
    }
  });
});

it("cities_disj has the subjects and pairs of cities_conj", () => {
  const ties = (name: string) => rowsOf(name).map(({pair, subject}) => [pair, subject]);
  expect(ties("cities_disj")).toEqual(ties("cities_conj"));
});
