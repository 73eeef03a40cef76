/**
 * Station 7's end: a dataset's tables. What is in their rows, src/data/rows.ts says; where they are put, table-file.ts;
 * site.ts keeps them, so that a loader has only to hand one out.
 */
import {mkdir} from "node:fs/promises";
import type {Activations} from "./activations/activations.ts";
import {principalComponents, type Components} from "./analysis/pca.ts";
import type {Dataset} from "./dataset.ts";
import {experiment} from "./experiment.ts";
import type {Matrix64, Product} from "./matrix.ts";
import {isMeasured} from "./measures/limits.ts";
import {measureColumns, measureRows, unmeasuredRows} from "./measures/measures.ts";
import {
  bagOfTokens,
  pointsOf,
  shuffledNetwork,
  streamOf,
  type Network,
  type ShuffledRun
} from "./measures/networks.ts";
import {createProber, type Prober} from "./measures/prober.ts";
import type {Reading} from "./measures/probes.ts";
import type {Model} from "./model.ts";
import {createParquet, writeParquet, type Column} from "./parquet.ts";
import {tableFile} from "./table-file.ts";

/** What `makeTables` needs to know. */
export interface TablesRequest {
  dataset: Dataset;
  /** Of the dataset's statements. */
  tokens: number[][];
  model: Model;
  activations: Activations;
  /** Multiplies large matrices. */
  product: Product;
  /** The depths that activations.parquet holds. */
  activationDepths: number[];
  /**
   * For those tables too that pages alone read: shuffled networks, and the dataset that denies this one. These tokens, and
   * the denials', have been through all of the networks.
   */
  forPages?: {controls: readonly ShuffledRun[]; denial?: {dataset: Dataset; tokens: number[][]}};
  /** Told after each step: `stepsOf` says how many there are. */
  onDepth: () => void;
}

/**
 * How many depths there are to go through: to find the components of the model, to try its probes, to measure how far
 * labels are apart, and once for each control.
 */
export function stepsOf({statements}: Dataset, {depth}: Model, controls: number): number {
  return depth * (isMeasured(statements) ? 3 + controls : 1);
}

/** What is kept of a depth: the rest is in the files already. */
interface Depth {
  /** Coordinates on the first three components, `[rows]` each. */
  axes: Float32Array[];
  ratios: Float64Array;
  /** Coordinates on the first ten components. */
  points: Matrix64;
  /** What probes read. */
  readings: Reading[];
}

/**
 * Finds the components of a dataset at every depth and writes its tables as parquet files into `folder`. Of the
 * activations, those of one depth are in memory at a time.
 */
export async function makeTables(folder: string, request: TablesRequest): Promise<void> {
  const {dataset, tokens, model} = request;
  await mkdir(folder, {recursive: true});
  await writeParquet(tableFile(folder, "statements"), statementColumns(dataset, tokens, model));
  const prober = proberOf(request);
  const depths = await analyse(folder, request, prober);
  await writeParquet(tableFile(folder, "projection"), projectionColumns(dataset, depths));
  await writeParquet(tableFile(folder, "variance"), varianceColumns(depths));
  if (request.forPages) await writeMeasures(folder, request, depths, prober);
}

/** What is probed is measured too: for pages, and where there are not too many statements. */
function proberOf({dataset, model, product, forPages}: TablesRequest): Prober | undefined {
  if (!forPages || !isMeasured(dataset.statements)) return undefined;
  const {depth: deepest, focusDepth} = model;
  return createProber(dataset, {denial: forPages.denial, deepest, focusDepth, product});
}

/** Measures how far labels are apart, in the model and in controls. */
async function writeMeasures(
  folder: string,
  {dataset, tokens, model, product, forPages, onDepth}: TablesRequest,
  depths: readonly Depth[],
  prober: Prober | undefined
): Promise<void> {
  const file = tableFile(folder, "measures");
  if (!prober) return writeParquet(file, measureColumns(unmeasuredRows(model.depth)));
  const work = {prober, product, onDepth};
  const trained = depths.map(({points, readings}, i) => ({depth: i + 1, points, readings}));
  const networks: Network[] = [{name: "trained", depths: trained}];
  for (const run of forPages?.controls ?? []) networks.push(await shuffledNetwork(run, tokens, model, work));
  networks.push(await bagOfTokens(tokens, model, work));
  await writeParquet(file, measureColumns(await measureRows(dataset, networks, work)));
}

