/**
 * Station 7's end: a dataset's tables. What is in their rows, src/data/rows.ts says; where they are put, table-file.ts;
 * site.ts keeps them, so that a loader has only to hand one out.
 */
import {mkdir} from "node:fs/promises";
import type {Activations} from "./activations/activations.ts";
import {principalComponents, type Components} from "./analysis/pca.ts";
import {standardised} from "./analysis/standardised.ts";
import {experiment} from "./experiment.ts";
import type {Product} from "./matrix.ts";
import {checkedDepths} from "./measures/depths.ts";
import {subjectsOf} from "./measures/groups.ts";
import {isMeasured} from "./measures/limits.ts";
import {checkVariance} from "./measures/variance.ts";
import type {Model} from "./model.ts";
import {createParquet, writeParquet} from "./parquet.ts";
import {
  activationColumns,
  componentColumns,
  coordinateColumns,
  projectionColumns,
  scoreColumns,
  statementColumns,
  varianceColumns,
  type Depth
} from "./table-columns.ts";
import {tableFile} from "./table-file.ts";
import type {SiteDataset} from "./variants.ts";

/** What `makeTables` needs to know. */
export interface TablesRequest {
  dataset: SiteDataset;
  /** Of the dataset's statements. */
  tokens: number[][];
  model: Model;
  activations: Activations;
  /** Multiplies large matrices. */
  product: Product;
  /** The depths that activations.parquet holds. */
  activationDepths: number[];
  /** For those tables too that pages alone read, and how likely the model finds each statement, where it was asked. */
  forPages?: {logProbabilities?: Float64Array};
  /** Told after each depth. */
  onDepth: () => void;
}

/**
 * Finds the components of a dataset at every depth and writes its tables as parquet files into `folder`. Of the
 * activations, those of one depth are in memory at a time.
 */
export async function makeTables(folder: string, request: TablesRequest): Promise<void> {
  const {dataset, forPages} = request;
  await mkdir(folder, {recursive: true});
  await writeParquet(tableFile(folder, "statements"), statementColumns(request, forPages?.logProbabilities));
  const depths = await analyse(folder, request);
  await writeParquet(tableFile(folder, "projection"), projectionColumns(dataset, depths));
  await writeParquet(tableFile(folder, "variance"), varianceColumns(depths));
}

/** Writes what is written depth by depth; returns the rest, that of depth 1 first. */
async function analyse(folder: string, request: TablesRequest): Promise<Depth[]> {
  const {model, dataset, tokens, activations, product, activationDepths, forPages, onDepth} = request;
  const {hiddenSize} = model.checkpoint.config;
  const kept = createParquet(tableFile(folder, "activations"));
  const coordinates = createParquet(tableFile(folder, "coordinates"));
  const further = createParquet(tableFile(folder, "components"));
  const checked = isMeasured(tokens) ? (forPages ? checkedDepths(model) : [model.focusDepth]) : [];
  const subjects = subjectsOf(dataset);
  const depths: Depth[] = [];
  for (let depth = 1; depth <= model.depth; depth++) {
    const stream = await activations.at(tokens, depth);
    const table = dataset.standardised ? standardised(stream, hiddenSize) : stream;
    const options = {components: experiment.components, product};
    const components = await principalComponents(table, tokens.length, hiddenSize, options);
    const axes = [0, 1, 2].map((component) => axis(components, component, tokens.length));
    if (forPages) await coordinates.write(coordinateColumns(depth, axes));
    if (forPages && (isMeasured(tokens) || depth === model.focusDepth))
      await further.write(componentColumns(depth, components, tokens.length));
    if (depth === model.focusDepth)
      await writeParquet(tableFile(folder, "scores"), scoreColumns(dataset, components));
    if (activationDepths.includes(depth)) await kept.write(activationColumns(dataset, depth, stream));
    const found: Depth = {axes, ratios: components.explainedVarianceRatio};
    if (checked.includes(depth))
      found.check = await checkVariance({x: table, columns: hiddenSize, components, subjects}, product);
    depths.push(found);
    onDepth();
  }
  if (forPages) await coordinates.finish();
  if (forPages) await further.finish();
  await kept.finish();
  return depths;
}

/** The rows' coordinates on one component, from 0; all 0 where there are fewer components. */
function axis({scores, k}: Components, component: number, rows: number): Float32Array {
  return Float32Array.from({length: rows}, (_, i) => (component < k ? scores[i * k + component] : 0));
}
