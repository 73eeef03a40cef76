import {describe, expect, it} from "vitest";
import {parseDataset, type Dataset} from "../../loaders/dataset.ts";
import {experiment} from "../../loaders/experiment.ts";
import {isVariant, listVariants, variantOf, type Variant} from "../../loaders/variants.ts";

function datasetOf(...statements: string[]): Dataset {
  const rows = statements.map((statement) => `"${statement.replaceAll('"', '""')}",a,x\n`);
  return parseDataset("facts", "facts.csv", Buffer.from(`statement,label,subject\n${rows.join("")}`));
}

const statementsOf = (dataset: Dataset, variant: Omit<Variant, "dataset">) =>
  variantOf(dataset, {dataset: "facts", ...variant}, "variant").statements;

describe("a variant of a dataset", () => {
  it("leaves out the full stop that ends each statement, and no other", () => {
    const dataset = datasetOf("Mr. X is 3.5 m tall.", "He says 'yes'.", "One.\nTwo.");
    const without = ["Mr. X is 3.5 m tall", "He says 'yes'", "One.\nTwo"];
    expect(statementsOf(dataset, {withoutStop: true})).toEqual(without);
  });

  it("puts a full stop after each statement", () => {
    expect(statementsOf(datasetOf("It is May", "Mr. X came 2nd"), {withStop: true})).toEqual([
      "It is May.",
      "Mr. X came 2nd."
    ]);
  });

  it("has the rows, labels and columns of the dataset, a name of its own, and is standardised if it says so", () => {
    const dataset = datasetOf("It is May.", "It is June.");
    const variant = {dataset: "facts", standardised: true};
    expect(variantOf(dataset, variant, "scaled")).toEqual({
      ...dataset,
      name: "scaled",
      standardised: true,
      variant
    });
    expect(variantOf(dataset, {dataset: "facts", withoutStop: true}, "bare").standardised).toBeUndefined();
  });

  it.each<[string, Omit<Variant, "dataset">, string]>([
    ["What is 1+1?", {withoutStop: true}, "ends in no full stop to leave out"],
    ["And so on...", {withoutStop: true}, "ends in no full stop to leave out"],
    [".", {withoutStop: true}, "ends in no full stop to leave out"],
    ["It is May. ", {withoutStop: true}, "ends in no full stop to leave out"],
    ["It is May.", {withStop: true}, "has an end to which no full stop can be put"],
    ["What is 1+1?", {withStop: true}, "has an end to which no full stop can be put"],
    ['He says "yes!"', {withStop: true}, "has an end to which no full stop can be put"]
  ])("is refused with one line where %j stands among others: %j", (odd, variant, why) => {
    const other = variant.withStop ? "It is June" : "It is June.";
    expect(() => statementsOf(datasetOf(other, odd), variant)).toThrow(
      `variant variant: facts.csv: ${JSON.stringify(odd)} ${why}`
    );
  });
});

describe("the variants of an experiment", () => {
  const facts = datasetOf("It is May.");
  const list = (variants: Record<string, Variant>, slices = {}) => listVariants([facts], {variants, slices});

  it("are those of the datasets that are there; of the others it says why there is none", () => {
    const {variants, leftOut} = list({
      bare: {dataset: "facts", withoutStop: true},
      stopped: {dataset: "facts", withStop: true},
      lost: {dataset: "fact", standardised: true}
    });
    expect(variants.map(({name, statements}) => [name, statements])).toEqual([["bare", ["It is May"]]]);
    expect(leftOut).toEqual([
      'variant stopped: facts.csv: "It is May." has an end to which no full stop can be put',
      "variant lost: no dataset fact; nearest: facts"
    ]);
  });

  it.each<[string, Record<string, Variant>]>([
    ["variant bare .*: withoutStop, withStop or standardised expected", {bare: {dataset: "facts"}}],
    [
      "variant bare .*: withoutStop and withStop exclude each other",
      {bare: {dataset: "facts", withStop: true, withoutStop: true}}
    ],
    ["variant facts .*: a dataset or slice has that name", {facts: {dataset: "facts", standardised: true}}],
    ["variant part .*: a dataset or slice has that name", {part: {dataset: "facts", standardised: true}}],
    ["variant a/b .*: its name may have letters", {"a/b": {dataset: "facts", standardised: true}}],
    [
      "variant two .*: it is the same as one",
      {
        one: {dataset: "facts", standardised: true},
        two: {dataset: "facts", standardised: true, withStop: false}
      }
    ]
  ])("are refused with one line: %s", (why, variants) => {
    expect(() => list(variants, {part: {}})).toThrow(new RegExp(`^${why}.*$`));
  });

  it("are known by name", () => {
    expect(Object.keys(experiment.variants).every(isVariant)).toBe(true);
    expect(["maths", "toString"].some(isVariant)).toBe(false);
  });
});
