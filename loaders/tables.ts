/**
 * Station 7's end: a dataset's tables. What is in their rows, src/data/rows.ts says; where they are put, table-file.ts;
 * site.ts keeps them, so that a loader has only to hand one out.
 */
import {mkdir} from "node:fs/promises";
import type {Activations} from "./activations/activations.ts";
import {principalComponents, type Components} from "./analysis/pca.ts";
import type {Dataset} from "./dataset.ts";
import {experiment} from "./experiment.ts";
import type {Product} from "./matrix.ts";
import {tokensOf, type Model} from "./model.ts";
import {writeParquet, type Column} from "./parquet.ts";
import {tableFile} from "./table-file.ts";

/** What `makeTables` needs to know. */
export interface TablesRequest {
  dataset: Dataset;
  model: Model;
  activations: Activations;
  /** Multiplies large matrices. */
  product: Product;
  /** The depths that activations.parquet holds. */
  activationDepths: number[];
  /** Told after each depth whose components were found. */
  onDepth: () => void;
}

/** Finds the components of a dataset at every depth and writes its tables as parquet files into `folder`. */
export async function makeTables(folder: string, request: TablesRequest): Promise<void> {
  const {dataset, model} = request;
  const tokens = tokensOf(model, dataset.statements);
  await mkdir(folder, {recursive: true});
  await writeParquet(tableFile(folder, "statements"), [statementColumns(dataset, tokens, model)]);
  const depths = await analyse(tokens, request);
  await writeParquet(tableFile(folder, "projection"), [projectionColumns(dataset, depths)]);
  await writeParquet(tableFile(folder, "variance"), [varianceColumns(depths)]);
  await writeParquet(tableFile(folder, "scores"), [scoreColumns(dataset, depths[model.focusDepth - 1])]);
  await writeParquet(tableFile(folder, "activations"), activationColumns(tokens, request));
}

/** The components of every depth, that of depth 1 first. */
async function analyse(
  tokens: number[][],
  {model, activations, dataset, product, onDepth}: TablesRequest
): Promise<Components[]> {
  const {hiddenSize} = model.checkpoint.config;
  const depths: Components[] = [];
  for (let depth = 1; depth <= model.depth; depth++) {
    const stream = await activations.at(tokens, depth);
    const options = {components: experiment.components, product};
    depths.push(await principalComponents(stream, dataset.statements.length, hiddenSize, options));
    onDepth();
  }
  return depths;
}

function statementColumns(
  {rows, statements, labels, columns}: Dataset,
  tokens: number[][],
  {tokenizer}: Model
): Column[] {
  const pieces = tokens.map((ids) => JSON.stringify(tokenizer.pieces(ids)));
  const own: Column[] = [
    {name: "row", type: "INT32", data: Int32Array.from(rows)},
    {name: "statement", type: "STRING", data: statements},
    {name: "label", type: "STRING", data: labels},
    {name: "tokens", type: "STRING", data: pieces}
  ];
  const taken = new Set(own.map(({name}) => name));
  const further = Object.entries(columns).map(([name, values]) =>
    typed(taken.has(name) ? `${name} (csv)` : name, values)
  );
  return [...own, ...further];
}

/** A column is numeric if all of its values are numbers. */
function typed(name: string, values: string[]): Column {
  const numbers = values.map((value) =>
    /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(value) ? Number(value) : NaN
  );
  if (numbers.every((value) => Number.isInteger(value) && Math.abs(value) < 2 ** 31))
    return {name, type: "INT32", data: Int32Array.from(numbers)};
  if (numbers.every((value) => Number.isFinite(value)))
    return {name, type: "FLOAT", data: Float32Array.from(numbers)};
  return {name, type: "STRING", data: values};
}

function projectionColumns({rows, statements, labels}: Dataset, depths: Components[]): Column[] {
  const score = (component: number) =>
    Float32Array.from(
      depths.flatMap(({scores, k}) => rows.map((_, i) => (component < k ? scores[i * k + component] : 0)))
    );
  return [
    {name: "row", type: "INT32", data: Int32Array.from(depths.flatMap(() => rows))},
    {name: "depth", type: "INT32", data: Int32Array.from(depths.flatMap((_, d) => rows.map(() => d + 1)))},
    {name: "statement", type: "STRING", data: depths.flatMap(() => statements)},
    {name: "label", type: "STRING", data: depths.flatMap(() => labels)},
    ...["pc1", "pc2", "pc3"].map((name, i): Column => ({name, type: "FLOAT", data: score(i)}))
  ];
}

/** Where all statements are in one place, the first component stands with a ratio of 0: nothing varies. */
function varianceColumns(depths: Components[]): Column[] {
  const rows = depths.flatMap(({explainedVarianceRatio}, d) => {
    let cumulative = 0;
    const ratios = explainedVarianceRatio.length > 0 ? [...explainedVarianceRatio] : [0];
    return ratios.map((ratio, i) => ({
      depth: d + 1,
      component: i + 1,
      ratio,
      cumulative: (cumulative += ratio)
    }));
  });
  return [
    {name: "depth", type: "INT32", data: Int32Array.from(rows, ({depth}) => depth)},
    {name: "component", type: "INT32", data: Int32Array.from(rows, ({component}) => component)},
    {name: "ratio", type: "FLOAT", data: Float32Array.from(rows, ({ratio}) => ratio)},
    {name: "cumulative", type: "FLOAT", data: Float32Array.from(rows, ({cumulative}) => cumulative)}
  ];
}

function scoreColumns({rows}: Dataset, {scores, k}: Components): Column[] {
  const data = rows.map((_, i) => Float32Array.from(scores.subarray(i * k, (i + 1) * k)));
  return [
    {name: "row", type: "INT32", data: Int32Array.from(rows)},
    {name: "score", type: "LIST<FLOAT>", data}
  ];
}

async function* activationColumns(tokens: number[][], request: TablesRequest): AsyncGenerator<Column[]> {
  const {rows} = request.dataset;
  const {hiddenSize} = request.model.checkpoint.config;
  for (const depth of request.activationDepths) {
    const stream = await request.activations.at(tokens, depth);
    const data = rows.map((_, i) => stream.subarray(i * hiddenSize, (i + 1) * hiddenSize));
    yield [
      {name: "row", type: "INT32", data: Int32Array.from(rows)},
      {name: "depth", type: "INT32", data: new Int32Array(rows.length).fill(depth)},
      {name: "activation", type: "LIST<FLOAT>", data}
    ];
  }
}