/** Writes what is written depth by depth; returns the rest, that of depth 1 first. */
async function analyse(folder: string, request: TablesRequest, prober: Prober | undefined): Promise<Depth[]> {
  const {model, dataset, tokens, activations, product, activationDepths, forPages, onDepth} = request;
  const {hiddenSize} = model.checkpoint.config;
  const kept = createParquet(tableFile(folder, "activations"));
  const coordinates = createParquet(tableFile(folder, "coordinates"));
  const depths: Depth[] = [];
  for (let depth = 1; depth <= model.depth; depth++) {
    const stream = await activations.at(tokens, depth);
    const options = {components: experiment.components, product};
    const components = await principalComponents(stream, tokens.length, hiddenSize, options);
    const axes = [0, 1, 2].map((component) => axis(components, component, tokens.length));
    if (forPages) await coordinates.write(coordinateColumns(depth, axes));
    if (depth === model.focusDepth)
      await writeParquet(tableFile(folder, "scores"), scoreColumns(dataset, components));
    if (activationDepths.includes(depth)) await kept.write(activationColumns(dataset, depth, stream));
    const points = pointsOf(components, tokens.length);
    onDepth();
    const readings = prober ? await probed(depth, stream, request, prober) : [];
    depths.push({axes, ratios: components.explainedVarianceRatio, points, readings});
  }
  if (forPages) await coordinates.finish();
  await kept.finish();
  return depths;
}

/** What probes read at a depth of the model. */
async function probed(
  depth: number,
  x: Float32Array,
  {activations, model, onDepth}: TablesRequest,
  prober: Prober
): Promise<Reading[]> {
  const stream = await streamOf(x, activations, depth, prober, model.checkpoint.config.hiddenSize);
  const readings = await prober.trained(depth, stream);
  onDepth();
  return readings;
}

/** The rows' coordinates on one component, from 0; all 0 where there are fewer components. */
function axis({scores, k}: Components, component: number, rows: number): Float32Array {
  return Float32Array.from({length: rows}, (_, i) => (component < k ? scores[i * k + component] : 0));
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

function coordinateColumns(depth: number, [pc1, pc2]: Float32Array[]): Column[] {
  return [
    {name: "depth", type: "INT32", data: new Int32Array(pc1.length).fill(depth)},
    {name: "pc1", type: "FLOAT", data: pc1},
    {name: "pc2", type: "FLOAT", data: pc2}
  ];
}

function projectionColumns({rows, statements, labels}: Dataset, depths: Depth[]): Column[] {
  const score = (component: number) => joined(depths.map(({axes}) => axes[component]));
  return [
    {name: "row", type: "INT32", data: Int32Array.from(depths.flatMap(() => rows))},
    {name: "depth", type: "INT32", data: Int32Array.from(depths.flatMap((_, d) => rows.map(() => d + 1)))},
    {name: "statement", type: "STRING", data: depths.flatMap(() => statements)},
    {name: "label", type: "STRING", data: depths.flatMap(() => labels)},
    ...["pc1", "pc2", "pc3"].map((name, i): Column => ({name, type: "FLOAT", data: score(i)}))
  ];
}

/** One after the other. */
function joined(parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}

/** Where all statements are in one place, the first component stands with a ratio of 0: nothing varies. */
function varianceColumns(depths: Depth[]): Column[] {
  const rows = depths.flatMap(({ratios}, d) => {
    let cumulative = 0;
    return (ratios.length > 0 ? [...ratios] : [0]).map((ratio, i) => ({
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

function activationColumns({rows}: Dataset, depth: number, stream: Float32Array): Column[] {
  const hiddenSize = stream.length / rows.length;
  const data = rows.map((_, i) => stream.subarray(i * hiddenSize, (i + 1) * hiddenSize));
  return [
    {name: "row", type: "INT32", data: Int32Array.from(rows)},
    {name: "depth", type: "INT32", data: new Int32Array(rows.length).fill(depth)},
    {name: "activation", type: "LIST<FLOAT>", data}
  ];
}
