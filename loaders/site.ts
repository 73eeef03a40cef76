import {createHash} from "node:crypto";
import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import type {Activations} from "./activations/activations.ts";
import {findDataset, listDatasets, sliceOf, type Dataset} from "./dataset.ts";
import {experiment} from "./experiment.ts";
import {cacheFolder, exists, writeFolderWhole} from "./files.ts";
import {openModel, tokensOf, type Model} from "./model.ts";
import {messageOf, Problem} from "./problem.ts";
import {startProgress} from "./progress.ts";
import {tableFile, type TableName} from "./table-file.ts";
import {numericsVersion} from "./versions.ts";

/** The code, in loaders/, that makes tables of activations: whoever edits it wants to see other tables. */
const tablesCode = ["tables.ts", "parquet.ts", "onnx/products.ts", "analysis", "tokenizer"];
let code: Promise<string[][]> | undefined;

/** One table of a dataset or slice of the site as the bytes of a parquet file, made now if it is not kept. */
export async function siteTable(name: string, table: TableName): Promise<Buffer> {
  const dataset = await findSiteDataset(name);
  const kept = await withSiteModel(async (model) => {
    const folder = await folderOf(model, dataset);
    if (await exists(folder)) return readFile(tableFile(folder, table));
    await prepare(model, [dataset]);
    return null;
  });
  // Once more from the CSV: in a preview it may have been edited while the model ran.
  return kept ?? siteTable(name, table);
}

/** A dataset's file as it is. */
export async function siteCsv(name: string): Promise<Buffer> {
  return readFile((await findDataset(name)).file);
}

/**
 * Makes what the whole site needs: one pass of the model over the statements it has not seen, then all tables. Files that
 * can't be read are skipped with a warning.
 */
export async function prepareSite(): Promise<void> {
  const {skipped} = await listDatasets();
  for (const {file, why} of skipped) process.stderr.write(`warning: skipping ${file}: ${why}\n`);
  await withSiteModel((model) => prepare(model, []));
}

/** Opens the site's model: MODEL from the environment or the experiment's; BOS names its first token where no file does. */
export async function withSiteModel<T>(work: (model: Model) => Promise<T>): Promise<T> {
  const {MODEL, BOS} = process.env;
  const model = await openModel(MODEL || experiment.model, BOS?.trim() ? {bosId: Number(BOS)} : {});
  return work(model).finally(() => model.checkpoint.close());
}

/**
 * Whatever is missing for any dataset of the site is run together, as reading the weights costs the same for all. What it
 * takes is imported only now: loaders that hand out kept tables, dozens of processes a build, start in half the time.
 */
async function prepare(model: Model, wanted: Dataset[]): Promise<void> {
  const {openActivations} = await import("./activations/activations.ts");
  const activations = await openActivations(model);
  const datasets = [...wanted, ...(await allDatasets())];
  await activations.complete(
    tokensOf(
      model,
      datasets.flatMap(({statements}) => statements)
    )
  );
  const missing = new Map<string, Dataset>();
  for (const dataset of datasets) {
    const folder = await folderOf(model, dataset);
    if (!(await exists(folder))) missing.set(folder, dataset);
  }
  if (missing.size > 0) await analyse(missing, model, activations);
}

/** Makes the tables of datasets in their folders. */
async function analyse(missing: Map<string, Dataset>, model: Model, activations: Activations): Promise<void> {
  const {makeTables} = await import("./tables.ts");
  const {createProduct} = await import("./onnx/products.ts");
  const product = await createProduct();
  const total = missing.size * model.depth;
  const progress = startProgress(`finding components of ${missing.size} datasets`, total, "depths");
  let done = 0;
  const request = {
    model,
    activations,
    product,
    activationDepths: [model.focusDepth],
    onDepth: () => progress.update(++done)
  };
  try {
    for (const [folder, dataset] of missing) {
      await writeFolderWhole(folder, (temporary) => makeTables(temporary, {dataset, ...request})).catch(
        (error: unknown) => {
          throw new Problem(`dataset ${dataset.name}: ${messageOf(error)}`);
        }
      );
    }
  } finally {
    progress.stop();
  }
}

/** All that can be read, and the slices of these. */
async function allDatasets(): Promise<Dataset[]> {
  const {datasets} = await listDatasets();
  const names = new Set(datasets.map(({name}) => name));
  const slices = Object.entries(experiment.slices).filter(([, {dataset}]) => names.has(dataset));
  return [...datasets, ...(await Promise.all(slices.map(([name]) => findSiteDataset(name))))];
}

/** A dataset by name, or a slice that the experiment defines. */
async function findSiteDataset(name: string): Promise<Dataset> {
  const slices: Record<string, {dataset: string; column: string; values: string[]}> = experiment.slices;
  if (!Object.hasOwn(slices, name)) return findDataset(name);
  return {...sliceOf(await findDataset(slices[name].dataset), slices[name]), name};
}

/** Where a dataset's tables are kept: under the hash of all they came from. */
async function folderOf({key, bosId, depth, focusDepth}: Model, dataset: Dataset): Promise<string> {
  const {name, rows, statements, labels, columns} = dataset;
  // Read once, so that tables are never kept under code that was edited after this process had begun to run it.
  code ??= Promise.all(tablesCode.map((path) => readSource(join("loaders", path))));
  const way = [numericsVersion, await code, experiment.components, key, bosId, depth, focusDepth];
  const sources = JSON.stringify([way, rows, statements, labels, columns]);
  const hash = createHash("sha256").update(sources).digest("hex").slice(0, 32);
  return join(cacheFolder, "tables", `${name}-${hash}`);
}

/** The text of a file, or of all files of a folder. */
async function readSource(path: string): Promise<string[]> {
  if (path.endsWith(".ts")) return [await readFile(path, "utf8")];
  const names = (await readdir(path)).sort();
  return (await Promise.all(names.map((name) => readSource(join(path, name))))).flat();
}
