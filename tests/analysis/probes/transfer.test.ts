import {describe, expect, it} from "vitest";
import {linearScores, type LinearProbe, type Train} from "../../../loaders/analysis/probes/probe.ts";
import {present} from "../../../loaders/analysis/probes/measured.ts";
import {meanDifference} from "../../../loaders/analysis/probes/mean-difference.ts";
import type {Sample} from "../../../loaders/analysis/probes/sample.ts";
import {transferMatrix, withoutOwnMean, type Dataset} from "../../../loaders/analysis/probes/transfer.ts";
import {seededRandom} from "../../../loaders/analysis/random.ts";
import {sampleOf, valueOf} from "./samples.ts";

/** A true and a false statement on each of ten subjects, which truth moves along a direction. */
function dataset(name: string, truth: number[], firstSubject: number): Dataset {
  const random = seededRandom(firstSubject + 1);
  const labels = Array.from({length: 20}, (_, i) => i % 2);
  const rows = labels.map((label) => truth.map((value) => (2 * label - 1) * value + random() / 4));
  return {
    name,
    sample: sampleOf(
      rows,
      labels,
      labels.map((_, i) => firstSubject + (i >> 1))
    )
  };
}

const cities = dataset("cities", [1, 1], 0);
/** Of the same subjects; truth is the other way round but for its first column. */
const negated = dataset("neg_cities", [1, -1], 0);
const animals = dataset("isa", [1, 0.9], 100);
const alone = [cities, negated, animals].map((set) => ({name: set.name, datasets: [set]}));
const both = {name: "cities + neg_cities", datasets: [cities, negated]};

async function matrix() {
  return transferMatrix([...alone, both], [cities, negated, animals], {train: meanDifference()});
}

describe("a transfer matrix", () => {
  it("has a cell for each training and test", async () => {
    const {cells} = await matrix();
    expect(cells.map(({training, test, shared}) => `${training} → ${test}: ${shared}`)).toEqual([
      "cities → cities: 20",
      "cities → neg_cities: 20",
      "cities → isa: 0",
      "neg_cities → cities: 20",
      "neg_cities → neg_cities: 20",
      "neg_cities → isa: 0",
      "isa → cities: 0",
      "isa → neg_cities: 0",
      "isa → isa: 20",
      "cities + neg_cities → cities: 20",
      "cities + neg_cities → neg_cities: 20",
      "cities + neg_cities → isa: 0"
    ]);
  });

  it("says how well each goes over to each", async () => {
    const {cells} = await matrix();
    const found = cells.map(({training, test, result}) => {
      const {accuracy, auc} = valueOf(result);
      return [training, test, valueOf(accuracy).value, valueOf(auc).value];
    });
    const of = (training: string, test: string) =>
      found.find((cell) => cell[0] === training && cell[1] === test)?.slice(2);
    expect(of("cities", "cities")).toEqual([1, 1]);
    expect(of("cities", "isa")).toEqual([1, 1]);
    expect(of("cities", "neg_cities")).not.toEqual([1, 1]);
    expect(of("cities + neg_cities", "neg_cities")).toEqual([1, 1]);
  });

  it("has the cosines between directions", async () => {
    const {cosines} = await matrix();
    expect(cosines.map(({between}) => between.join(" and "))).toHaveLength(6);
    const between = (a: string, b: string) =>
      cosines.find(({between: [one, other]}) => one === a && other === b)?.cosine ?? NaN;
    expect(Math.abs(between("cities", "neg_cities"))).toBeLessThan(0.2);
    expect(between("cities", "isa")).toBeGreaterThan(0.98);
  });

  it("never asks a probe about a subject that it was trained on", async () => {
    const seen = new Map<LinearProbe, Set<number>>();
    const train: Train<LinearProbe> = ({subjects, columns}) => {
      const probe = {direction: new Float64Array(columns), intercept: 0};
      seen.set(probe, new Set(subjects));
      return Promise.resolve(present(probe));
    };
    let asked = 0;
    const score = (probe: LinearProbe, sample: Sample) => {
      asked += sample.rows;
      expect([...sample.subjects].filter((subject) => seen.get(probe)?.has(subject))).toEqual([]);
      return linearScores(probe, sample);
    };
    await transferMatrix([...alone, both], [cities, negated, animals], {train, score});
    expect(asked).toBe(12 * 20);
  });

  it("trains on everything for a test of other subjects", async () => {
    const {probes} = await matrix();
    const whole = valueOf(await meanDifference()(cities.sample));
    expect(valueOf(probes[0].probe)).toEqual(whole);
  });

  it("says why a cell is empty, and goes on with the others", async () => {
    const oneClass = {name: "all true", sample: {...animals.sample, labels: new Float64Array(20).fill(1)}};
    const trainings = [{name: "all true", datasets: [oneClass]}, ...alone];
    const {cells, probes, cosines} = await transferMatrix(trainings, [cities, oneClass], {
      train: meanDifference()
    });
    const why = "class 0: 2 statements to train on needed, 0 found";
    expect(probes[0].probe).toEqual({present: false, why});
    expect(cells[0].result).toEqual({present: false, why});
    expect(valueOf(cells[3].result).auc).toEqual({present: false, why: "statements of one class"});
    expect(valueOf(valueOf(cells[2].result).accuracy).value).toBe(1);
    expect(cosines).toHaveLength(3);
  });
});

it("centres a dataset on its own mean, and its negations on theirs", () => {
  const sample = {
    ...sampleOf(
      [
        [1, 10],
        [3, 30]
      ],
      [0, 1]
    ),
    negations: Float32Array.of(5, 0, 5, 4)
  };
  expect(withoutOwnMean({name: "two", sample}).sample).toEqual({
    ...sample,
    x: Float32Array.of(-1, -10, 1, 10),
    negations: Float32Array.of(0, -2, 0, 2)
  });
});
