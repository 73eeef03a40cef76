import {basename} from "node:path";
import {readFile} from "node:fs/promises";
import {usingCache} from "./cache.ts";
import {listDatasets} from "./dataset.ts";
import {evenly} from "./measures/depths.ts";
import type {Model} from "./model.ts";
import {siteRuns} from "./site.ts";
import {withSiteModel} from "./site-model.ts";
import {allDatasets} from "./site-datasets.ts";
import {listVariants, type VariantDataset} from "./variants.ts";

/** More labels than this are counted only: every page reads the report, and each statement could have one of its own. */
const fewLabels = 6;

/** What run.json says of the site: the model, what running it cost, the datasets, and those that were skipped. */
export function siteReport() {
  return usingCache(() => withSiteModel(reportOn));
}

async function reportOn(model: Model) {
  const {datasets, skipped} = await listDatasets();
  return {
    ...modelReport(model),
    shownDepths: evenly(model.depth),
    runs: await siteRuns(model, await allDatasets()),
    datasets: datasets.map(({name, statements: {length}, labels, columns}) => {
      const distinct = [...new Set(labels)];
      const few = distinct.length <= fewLabels ? distinct : [];
      return {
        name,
        statements: length,
        labels: {count: distinct.length, names: few},
        columns: Object.keys(columns)
      };
    }),
    variants: listVariants(datasets).variants.map(variantReport),
    skipped,
    versions: await versions()
  };
}

/** How a variant differs from its dataset. */
function variantReport({name, variant}: VariantDataset) {
  const {dataset, withoutStop, withStop, standardised = false} = variant;
  const stop = withoutStop ? "without" : withStop ? "with" : undefined;
  return {name, dataset, stop, standardised};
}

/** The model's part of a run.json. */
export function modelReport({name, files, licence, checkpoint, tokenizer, bosId, depth, focusDepth}: Model) {
  const {hiddenSize, intermediateSize, numHiddenLayers, numAttentionHeads, numKeyValueHeads} =
    checkpoint.config;
  return {
    model: {
      name,
      files: files.map(({path, bytes, sha256}) => ({name: basename(path), bytes, sha256})),
      format: checkpoint.format,
      licence,
      tokenizer: tokenizer.kind,
      vocabSize: tokenizer.vocabSize,
      bosId,
      bosPiece: tokenizer.pieces([bosId]).join(""),
      hiddenSize,
      intermediateSize,
      numHiddenLayers,
      numAttentionHeads,
      numKeyValueHeads
    },
    depth,
    focusDepth
  };
}

/** The versions of what the numbers depend on. */
export async function versions(): Promise<Record<string, string>> {
  const {version, dependencies} = JSON.parse(await readFile("package.json", "utf8")) as {
    version: string;
    dependencies: Record<string, string>;
  };
  const names = ["onnxruntime-node", "ml-pca", "hyparquet-writer"];
  return {
    "geometry-of-truth": version,
    node: process.versions.node,
    ...Object.fromEntries(names.map((name) => [name, dependencies[name]]))
  };
}
