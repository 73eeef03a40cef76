/** The most memory that a run takes, for shapes that are larger than memory. */
import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {blockShapes} from "../loaders/checkpoint/checkpoint.ts";
import {gigabytes} from "./disk.ts";
import type {EngineResult} from "./engine.ts";
import {markdownTable} from "./markdown.ts";
import {measureEngine, withTemporaryFolder} from "./measure.ts";
import type {Options} from "./options.ts";
import {statementsOf} from "./statements.ts";
import {openSubjects, type Subject} from "./subjects.ts";
import {countOf} from "./torch-save.ts";
import {significant} from "./statistics.ts";

/** One checkpoint with one dataset. */
interface MemoryResult {
  model: string;
  dataset: string;
  depth: number;
  /** Numbers in one block's matrices. */
  weights: number;
  runs: EngineResult[];
}

/** The largest of `repeats` runs is what counts. */
export async function measureMemory(options: Options): Promise<{text: string; results: MemoryResult[]}> {
  const results: MemoryResult[] = [];
  for (const subject of await openSubjects(options))
    for (const dataset of options.datasets) {
      results.push(await measure(subject, dataset, options.repeats));
      process.stderr.write(`${subject.name}, ${dataset}: done\n`);
    }
  const rows = results.map(({model, dataset, depth, weights, runs}) => [
    ...[model, dataset, String(depth), `${Math.round(weights / 1e6)}`, String(runs[0].tokens)],
    gigabytes(Math.max(...runs.map(({peakMemory}) => peakMemory))),
    significant(Math.min(...runs.map(({seconds}) => seconds)))
  ]);
  const header = [
    "model",
    "dataset",
    "blocks",
    "million weights a block",
    "distinct tokens",
    "memory",
    "seconds"
  ];
  return {text: markdownTable(header, rows), results};
}

function measure(subject: Subject, dataset: string, repeats: number): Promise<MemoryResult> {
  return withTemporaryFolder(async (folder) => {
    const statements = join(folder, "statements.json");
    await writeFile(statements, JSON.stringify(subject.tokens(await statementsOf(dataset))));
    const {checkpoint, depth, name} = subject;
    const runs: EngineResult[] = [];
    for (let i = 0; i < repeats; i++) runs.push(await measureEngine({checkpoint, statements, depth}));
    return {model: name, dataset, depth, weights: weightsOf(subject), runs};
  });
}

function weightsOf({config}: Subject): number {
  return Object.values(blockShapes(config)).reduce((sum, shape) => sum + countOf(shape), 0);
}
