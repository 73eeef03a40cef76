/**
 * What is known of the default model, with wide margins: an engine that computes something else breaks a finding. Samples
 * of whole subjects are run only as deep as they are looked at.
 */
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {auc} from "../../loaders/analysis/probes/auc.ts";
import {meanDifference} from "../../loaders/analysis/probes/mean-difference.ts";
import {linearScores} from "../../loaders/analysis/probes/probe.ts";
import type {Sample} from "../../loaders/analysis/probes/sample.ts";
import {labelsOf} from "../../loaders/analysis/separation/labels.ts";
import {readDataset, type Dataset} from "../../loaders/dataset.ts";
import {experiment} from "../../loaders/experiment.ts";
import type {Product} from "../../loaders/matrix.ts";
import {groupsOf} from "../../loaders/measures/groups.ts";
import {pointsOf} from "../../loaders/measures/networks.ts";
import {statisticsOf} from "../../loaders/measures/statistics.ts";
import {openModel, shuffledModel, tokensOf, type Model} from "../../loaders/model.ts";
import {createProduct} from "../../loaders/onnx/products.ts";
import {run} from "../llama/run.ts";
import {seededRandom} from "../../datasets/generate/random.ts";

let model: Model;
let shuffled: Model[];
let product: Product;

beforeAll(async () => {
  model = await openModel("SmolLM2-135M-Instruct");
  shuffled = experiment.shuffledSeeds.map((seed) => shuffledModel(model, seed));
  product = await createProduct();
});

afterAll(() => model.checkpoint.close());

/** So many subjects, always the same ones. */
function subjectsOf({columns}: Dataset, count: number): string[] {
  return seededRandom(1)
    .shuffle([...new Set(columns.subject)])
    .slice(0, count);
}

/** The statements about these subjects. */
function about(dataset: Dataset, subjects: readonly string[]): Dataset {
  const kept = dataset.rows.map((_, i) => i).filter((i) => subjects.includes(dataset.columns.subject[i]));
  const pick = <T>(all: readonly T[]) => kept.map((i) => all[i]);
  return {
    ...dataset,
    rows: pick(dataset.rows),
    statements: pick(dataset.statements),
    labels: pick(dataset.labels),
    columns: Object.fromEntries(Object.entries(dataset.columns).map(([name, all]) => [name, pick(all)]))
  };
}

async function sampleOf(name: string, subjects: number): Promise<Dataset> {
  const dataset = await readDataset(`datasets/${name}.csv`);
  return about(dataset, subjectsOf(dataset, subjects));
}

/** The residual stream by depth, from 1 to `depth`, each `[statements, hiddenSize]`. */
const streamOf = (of: Model, {statements}: Dataset, depth: number): Promise<Float32Array[]> =>
  run(of.checkpoint, tokensOf(of, statements), depth);

/** How far a dataset's labels are apart, by the measures' names. */
async function measured(dataset: Dataset, x: Float32Array): Promise<Record<string, number>> {
  const labels = labelsOf(dataset.labels);
  const columns = x.length / labels.codes.length;
  const {points} = await pointsOf({x, columns}, {product});
  const found: Record<string, number> = {};
  for (const {measure, of} of statisticsOf(labels, groupsOf(dataset, labels), product)) {
    const statistic = of(points);
    if (!("absent" in statistic)) [found[measure]] = await statistic.value([labels.codes]);
  }
  return found;
}

/** The same of the trained network and of each shuffled one, at one depth. */
async function everywhere(dataset: Dataset, depth: number) {
  const at = async (of: Model) => measured(dataset, (await streamOf(of, dataset, depth))[depth - 1]);
  const trained = await at(model);
  const controls: Record<string, number>[] = [];
  for (const control of shuffled) controls.push(await at(control));
  console.log(`${dataset.name}, depth ${depth}: ${[trained, ...controls].map(shown).join("\n  ")}`);
  return {trained, controls};
}

const shown = (found: Record<string, number>): string =>
  Object.entries(found)
    .map(([measure, value]) => `${measure} ${value.toFixed(2)}`)
    .join(", ");

