import {describe, expect, it} from "vitest";
import {factsOf, trainingsOf, truthOf} from "../../loaders/transfer/facts.ts";
import {subjectNumbers} from "../../loaders/transfer/subjects.ts";
import {datasetOf} from "./datasets.ts";

const cities = datasetOf("cities", [
  ["Lyon is in France.", "true", "Lyon"],
  ["Lyon is in Peru.", "false", "Lyon"],
  ["Porto is in Portugal.", "true", "Porto"]
]);
const denied = datasetOf("neg_cities", [
  ["Lyon is not in France.", "false", "Lyon"],
  ["Lyon is not in Peru.", "true", "Lyon"],
  ["Porto is not in Portugal.", "false", "Porto"]
]);
const animals = datasetOf("animals", [
  ["A dog is an animal.", "1"],
  ["A dog is a tool.", "0"]
]);
const larger = datasetOf("larger", [
  ["Two is larger than one.", "true", "two", "two by one"],
  ["Two is larger than three.", "false", "two", "two by one"]
]);
const smaller = datasetOf("smaller", [
  ["Two is smaller than one.", "false", "two", "two by one"],
  ["Two is smaller than three.", "true", "two", "two by one"]
]);
const names = (datasets: {name: string}[]) => datasets.map(({name}) => name);

describe("datasets of facts", () => {
  it("have the labels true and false, or 1 and 0, both of them and no other", () => {
    const sums = datasetOf("sums", [
      ["1+1-1?", "+-"],
      ["1-1+1?", "-+"]
    ]);
    const allTrue = datasetOf("all", [["Lyon is in France.", "true"]]);
    const three = datasetOf("three", [
      ...animals.statements.map((s, i) => [s, String(i)]),
      ["Who?", "unknown"]
    ]);
    expect(names(factsOf([sums, cities, allTrue, three, animals]))).toEqual(["cities", "animals"]);
    expect(["true", "1", "false", "0", "2"].map(truthOf)).toEqual([1, 1, 0, 0, undefined]);
  });

  it("are left out beyond two thousand statements", () => {
    const many = datasetOf(
      "many",
      Array.from({length: 2001}, (_, i) => [`Number ${i}.`, i % 2 === 0 ? "true" : "false"])
    );
    expect(factsOf([many, cities])).toEqual([cities]);
  });

  it("come with their denials at the end, told by name or by their rows", () => {
    expect(names(factsOf([denied, larger, cities, smaller, animals]))).toEqual([
      "larger",
      "cities",
      "animals",
      "smaller",
      "neg_cities"
    ]);
  });

  it("are trained on alone, and together with their denials", () => {
    const trainings = trainingsOf(factsOf([cities, denied, larger, smaller]));
    expect(names(trainings)).toEqual([
      "cities",
      "larger",
      "neg_cities",
      "smaller",
      "cities + neg_cities",
      "larger + smaller"
    ]);
    expect(names(trainings[4].datasets)).toEqual(["cities", "neg_cities"]);
  });

  it("are no denial of each other where one label agrees, or other subjects are spoken of", () => {
    const other = {...smaller, labels: ["false", "false"]};
    const elsewhere = {...smaller, columns: {...smaller.columns, subject: ["three", "three"]}};
    expect(trainingsOf([larger, other])).toHaveLength(2);
    expect(trainingsOf([larger, elsewhere])).toHaveLength(2);
  });
});

describe("subjects", () => {
  it("have one number in all datasets", () => {
    const [a, b, c] = subjectNumbers([cities, denied, larger]);
    expect(a).toEqual(b);
    expect(a[0]).toBe(a[1]);
    expect(a[0]).not.toBe(a[2]);
    expect([...a]).not.toContain(c[0]);
  });

  it("that are several others together have the number of those", () => {
    const both = datasetOf("both", [["Lyon is in France and Porto is in Peru.", "false", "Lyon and Porto"]]);
    const alone = datasetOf("alone", [["Bread and butter is food.", "true", "Bread and butter"]]);
    const [a, joined, other] = subjectNumbers([cities, both, alone]);
    expect(new Set([...a, ...joined]).size).toBe(1);
    expect([...a]).not.toContain(other[0]);
  });

  it("are the statements themselves where there is no column, and of a denial the statements denied", () => {
    const again = datasetOf("neg_animals", [
      ["A dog is not an animal.", "0"],
      ["A dog is not a tool.", "1"]
    ]);
    const short = {...again, name: "neg_cities"};
    const [a, b, c] = subjectNumbers([animals, again, short]);
    expect(new Set(a).size).toBe(2);
    expect(b).toEqual(a);
    expect([...a, ...b]).not.toContain(c[0]);
  });
});
