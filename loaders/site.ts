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
import {measuresFile, runsFile, shuffledFile, tableFile, tableNames} from "./table-file.ts";
import {folderOf, type Kind} from "./table-folder.ts";
import {beginnings, streamDataset} from "./stream.ts";
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
  const folder = await usingCache(() => withSiteModel((model) => keptOf(model, "tables", name)));
  const tables = tableNames.map((table) => ({name: `${table}.parquet`, path: tableFile(folder, table)}));
  const csv = isMade(name) ? [] : [{name: "statements.csv", path: (await findDataset(name)).file}];
  return tar([...csv, ...tables]);
}

/** What is measured of a dataset, slice or variant, now if it is not kept, in a tar archive. */
export async function measuresArchive(name: string): Promise<AsyncIterable<Uint8Array>> {
  const folder = await usingCache(() => withSiteModel((model) => keptOf(model, "measures", name)));
  return tar([
    {name: "measures.parquet", path: measuresFile(folder)},
    {name: "shuffled.parquet", path: shuffledFile(folder)}
  ]);
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
      await prepare(model, {tables: all, measures: all, transfer: true}, all);
    })
  );
}

/** The runs of the model that datasets come from; statements that it has not seen are run. */
export async function siteRuns(model: Model, datasets: readonly SiteDataset[]): Promise<Run[]> {
  const missing = await missingOf(model, "tables", datasets);
  const runs = new Map<string, Run>();
  const add = (run: Run) => runs.set(JSON.stringify(run), run);
  for (const dataset of datasets) {
    const known = await readFile(runsFile(await folderOf(model, "tables", dataset)), "utf8").catch(
      () => "[]"
    );
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
    const shown = streamDataset(datasets);
    const controls = (await openControls(model)).map(({activations}) => activations);
    const measured = tokens.filter(isMeasured).flat();
    const packs = [
      ...(await openActivations(model)).folders([
        ...tokens.flat(),
        ...(shown ? beginnings(model, shown) : [])
      ]),
      ...controls.flatMap((activations) => activations.folders(measured)),
      ...(await logProbabilityFiles(model, measured))
    ];
    const kinds: Kind[] = ["tables", "measures"];
    const tables = await Promise.all(
      kinds.flatMap((kind) => datasets.map((dataset) => folderOf(model, kind, dataset)))
    );
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

/** The folder of what is kept of a dataset, slice or variant of the site. */
async function keptOf(model: Model, kind: Kind, name: string): Promise<string> {
  const dataset = await findSiteDataset(name);
  const folder = await folderOf(model, kind, dataset);
  if (await exists(folder)) return folder;
  await prepare(model, {[kind]: [dataset]}, await allDatasets());
  // Once more from the CSV: in a preview it may have been edited while the model ran.
  return keptOf(model, kind, name);
}

/** The folder of the tables of transfer; where the model must run for them, it runs for all datasets together. */
async function transferOf(model: Model): Promise<string> {
  const {folder} = await transferJob(model);
  if (!(await exists(folder))) await prepare(model, {transfer: true}, await allDatasets());
  return folder;
}

/** Where the tables of transfer are kept, and the datasets of facts as they stand: of no part or variant of one. */
async function transferJob(model: Model): Promise<TransferJob> {
  const facts = factsOf((await listDatasets()).datasets);
  return {kind: "transfer", folder: await transferFolder(model, facts), facts};
}

/** Of which datasets what is to be made. */
interface Request {
  tables?: readonly SiteDataset[];
  measures?: readonly SiteDataset[];
  transfer?: boolean;
}

/**
 * Makes what is asked for. What a network has not seen of any dataset of `others` is run together with it, as reading the
 * weights costs the same for all.
 */
async function prepare(model: Model, request: Request, others: readonly SiteDataset[]): Promise<void> {
  const {tables = [], measures = [], transfer = false} = request;
  const lacking = {
    tables: await missingOf(model, "tables", [...tables, ...others]),
    measures: await missingOf(model, "measures", measures.length > 0 ? [...measures, ...others] : [])
  };
  const missing = [...lacking.tables, ...lacking.measures];
  const untried = transfer ? await untriedTransfer(model) : undefined;
  if (missing.length === 0 && !untried) return;
  const facts = untried ? tokensOfAll(model, untried.facts).flat() : [];
  const activations = await complete(model, [...missing.flatMap(allTokens), ...facts]);
  const logProbabilities = await askModel(
    model,
    missing.flatMap(({tokens}) => (isMeasured(tokens) ? tokens : []))
  );
  const measured = lacking.measures.filter(({tokens}) => isMeasured(tokens)).flatMap(allTokens);
  const compared = [...measured, ...facts];
  const controls = compared.length > 0 ? await completeControls(model, compared) : [];
  await exclusively("tables", async () => {
    // Another process may just have made them.
    const still = {
      tables: await missingOf(model, "tables", tables),
      measures: await missingOf(model, "measures", measures),
      transfer: transfer ? await untriedTransfer(model) : undefined
    };
    if (still.tables.length + still.measures.length === 0 && !still.transfer) return;
    const {analyse} = await import("./analyse.ts");
    await analyse(still, {model, activations, controls}, logProbabilities);
  });
}

/** The tables of transfer that are to be made, if they are not kept. */
async function untriedTransfer(model: Model): Promise<TransferJob | undefined> {
  const job = await transferJob(model);
  return (await exists(job.folder)) ? undefined : job;
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
