/** The columns of a dataset's tables, which src/data/rows.ts describes. */
import type {Components} from "./analysis/pca.ts";
import type {Dataset} from "./dataset.ts";
import type {VarianceCheck} from "./measures/variance.ts";
import type {Model} from "./model.ts";
import type {Column} from "./parquet.ts";

/** What is kept of a depth: the rest is in the files already. */
export interface Depth {
  /** Coordinates on the first three components, `[rows]` each. */
  axes: Float32Array[];
  ratios: Float64Array;
  /** Where the variance was checked. */
  check?: VarianceCheck;
}

/** The tokens and what the CSV has; the log-probability comes last, so that it is no column that a page colours by first. */
export function statementColumns(
  {dataset, tokens, model}: {dataset: Dataset; tokens: number[][]; model: Pick<Model, "tokenizer">},
  logProbabilities?: Float64Array
): Column[] {
  const {rows, statements, labels, columns} = dataset;
  const pieces = tokens.map((ids) => JSON.stringify(model.tokenizer.pieces(ids)));
  const own: Column[] = [
    {name: "row", type: "INT32", data: Int32Array.from(rows)},
    {name: "statement", type: "STRING", data: statements},
    {name: "label", type: "STRING", data: labels},
    {name: "tokens", type: "STRING", data: pieces}
  ];
  const asked: Column[] = logProbabilities
    ? [{name: "log-probability", type: "FLOAT", data: Float32Array.from(logProbabilities)}]
    : [];
  const taken = new Set([...own, ...asked].map(({name}) => name));
  const further = Object.entries(columns).map(([name, values]) =>
    typed(taken.has(name) ? `${name} (csv)` : name, values)
  );
  return [...own, ...further, ...asked];
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

export function coordinateColumns(depth: number, [pc1, pc2]: Float32Array[]): Column[] {
  return [
    {name: "depth", type: "INT32", data: new Int32Array(pc1.length).fill(depth)},
    {name: "pc1", type: "FLOAT", data: pc1},
    {name: "pc2", type: "FLOAT", data: pc2}
  ];
}

/** Coordinates on the first ten components, 0 on those that there are not. */
export function componentColumns(depth: number, {scores, k}: Components, rows: number): Column[] {
  const on = (component: number) =>
    Float32Array.from({length: rows}, (_, i) => (component < k ? scores[i * k + component] : 0));
  return [
    {name: "depth", type: "INT32", data: new Int32Array(rows).fill(depth)},
    ...Array.from({length: drawnComponents}, (_, component): Column => {
      return {name: `pc${component + 1}`, type: "FLOAT", data: on(component)};
    })
  ];
}

/** Components that a picture can be drawn on. */
const drawnComponents = 10;

export function projectionColumns({rows, statements, labels}: Dataset, depths: Depth[]): Column[] {
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

/**
 * Where all statements are in one place, the first component stands with a ratio of 0: nothing varies. NaN stands for
 * what was not checked.
 */
export function varianceColumns(depths: Depth[]): Column[] {
  const rows = depths.flatMap(({ratios, check}, d) => {
    let cumulative = 0;
    return (ratios.length > 0 ? [...ratios] : [0]).map((ratio, i) => ({
      depth: d + 1,
      component: i + 1,
      ratio,
      cumulative: (cumulative += ratio),
      ...checkedRow(check, i)
    }));
  });
  const whole = (name: "depth" | "component"): Column => ({
    name,
    type: "INT32",
    data: Int32Array.from(rows, (row) => row[name])
  });
  const share = (name: Exclude<keyof (typeof rows)[number], "depth" | "component">): Column => ({
    name,
    type: "FLOAT",
    data: Float32Array.from(rows, (row) => row[name])
  });
  return [
    ...(["depth", "component"] as const).map(whole),
    ...(["ratio", "cumulative", "nullHigh", "low", "high", "angle", "angleHigh"] as const).map(share)
  ];
}

/** What a component, from 0, is held against; angles are those of the plane, and stand with its second component. */
function checkedRow(check: VarianceCheck | undefined, component: number) {
  const redrawn = check && !("absent" in check.redrawn) ? check.redrawn.value : undefined;
  const [low, high] = redrawn?.intervals[component] ?? [NaN, NaN];
  const {angle, angleHigh} = redrawn && component === 1 ? redrawn : {angle: NaN, angleHigh: NaN};
  return {nullHigh: check?.nullHigh[component] ?? NaN, low, high, angle, angleHigh};
}

export function scoreColumns({rows}: Dataset, {scores, k}: Components): Column[] {
  const data = rows.map((_, i) => Float32Array.from(scores.subarray(i * k, (i + 1) * k)));
  return [
    {name: "row", type: "INT32", data: Int32Array.from(rows)},
    {name: "score", type: "LIST<FLOAT>", data}
  ];
}

export function activationColumns({rows}: Dataset, depth: number, stream: Float32Array): Column[] {
  const hiddenSize = stream.length / rows.length;
  const data = rows.map((_, i) => stream.subarray(i * hiddenSize, (i + 1) * hiddenSize));
  return [
    {name: "row", type: "INT32", data: Int32Array.from(rows)},
    {name: "depth", type: "INT32", data: new Int32Array(rows.length).fill(depth)},
    {name: "activation", type: "LIST<FLOAT>", data}
  ];
}
