/** Tables of transfer are kept, as a dataset's are, under the hash of all they came from. */
import {createHash} from "node:crypto";
import {join} from "node:path";
import type {Dataset} from "../dataset.ts";
import {experiment} from "../experiment.ts";
import {cacheFolder} from "../files.ts";
import type {Model} from "../model.ts";
import {readSource} from "../table-folder.ts";
import {numericsVersion} from "../versions.ts";

/** The code, in loaders/, that makes them. */
const transferCode = [
  "transfer",
  "measures/depths.ts",
  "checkpoint/shuffled.ts",
  "parquet.ts",
  "onnx/products.ts",
  "analysis",
  "tokenizer"
];
let code: Promise<string[][]> | undefined;

/** Where the tables of these datasets are kept. */
export async function transferFolder(
  {key, bosId, depth, focusDepth}: Model,
  facts: readonly Dataset[]
): Promise<string> {
  code ??= Promise.all(transferCode.map((path) => readSource(join("loaders", path))));
  const hash = createHash("sha256");
  const {shuffledSeeds} = experiment;
  hash.update(JSON.stringify([numericsVersion, await code, shuffledSeeds, key, bosId, depth, focusDepth]));
  for (const {name, statements, labels, columns} of facts) {
    const {subject, pair} = columns;
    hash.update(JSON.stringify([name, statements, labels, subject, pair]));
  }
  return join(cacheFolder, "tables", `transfer-${hash.digest("hex").slice(0, 32)}`);
}
