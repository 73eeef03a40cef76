import {createHash} from "node:crypto";
import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {readDenial} from "./dataset.ts";
import {experiment} from "./experiment.ts";
import {cacheFolder} from "./files.ts";
import type {Model} from "./model.ts";
import type {SiteDataset} from "./variants.ts";
import {numericsVersion} from "./versions.ts";

/**
 * What is kept of a dataset: the tables of its components, and what is measured of it. That takes ten times as long: they
 * are apart, so that a page that draws dots need not wait for it.
 */
export type Kind = "tables" | "measures";

/** The code, in loaders/, that makes either of activations: whoever edits it wants to see other tables. */
const sharedCode = ["measures", "parquet.ts", "onnx/products.ts", "analysis", "tokenizer"];
const ownCode = {tables: ["tables.ts", "table-columns.ts"], measures: ["checkpoint/shuffled.ts"]};
const code: Partial<Record<Kind, Promise<string[][]>>> = {};

/** Where a dataset's tables are kept, or what is measured of it: under the hash of all they came from. */
export async function folderOf(model: Model, kind: Kind, dataset: SiteDataset): Promise<string> {
  const {key, bosId, depth, focusDepth, logProbability} = model;
  const {name, rows, statements, labels, columns, standardised = false} = dataset;
  // Read once, so that tables are never kept under code that was edited after this process had begun to run it.
  code[kind] ??= Promise.all(
    [...ownCode[kind], ...sharedCode].map((path) => readSource(join("loaders", path)))
  );
  const {components, shuffledSeeds} = experiment;
  const choices = [kind === "tables" ? components : shuffledSeeds, logProbability, standardised];
  const way = [kind, numericsVersion, await code[kind], choices, key, bosId, depth, focusDepth];
  const hash = createHash("sha256").update(JSON.stringify(way));
  for (const part of [rows, statements, labels, columns]) hash.update(JSON.stringify(part));
  const denial = kind === "measures" && (await readDenial(dataset)); // probes are trained on statements and their denials
  if (denial) hash.update(JSON.stringify([denial.statements, denial.labels, denial.columns]));
  const kept = kind === "tables" ? name : `${name}-measures`;
  return join(cacheFolder, "tables", `${kept}-${hash.digest("hex").slice(0, 32)}`);
}

/** The text of a file, or of all files of a folder. */
export async function readSource(path: string): Promise<string[]> {
  if (path.endsWith(".ts")) return [await readFile(path, "utf8")];
  const names = (await readdir(path)).sort();
  return (await Promise.all(names.map((name) => readSource(join(path, name))))).flat();
}
