import {cp, mkdir, mkdtemp} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects} from "hyparquet";
import {afterAll, beforeAll, describe, expect, it, vi} from "vitest";
import {openActivations, type Activations} from "../../loaders/activations/activations.ts";
import {parseDataset} from "../../loaders/dataset.ts";
import {openModel, tokensOf, type Model} from "../../loaders/model.ts";
import {createProduct} from "../../loaders/onnx/products.ts";
import {createParquet, writeParquet} from "../../loaders/parquet.ts";
import {tableFile} from "../../loaders/table-file.ts";
import {makeTables} from "../../loaders/tables.ts";
import {checkedDepths, evenly} from "../../loaders/measures/depths.ts";
import type {VarianceRow} from "../../src/data/rows.ts";
import {paperLike} from "./paper-like.ts";

const project = resolve(".");
const folder = await mkdtemp(join(tmpdir(), "tables-"));

async function read(file: string): Promise<Record<string, unknown>[]> {
  return parquetReadObjects({file: await asyncBufferFromFile(file)});
}

async function rowGroups(file: string): Promise<number[]> {
  const {row_groups: groups} = await parquetMetadataAsync(await asyncBufferFromFile(file));
  return groups.map(({num_rows: rows}) => Number(rows));
}

describe("a parquet file", () => {
  it("keeps long lists in several row groups, as the writer holds each number of one at a time", async () => {
    const lists = Array.from({length: 5}, (_, i) => new Float32Array(2 ** 16).fill(i + 0.5));
    const file = join(folder, "lists.parquet");
    await writeParquet(file, [
      {name: "row", type: "INT32", data: Int32Array.of(0, 1, 2, 3, 4)},
      {name: "list", type: "LIST<FLOAT>", data: lists}
    ]);
    expect(await rowGroups(file)).toEqual([2, 2, 1]);
    const rows = (await read(file)) as {row: number; list: number[]}[];
    expect(rows.map(({row, list}) => [row, list.length, list[0], list.at(-1)])).toEqual(
      lists.map((list, i) => [i, list.length, i + 0.5, i + 0.5])
    );
  });

  it("of no rows is a mistake", async () => {
    await expect(createParquet(join(folder, "none.parquet")).finish()).rejects.toThrow("no rows");
  });
});

/** Makes tables with the small model, to three blocks, in a folder of their own. */
async function tablesOf(name: string, csv: string): Promise<string> {
  const dataset = parseDataset(name, `${name}.csv`, Buffer.from(csv));
  const model = await openModel(join(project, "tests/fixtures/tiny-llama"), {depth: 3});
  const tokens = tokensOf(model, dataset.statements);
  const activations = await openActivations(model);
  await activations.complete(tokens);
  const product = await createProduct();
  const request = {dataset, tokens, model, activations, product, onDepth: () => undefined};
  await makeTables(join(folder, name), {...request, activationDepths: [3], forPages: {}});
  await model.checkpoint.close();
  return join(folder, name);
}

