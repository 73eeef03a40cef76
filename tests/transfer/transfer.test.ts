import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects} from "hyparquet";
import {afterEach, describe, expect, it} from "vitest";
import type {Dataset} from "../../loaders/dataset.ts";
import {createProduct} from "../../loaders/onnx/products.ts";
import {makeTransfer, transferFile, transferSteps, transferTables} from "../../loaders/transfer/transfer.ts";
import type {ArrowRow, ControlRow, CosineRow, PlaneRow, TransferRow} from "../../src/data/rows.ts";
import {datasetOf} from "./datasets.ts";

const product = await createProduct();
let folder = "";

afterEach(async () => {
  await rm(folder, {recursive: true, force: true});
});

/** A true and a false statement on each subject. */
const facts = (name: string, subjects: string[], first = "true") =>
  datasetOf(
    name,
    subjects.flatMap((subject) =>
      [0, 1].map((i) => [
        `${name} ${subject} ${i}`,
        (i === 0) === (first === "true") ? "true" : "false",
        subject
      ])
    )
  );

/** Makes the tables of datasets whose vectors are made from name, subject and label. */
async function make(
  datasets: Dataset[],
  vector: (name: string, subject: string, sign: 1 | -1, depth: number) => number[]
) {
  folder = await mkdtemp(join(tmpdir(), "transfer-"));
  const tokens = datasets.map(({statements}, d) => statements.map((_, i) => [d, i]));
  const of = ([d, i]: number[], depth: number) => {
    const {name, labels, columns} = datasets[d];
    return vector(name, columns.subject[i], labels[i] === "true" ? 1 : -1, depth);
  };
  const hiddenSize = vector("", "", 1, 1).length;
  let steps = 0;
  const at = (statements: readonly (readonly number[])[], depth: number) =>
    Promise.resolve(Float32Array.from(statements.flatMap((statement) => of([...statement], depth))));
  /** Knows nothing of truth, which is the first number. */
  const blind: typeof at = async (statements, depth) =>
    (await at(statements, depth)).map((x, i) => (i % hiddenSize === 0 ? 0 : x));
  const controls = [
    {seed: 1, activations: {at}},
    {seed: 2, activations: {at: blind}}
  ];
  await makeTransfer(folder, {
    facts: datasets,
    tokens,
    activations: {at},
    controls,
    hiddenSize,
    depth: 2,
    focusDepth: 2,
    product,
    onStep: () => steps++
  });
  expect(steps).toBe(transferSteps({facts: datasets, controls, depth: 2, focusDepth: 2}));
  const read = async (table: (typeof transferTables)[number]) =>
    parquetReadObjects({file: await asyncBufferFromFile(transferFile(folder, table))});
  return {
    transfer: (await read("transfer")) as TransferRow[],
    controls: (await read("controls")) as ControlRow[],
    cosines: (await read("cosines")) as CosineRow[],
    planes: (await read("planes")) as PlaneRow[],
    arrows: (await read("arrows")) as ArrowRow[]
  };
}

const ten = Array.from({length: 10}, (_, i) => `subject ${i}`);
const others = Array.from({length: 10}, (_, i) => `thing ${i}`);
/** A small number that differs from subject to subject. */
const little = (subject: string) => (Number(subject.slice(-1)) % 5) / 20;

