import {describe, expect, it} from "vitest";
import {choicesOf, statementsOf, switched, valuesOf, versionsOf} from "../../src/components/variants.ts";
import type {RunReport} from "../../src/data/rows.ts";

// These functions look at nothing else of the report.
const run = {
  datasets: [
    {name: "facts", statements: 8},
    {name: "months", statements: 12},
    {name: "sums", statements: 3}
  ],
  variants: [
    {name: "bare", dataset: "facts", stop: "without", standardised: false},
    {name: "bare_scaled", dataset: "facts", stop: "without", standardised: true},
    {name: "stopped", dataset: "months", stop: "with", standardised: false}
  ]
} as unknown as RunReport;

const facts = versionsOf("facts", run);

describe("the versions of a dataset", () => {
  it("are the dataset as it stands and its variants", () => {
    expect(facts).toEqual([
      {name: "facts", stop: "with", columns: "as they are"},
      {name: "bare", stop: "without", columns: "as they are"},
      {name: "bare_scaled", stop: "without", columns: "standardised"}
    ]);
    expect(versionsOf("months", run).map(({name, stop}) => [name, stop])).toEqual([
      ["months", "without"],
      ["stopped", "with"]
    ]);
  });

  it("offer what they differ in, in an order that is the same for all", () => {
    expect(valuesOf(facts, "stop")).toEqual(["with", "without"]);
    expect(valuesOf(versionsOf("months", run), "stop")).toEqual(["with", "without"]);
    expect(valuesOf(facts, "columns")).toEqual(["as they are", "standardised"]);
    expect(valuesOf(versionsOf("months", run), "columns")).toHaveLength(1);
    expect(valuesOf(versionsOf("sums", run), "stop")).toHaveLength(1);
  });

  it("are switched one difference at a time where there is such a version, else both", () => {
    const [whole, bare, scaled] = facts;
    expect(switched(facts, whole, "stop", "without")).toBe(bare);
    expect(switched(facts, bare, "columns", "standardised")).toBe(scaled);
    expect(switched(facts, scaled, "columns", "as they are")).toBe(bare);
    expect(switched(facts, whole, "columns", "standardised")).toBe(scaled);
    expect(switched(facts, scaled, "stop", "with")).toBe(whole);
    expect(switched(facts, whole, "stop", "with")).toBe(whole);
  });
});

describe("a choice of all datasets", () => {
  it("has the variants after their dataset, and says how they differ", () => {
    expect(choicesOf(run)).toEqual([
      ["facts", "facts"],
      ["bare", "facts, without the full stop"],
      ["bare_scaled", "facts, without the full stop, columns standardised"],
      ["months", "months"],
      ["stopped", "months, with a full stop"],
      ["sums", "sums"]
    ]);
  });

  it("knows how many statements each has", () => {
    const names = ["facts", "bare_scaled", "stopped", "nothing"];
    expect(names.map((name) => statementsOf(run, name))).toEqual([8, 8, 12, 0]);
  });
});
