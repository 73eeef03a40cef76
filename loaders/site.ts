import {readFile} from "node:fs/promises";
import {join} from "node:path";
import type {Activations, Run} from "./activations/activations.ts";
import {usingCache} from "./cache.ts";
import {findDataset, listDatasets} from "./dataset.ts";
import {askModel, completeControls, openControls} from "./controls.ts";
import {cacheFolder, exclusively, exists, hashNote} from "./files.ts";
import {isMeasured} from "./measures/limits.ts";
import type {TransferJob} from "./jobs.ts";
import {allTokens, missingOf, tokensOfAll} from "./missing.ts";
import type {Model} from "./model.ts";
import {withSiteModel} from "./site-model.ts";
import {allDatasets, findSiteDataset, isMade} from "./site-datasets.ts";
import {runsFile, tableFile, tableNames} from "./table-file.ts";
import {folderOf} from "./table-folder.ts";
import {tar} from "./tar.ts";
import {factsOf} from "./transfer/facts.ts";
import {transferFolder} from "./transfer/folder.ts";
import {transferFile, transferTables} from "./transfer/transfer.ts";
import {listVariants, type SiteDataset} from "./variants.ts";

/**
 * A dataset's tables, made now if they are not kept, and its CSV as it is, in a tar archive; of a slice or a variant,
 * the tables.
 */
export async function siteArchive(name: string): Promise<AsyncIterable<Uint8Array>> {
  const folder = await usingCache(() => withSiteModel((model) => tablesOf(model, name)));
  const tables = tableNames.map((table) => ({name: `${table}.parquet`, path: tableFile(folder, table)}));
  const csv = isMade(name) ? [] : [{name: "statements.csv", path: (await findDataset(name)).file}];
  return tar([...csv, ...tables]);
}

/** What probes of one dataset of facts say of the others, found now if it is not kept, in a tar archive. */
export async function transferArchive(): Promise<AsyncIterable<Uint8Array>> {
  const folder = await usingCache(() => withSiteModel(transferOf));
  return tar(transferTables.map((table) => ({name: `${table}.parquet`, path: transferFile(folder, table)})));
}

/**
 * Makes what the whole site needs: one pass of the model over the statements it has not seen, then all tables. Files that
 * can't be read are skipped with a warning.
 */
export async function prepareSite(): Promise<void> {
  const {datasets, skipped} = await listDatasets();
  for (const {file, why} of skipped) process.stderr.write(`warning: skipping ${file}: ${why}\n`);
  for (const why of listVariants(datasets).leftOut) process.stderr.write(`warning: leaving out ${why}\n`);
  await usingCache(() =>
    withSiteModel(async (model) => {
      const all = await allDatasets();
      await prepare(model, all, all, {transfer: true});
    })
  );
}

/** The runs of the model that datasets come from; statements that it has not seen are run. */
export async function siteRuns(model: Model, datasets: readonly SiteDataset[]): Promise<Run[]> {
  const missing = await missingOf(model, datasets);
  const runs = new Map<string, Run>();
  const add = (run: Run) => runs.set(JSON.stringify(run), run);
  for (const dataset of datasets) {
    const known = await readFile(runsFile(await folderOf(model, dataset)), "utf8").catch(() => "[]");
    (JSON.parse(known) as Run[]).forEach(add);
  }
  if (missing.length > 0) {
    const activations = await complete(model, missing.flatMap(allTokens));
    activations.runs(missing.flatMap(({tokens}) => tokens)).forEach(add);
  }
  return [...runs.values()];
}

/** What of the cache the site is made from, as files and folders; the rest is of other models, other statements or other code. */
export async function siteUses(): Promise<string[]> {
  return withSiteModel(async (model) => {
    const {openActivations} = await import("./activations/activations.ts");
    const datasets = await allDatasets();
    const tokens = tokensOfAll(model, datasets);
    const controls = (await openControls(model)).map(({activations}) => activations);
    const measured = tokens.filter(isMeasured).flat();
    const packs = [
      ...(await openActivations(model)).folders(tokens.flat()),
      ...controls.flatMap((activations) => activations.folders(measured)),
      ...(await logProbabilityFiles(model, measured))
    ];
    const tables = await Promise.all(datasets.map((dataset) => folderOf(model, dataset)));
    const transfer = (await transferJob(model)).folder;
    const notes = await Promise.all(model.files.map(({path}) => hashNote(path)));
    return [...packs, ...tables, transfer, ...notes, join(cacheFolder, "loaders")];
  });
}

async function logProbabilityFiles(model: Model, statements: readonly number[][]): Promise<string[]> {
  if (!model.logProbability) return [];
  const {openLogProbabilities} = await import("./log-probabilities.ts");
  return (await openLogProbabilities(model)).files(statements);
}

/** The folder of the tables of a dataset or slice of the site. */
async function tablesOf(model: Model, name: string): Promise<string> {
  const dataset = await findSiteDataset(name);
  const folder = await folderOf(model, dataset);
  if (await exists(folder)) return folder;
  await prepare(model, [dataset], await allDatasets());
  // Once more from the CSV: in a preview it may have been edited while the model ran.
  return tablesOf(model, name);
}

/** The folder of the tables of transfer; where the model must run for them, it runs for all datasets together. */
async function transferOf(model: Model): Promise<string> {
  const {folder} = await transferJob(model);
  if (!(await exists(folder))) await prepare(model, [], await allDatasets(), {transfer: true});
  return folder;
}

/** Where the tables of transfer are kept, and the datasets of facts as they stand: of no part or variant of one. */
async function transferJob(model: Model): Promise<TransferJob> {
  const facts = factsOf((await listDatasets()).datasets);
  return {folder: await transferFolder(model, facts), facts};
}

/**
 * Makes the tables of `wanted`, and those of transfer if they are asked for. Whatever is missing for any dataset of `others`
 * too is run together, as reading the weights costs the same for all.
 */
async function prepare(
  model: Model,
  wanted: readonly SiteDataset[],
  others: readonly SiteDataset[],
  {transfer = false} = {}
): Promise<void> {
  const missing = await missingOf(model, [...wanted, ...others]);
  const job = transfer ? await transferJob(model) : undefined;
  const untried = job && !(await exists(job.folder)) ? job : undefined;
  if (missing.length === 0 && !untried) return;
  const facts = untried ? tokensOfAll(model, untried.facts).flat() : [];
  const activations = await complete(model, [...missing.flatMap(allTokens), ...facts]);
  const measured = missing.filter(({tokens}) => isMeasured(tokens));
  const logProbabilities = await askModel(
    model,
    measured.flatMap(({tokens}) => tokens)
  );
  const controls = await completeControls(model, measured.flatMap(allTokens));
  await exclusively("tables", async () => {
    const rest = await missingOf(model, wanted); // another process may just have made them
    const still = untried && !(await exists(untried.folder)) ? {transfer: untried} : {};
    if (rest.length === 0 && !("transfer" in still)) return;
    const {analyse} = await import("./analyse.ts");
    await analyse({missing: rest, ...still}, {model, activations, controls}, logProbabilities);
  });
}

/**
 * Runs the model over what it has not seen. What it takes is imported only now: loaders that hand out kept tables, a process for
 * each dataset, start in half the time.
 */
async function complete(model: Model, statements: readonly number[][]): Promise<Activations> {
  const {openActivations} = await import("./activations/activations.ts");
  const activations = await openActivations(model);
  await activations.complete(statements);
  return activations;
}