describe("transfer", () => {
  const datasets = [facts("cities", ten), facts("animals", others), facts("neg_cities", ten, "false")];
  /** Truth is the first number from depth 2 on, and turned round by a denial; the second says which dataset. */
  const vector = (name: string, subject: string, sign: 1 | -1, depth: number) => [
    depth === 1 ? 0 : name.startsWith("neg_") ? -sign : sign + little(subject),
    name === "animals" ? 3 : name === "cities" ? 0 : 6,
    little(subject)
  ];

  it("has a row for every training, test and depth, and the regression at the focus depth", async () => {
    const {transfer} = await make(datasets, vector);
    const kinds = transfer.map(({depth, probe}) => `${depth} ${probe}`);
    const count = (kind: string) => kinds.filter((other) => other === kind).length;
    expect([count("1 difference"), count("2 difference"), count("2 logistic")]).toEqual([12, 12, 12]);
    expect(transfer).toHaveLength(36);
    expect([...new Set(transfer.map(({training}) => training))]).toEqual([
      "cities",
      "animals",
      "neg_cities",
      "cities + neg_cities"
    ]);
  });

  it("says how well each does on each, with intervals, and whose subjects it shares", async () => {
    const {transfer} = await make(datasets, vector);
    const at = (training: string, test: string, depth: number) =>
      transfer.find((row) => row.training === training && row.test === test && row.depth === depth);
    expect(at("cities", "animals", 2)).toMatchObject({auc: 1, aucLow: 1, aucHigh: 1, accuracy: 1, shared: 0});
    expect(at("cities", "neg_cities", 2)).toMatchObject({auc: 0, accuracy: 0, shared: 20});
    const {aucNullLow, aucNullHigh, accuracyNullLow, accuracyNullHigh} = at("cities", "animals", 2) ?? {};
    expect([aucNullLow, accuracyNullLow].every((low) => low !== undefined && low > 0 && low < 0.5)).toBe(
      true
    );
    expect(
      [aucNullHigh, accuracyNullHigh].every((high) => high !== undefined && high > 0.5 && high < 1)
    ).toBe(true);
    expect(at("cities", "cities", 1)).toMatchObject({auc: 0.5, absent: ""});
  });

  it("says the same of controls, by difference of means, at the depths that are looked at", async () => {
    const {transfer, controls} = await make(datasets, vector);
    const ofModel = transfer.filter(({probe}) => probe === "difference");
    const of = (wanted: number) => controls.filter(({seed}) => seed === wanted);
    const values = ({training, test, depth, accuracy, auc}: ControlRow | TransferRow) =>
      [training, test, depth, accuracy, auc] as const;
    expect(of(1).map(values)).toEqual(ofModel.map(values));
    expect(of(2)).toHaveLength(24);
    for (const {auc} of of(2)) expect(auc).toBeCloseTo(0.5, 6);
  });

  it("has the cosines of every two directions, at every depth", async () => {
    const {cosines} = await make(datasets, vector);
    const at = (a: string, b: string, depth: number) =>
      cosines.find((row) => row.a === a && row.b === b && row.depth === depth)?.cosine;
    expect(at("cities", "animals", 2)).toBeCloseTo(1, 3);
    expect(at("cities", "neg_cities", 2)).toBeCloseTo(-1, 3);
    expect(at("cities", "animals", 1)).toBe(0);
    expect(cosines.filter(({depth}) => depth === 1)).toHaveLength(6);
  });

  it("has a row group for each training's plane, with all statements and all directions in it", async () => {
    const {planes, arrows} = await make(datasets, vector);
    const {row_groups: groups} = await parquetMetadataAsync(
      await asyncBufferFromFile(transferFile(folder, "planes"))
    );
    expect(groups.map(({num_rows: rows}) => Number(rows))).toEqual([60, 60, 60, 60]);
    expect(planes.slice(0, 60).every(({training}) => training === "cities")).toBe(true);
    expect(planes.slice(0, 60).map(({test}) => test)).toEqual(
      ["cities", "animals", "neg_cities"].flatMap((name) => Array.from({length: 20}, () => name))
    );
    const own = planes.filter(({training, test}) => training === "cities" && test === "cities");
    expect(own.map(({row}) => row)).toEqual(Array.from({length: 20}, (_, i) => i));
    expect(own.reduce((sum, {pc1}) => sum + pc1, 0)).toBeCloseTo(0, 4);
    const arrow = arrows.find(({plane, training}) => plane === "cities" && training === "cities");
    expect(Math.hypot(arrow?.x ?? 0, arrow?.y ?? 0)).toBeCloseTo(1, 3);
    expect(arrow?.length).toBeCloseTo(2, 4);
    const shift = (row: number) => planes.filter((dot) => dot.training === "cities")[row].pc1;
    expect(Math.sign(shift(0) - shift(1))).toBe(Math.sign(arrow?.x ?? 0)); // row 0 is true
  });

  it("makes the same numbers every time", async () => {
    const [a, b] = [await make(datasets, vector), await make(datasets, vector)];
    expect(a).toEqual(b);
  });
});

describe("a statement", () => {
  /** What is said truly of a subject is ±1 in a number of its own: who has seen the subject knows, who has not knows nothing. */
  const memory = (_: string, subject: string, sign: 1 | -1) => {
    const members = subject.split(" and ");
    return ten.map((other) => (members.includes(other) ? sign : 0));
  };
  const couples = [0, 2, 4, 6, 8].map((i) => `${ten[i]} and ${ten[i + 1]}`);

  it("is never scored by a probe that has seen its subject, in whichever dataset", async () => {
    const flipped = (name: string, subject: string, sign: 1 | -1) =>
      memory(name, subject, name === "neg_cities" ? (-sign as 1 | -1) : sign);
    const datasets = [facts("cities", ten), facts("couples", couples), facts("neg_cities", ten, "false")];
    const {transfer} = await make(datasets, flipped);
    const differences = transfer.filter(({probe}) => probe === "difference");
    expect(differences.map(({training, test, auc}) => `${training} → ${test}: ${auc}`)).toEqual(
      differences.map(({training, test}) => `${training} → ${test}: 0.5`)
    );
    expect(differences.every(({test, shared}) => shared === (test === "couples" ? 10 : 20))).toBe(true);
  });

  it("would be known by a probe that had: under other names for the same subjects, it is", async () => {
    const renamed = facts("renamed", others);
    const {transfer} = await make([facts("cities", ten), renamed], (name, subject, sign) =>
      memory(name, subject.replace("thing", "subject"), sign)
    );
    const cell = transfer.find(({training, test}) => training === "cities" && test === "renamed");
    expect(cell).toMatchObject({auc: 1, shared: 0});
  });
});

describe("too few datasets", () => {
  it.each([
    ["none", []],
    ["one", [facts("cities", ten)]]
  ])("say so: %s", async (found, datasets) => {
    const {transfer, cosines, planes, arrows} = await make(datasets, () => [0]);
    expect(transfer).toHaveLength(1);
    expect(transfer[0]).toMatchObject({training: "", test: ""});
    expect(transfer[0].absent).toMatch(new RegExp(`it takes two datasets .* there is ${found}`));
    expect([cosines, planes, arrows]).toEqual([[], [], []]);
  });

  it("of statements on one subject say why there is no number", async () => {
    const {transfer} = await make([facts("cities", ten), facts("one", ["thing 1"])], (_, subject, sign) => [
      sign,
      little(subject)
    ]);
    const cell = transfer.find(({training, test}) => training === "one" && test === "cities");
    expect(cell?.absent).toBe("2 subjects needed to hold one out, 1 found");
    expect(cell?.auc).toBeNaN();
  });
});