describe("truth: isa", () => {
  it("separates in the plane at depth 15, not at 8, and in no shuffled network", async () => {
    const isa = await sampleOf("isa", 60);
    const stream = await streamOf(model, isa, 15);
    const [early, late] = [await measured(isa, stream[7]), await measured(isa, stream[14])];
    console.log(`isa, depth 8: ${shown(early)}\nisa, depth 15: ${shown(late)}`);
    expect(late["plane-auc"]).toBeGreaterThan(0.85);
    expect(late["neighbour-2"]).toBeGreaterThan(0.8);
    expect(early["plane-auc"]).toBeLessThan(0.7);
    expect(early["neighbour-2"]).toBeLessThan(0.75);
    for (const control of shuffled) {
      const found = await measured(isa, (await streamOf(control, isa, 15))[14]);
      expect(found["plane-auc"]).toBeLessThan(0.7);
      expect(found["neighbour-2"]).toBeLessThan(0.75);
    }
  });

  it.each(["isa", "cities"])(
    "of %s flips under negation, for subjects that the direction has not seen",
    async (name) => {
      const affirmed = await readDataset(`datasets/${name}.csv`);
      const negated = await readDataset(`datasets/neg_${name}.csv`);
      const subjects = subjectsOf(affirmed, 120);
      const [seen, unseen] = [subjects.slice(0, 60), subjects.slice(60)];
      const depth = 13;
      const sample = async (dataset: Dataset): Promise<Sample> => {
        const x = (await streamOf(model, dataset, depth))[depth - 1];
        const rows = dataset.rows.length;
        const labels = Float64Array.from(dataset.labels, (label) => (label === "true" ? 1 : 0));
        return {x, rows, columns: x.length / rows, labels, subjects: labelsOf(dataset.columns.subject).codes};
      };
      const probe = await meanDifference()(await sample(about(affirmed, seen)));
      if (!probe.present) throw new Error(probe.why);
      const tested = async (dataset: Dataset) => {
        const statements = await sample(about(dataset, unseen));
        return auc(linearScores(probe.value, statements), statements.labels);
      };
      const [same, flipped] = [await tested(affirmed), await tested(negated)];
      console.log(`${name}: area ${same.toFixed(3)}, of denials ${flipped.toFixed(3)}`);
      expect(same).toBeGreaterThan(0.75);
      expect(flipped).toBeLessThan(0.3);
    }
  );
});

describe("the order of operations", () => {
  it("of the same tokens is the first component at depth 4, in no shuffled network", async () => {
    const {trained, controls} = await everywhere(await sampleOf("maths_matched", 30), 4);
    expect(trained["share-1"]).toBeGreaterThan(0.8);
    expect(trained["neighbour-2"]).toBeGreaterThan(0.9);
    for (const control of controls) expect(control["share-1"]).toBeLessThan(0.2);
    for (const control of controls) expect(control["share-2"]).toBeLessThan(0.2);
  });

  it("is in ten components of shuffled networks too: the last token hears of the others in their order", async () => {
    const {controls} = await everywhere(await sampleOf("maths_matched", 30), 2);
    expect(Math.max(...controls.map((control) => control["neighbour-10"]))).toBeGreaterThan(0.8);
  });

  it.each(["maths_matched_plus", "maths_matched_ending"])(
    "of %s, where the last operator is the same, is in the first component, in no shuffled network",
    async (name) => {
      const {trained, controls} = await everywhere(await sampleOf(name, 30), 4);
      expect(trained["share-1"]).toBeGreaterThan(0.2);
      for (const control of controls) expect(control["share-1"]).toBeLessThan(0.1);
    }
  );
});

describe("what words mean", () => {
  it("puts the months around a circle in calendar order, in no shuffled network", async () => {
    const {trained, controls} = await everywhere(await readDataset("datasets/months.csv"), 6);
    expect(trained["calendar-neighbours"]).toBeGreaterThanOrEqual(11);
    expect(trained["calendar-correlation"]).toBeGreaterThan(0.8);
    for (const control of controls) expect(control["calendar-neighbours"]).toBeLessThan(8);
    for (const control of controls) expect(control["calendar-correlation"]).toBeLessThan(0.5);
  });

  it("puts the years in their order along a component at depth 14, in no shuffled network", async () => {
    const {trained, controls} = await everywhere(await sampleOf("years", 30), 14);
    expect(trained.rank).toBeGreaterThan(0.6);
    for (const control of controls) expect(control.rank).toBeLessThan(0.45);
  });
});