describe("a dataset's tables", () => {
  const dataset = parseDataset(
    "facts",
    "facts.csv",
    Buffer.from(paperLike(0.01).get("counterfact_true_false.csv") ?? "")
  );
  const rows = dataset.statements.length;
  let model: Model;
  let asked: number[];

  beforeAll(async () => {
    process.chdir(folder);
    vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await mkdir("weights");
    await cp(join(project, "weights/models.json"), "weights/models.json");
    model = await openModel(join(project, "tests/fixtures/tiny-llama"), {depth: 3});
    const tokens = tokensOf(model, dataset.statements);
    const activations = await openActivations(model);
    await activations.complete(tokens);
    asked = [];
    const counted: Activations = {
      ...activations,
      at(statements, depth) {
        asked.push(depth);
        return activations.at(statements, depth);
      }
    };
    await makeTables(folder, {
      dataset,
      tokens,
      model,
      activations: counted,
      product: await createProduct(),
      activationDepths: [2, 3],
      forPages: {},
      onDepth: () => undefined
    });
  });

  afterAll(async () => {
    await model.checkpoint.close();
    vi.restoreAllMocks();
    process.chdir(project);
  });

  it("read the activations of each depth once", () => {
    expect(asked).toEqual([1, 2, 3]);
  });

  it("have the same coordinates depth by depth as in the projection, a row group a depth", async () => {
    const coordinates = await read(tableFile(folder, "coordinates"));
    const projection = await read(tableFile(folder, "projection"));
    expect(await rowGroups(tableFile(folder, "coordinates"))).toEqual([rows, rows, rows]);
    expect(projection.map(({row}) => row)).toEqual([1, 2, 3].flatMap(() => dataset.rows));
    expect(coordinates).toEqual(projection.map(({depth, pc1, pc2}) => ({depth, pc1, pc2})));
    expect(new Set(coordinates.map(({pc1}) => pc1)).size).toBeGreaterThan(rows);
  });

  it("have the statements once, with all columns of the CSV", async () => {
    const statements = await read(tableFile(folder, "statements"));
    expect(await rowGroups(tableFile(folder, "statements"))).toEqual([rows]);
    expect(Object.keys(statements[0])).toEqual([
      "row",
      "statement",
      "label",
      "tokens",
      "relation",
      "subject",
      "true_target",
      "target"
    ]);
    expect(statements.map(({statement}) => statement)).toEqual(dataset.statements);
  });

  it("have activations of the depths that are wanted", async () => {
    const activations = (await read(tableFile(folder, "activations"))) as {
      depth: number;
      activation: number[];
    }[];
    expect(activations.map(({depth}) => depth)).toEqual(
      [2, 3].flatMap((depth) => dataset.rows.map(() => depth))
    );
    expect(new Set(activations.map(({activation}) => activation.length))).toEqual(new Set([32]));
  });

  it("have the first scores where the projection has them at the focus depth", async () => {
    const scores = (await read(tableFile(folder, "scores"))) as {score: number[]}[];
    const projection = await read(tableFile(folder, "projection"));
    const ofDepth = projection.filter(({depth}) => depth === model.focusDepth);
    expect(scores.map(({score}) => score.slice(0, 3))).toEqual(
      ofDepth.map(({pc1, pc2, pc3}) => [pc1, pc2, pc3])
    );
  });

  it("hold the first components' variance against chance and other subjects, at the depths that pages show", async () => {
    const variance = (await read(tableFile(folder, "variance"))) as unknown as VarianceRow[];
    expect(checkedDepths({depth: 20, focusDepth: 15})).toEqual([1, 5, 9, 12, 16, 20, 15]);
    expect(checkedDepths({depth: 20, focusDepth: 1})).toEqual(evenly(20));
    for (const {depth, component, ratio, nullHigh, low, high, angle, angleHigh} of variance) {
      const known = component <= 10 ? [true, true, true] : [false, false, false];
      expect([depth, component, ...[nullHigh, low, high].map(Number.isFinite)]).toEqual([
        depth,
        component,
        ...known
      ]);
      expect(Number.isFinite(angle) && Number.isFinite(angleHigh)).toBe(component === 2);
      if (component > 10) continue;
      expect(nullHigh).toBeLessThan(1);
      expect(low).toBeLessThan(high);
      expect(low).toBeLessThan(1.5 * ratio);
      expect(high).toBeGreaterThan(ratio / 1.5);
      if (component !== 2) continue;
      expect(angle).toBeGreaterThan(0);
      expect(angle).toBeLessThanOrEqual(angleHigh);
      expect(angleHigh).toBeLessThanOrEqual(90);
    }
    const first = variance.filter(({component}) => component === 1);
    expect(first.map(({depth}) => depth)).toEqual([1, 2, 3]);
    expect(first.every(({ratio, nullHigh}) => ratio > nullHigh)).toBe(true);
  });

  it("have no intervals where all statements have one subject, but what chance gives", async () => {
    const own = await tablesOf("one", "statement,label,subject\na b,1,x\nc d,0,x\ne f,1,x\n");
    const variance = (await read(tableFile(own, "variance"))) as unknown as VarianceRow[];
    expect(variance.map(({component}) => component)).toEqual([1, 2, 1, 2, 1, 2]);
    for (const {nullHigh, low, high, angle, angleHigh} of variance) {
      expect(nullHigh).toBeGreaterThan(0);
      expect([low, high, angle, angleHigh]).toEqual([NaN, NaN, NaN, NaN]);
    }
  });

  it("have none where all statements are equal, and 0 by chance", async () => {
    const own = await tablesOf("equal", "statement,label\nsame,1\nsame,0\nsame,1\n");
    const variance = (await read(tableFile(own, "variance"))) as unknown as VarianceRow[];
    expect(variance.map(({component, ratio, nullHigh, low}) => [component, ratio, nullHigh, low])).toEqual(
      [1, 2, 3].map(() => [1, 0, 0, NaN])
    );
  });
});
