/**
 * One dataset, one model, the seed's two plots: `npm run experiment -- DATASET [--model M] [--depth N] [--out DIR]`.
 * DATASET is a name in datasets/ or a CSV's path; M a name in weights/models.json or a checkpoint's folder or file.
 */
import {register} from "node:module";
import {readFile, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {openActivations} from "../loaders/activations/activations.ts";
import {usingCache} from "../loaders/cache.ts";
import {findDataset, type Dataset} from "../loaders/dataset.ts";
import {experiment} from "../loaders/experiment.ts";
import {exists, replaceFolder} from "../loaders/files.ts";
import {openModel, tokensOf, type Model} from "../loaders/model.ts";
import {createProduct} from "../loaders/onnx/products.ts";
import {Problem, messageOf, run} from "../loaders/problem.ts";
import {startProgress} from "../loaders/progress.ts";
import {modelReport, versions} from "../loaders/report.ts";
import {makeTables} from "../loaders/tables.ts";

register("./npm-scheme.ts", import.meta.url); // for draw.ts, which is therefore imported later

const usage = "npm run experiment -- DATASET [--model NAME_OR_PATH] [--depth N] [--bos ID] [--out DIR]";

await run(() => usingCache(main));

async function main(): Promise<void> {
  const {name, model: modelName, out, ...options} = parseCommand();
  const dataset = await findDataset(name);
  const folder = await folderFor(dataset, out);
  const model = await openModel(modelName, options);
  try {
    process.stdout.write(`${await perform(dataset, model, folder)}\n`);
  } finally {
    await model.checkpoint.close();
  }
}

/** The folder below `out` that is named after the dataset; it may be replaced if it was written by this command. */
async function folderFor({name, file}: Dataset, out: string): Promise<string> {
  if (["", ".", ".."].includes(name))
    throw new Problem(`${file}: no folder can be named after it; give it a name before .csv`);
  const folder = join(out, name);
  if (!(await exists(folder)) || (await isRun(folder))) return folder;
  throw new Problem(
    `${folder}: there already and not written by an experiment (no run.json of one in it); choose another place with --out`
  );
}

async function isRun(folder: string): Promise<boolean> {
  try {
    const report: unknown = JSON.parse(await readFile(join(folder, "run.json"), "utf8"));
    return typeof report === "object" && report !== null && "dataset" in report && "runs" in report;
  } catch {
    return false;
  }
}

/** Writes all that is asked for to `folder` and returns its name. */
async function perform(dataset: Dataset, model: Model, folder: string): Promise<string> {
  const statements = tokensOf(model, dataset.statements);
  const activations = await openActivations(model);
  await activations.complete(statements);
  await replaceFolder(folder, async (temporary) => {
    const depths = Array.from({length: model.depth}, (_, i) => i + 1);
    const progress = startProgress(`finding components of ${dataset.name}`, model.depth, "depths");
    let done = 0;
    const request = {
      dataset,
      tokens: statements,
      model,
      activations,
      product: await createProduct(),
      activationDepths: depths,
      onDepth: () => progress.update(++done)
    };
    await makeTables(temporary, request).finally(() => progress.stop());
    const {drawPlots} = await import("./draw.ts");
    await drawPlots(temporary, dataset.name, model.focusDepth);
    const report = {
      dataset: dataset.file,
      ...modelReport(model),
      runs: activations.runs(statements),
      versions: await versions()
    };
    await writeFile(join(temporary, "run.json"), `${JSON.stringify(report, null, 2)}\n`);
  });
  return folder;
}

function parseCommand(): {name: string; model: string; out: string; depth?: number; bosId?: number} {
  const string = {type: "string"} as const;
  try {
    const {values, positionals} = parseArgs({
      options: {model: string, depth: string, bos: string, out: string},
      allowPositionals: true
    });
    if (positionals.length !== 1)
      throw new Problem(`one dataset expected, ${positionals.length} named; ${usage}`);
    for (const [option, value] of Object.entries(values))
      if (value.trim() === "") throw new Problem(`--${option} has no value; ${usage}`);
    return {
      name: positionals[0],
      model: values.model ?? (process.env.MODEL || experiment.model),
      out: values.out ?? "out",
      ...(values.depth !== undefined && {depth: Number(values.depth)}),
      ...(values.bos !== undefined && {bosId: Number(values.bos)})
    };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem(`${messageOf(error)}; ${usage}`);
  }
}
