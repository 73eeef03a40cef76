import {createHash} from "node:crypto";
import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {readDenial} from "./dataset.ts";
import {experiment} from "./experiment.ts";
import {cacheFolder} from "./files.ts";
import type {Model} from "./model.ts";
import type {SiteDataset} from "./variants.ts";
import {numericsVersion} from "./versions.ts";

/** The code, in loaders/, that makes tables of activations: whoever edits it wants to see other tables. */
const tablesCode = [
  "tables.ts",
  "table-columns.ts",
  "measures",
  "checkpoint/shuffled.ts",
  "parquet.ts",
  "onnx/products.ts",
  "analysis",
  "tokenizer"
];
let code: Promise<string[][]> | undefined;

/** Where a dataset's tables are kept: under the hash of all they came from. */
export async function folderOf(model: Model, dataset: SiteDataset): Promise<string> {
  const {key, bosId, depth, focusDepth, logProbability} = model;
  const {name, rows, statements, labels, columns, standardised = false} = dataset;
  // Read once, so that tables are never kept under code that was edited after this process had begun to run it.
  code ??= Promise.all(tablesCode.map((path) => readSource(join("loaders", path))));
  const {components, shuffledSeeds} = experiment;
  const choices = [components, shuffledSeeds, logProbability, standardised];
  const way = [numericsVersion, await code, choices, key, bosId, depth, focusDepth];
  const hash = createHash("sha256").update(JSON.stringify(way));
  for (const part of [rows, statements, labels, columns]) hash.update(JSON.stringify(part));
  const denial = await readDenial(dataset); // probes are trained on statements and their denials
  if (denial) hash.update(JSON.stringify([denial.statements, denial.labels, denial.columns]));
  return join(cacheFolder, "tables", `${name}-${hash.digest("hex").slice(0, 32)}`);
}

/** The text of a file, or of all files of a folder. */
export async function readSource(path: string): Promise<string[]> {
  if (path.endsWith(".ts")) return [await readFile(path, "utf8")];
  const names = (await readdir(path)).sort();
  return (await Promise.all(names.map((name) => readSource(join(path, name))))).flat();
}
