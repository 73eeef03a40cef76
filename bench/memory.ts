/** The most memory that a run takes, for shapes that are larger than memory. */
import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {gigabytes} from "./disk.ts";
import type {EngineResult} from "./engine.ts";
import {markdownTable} from "./markdown.ts";
import {measureEngine, withTemporaryFolder} from "./measure.ts";
import type {Options} from "./options.ts";
import {statementsOf} from "./statements.ts";
import {openSubjects, type Subject} from "./subjects.ts";
import {significant} from "./statistics.ts";

/** One checkpoint with one dataset. */
interface MemoryResult {
  model: string;
  dataset: string;
  depth: number;
  /** Weights of one block, as they are stored or in float32 where those are not run as stored. */
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
  const rows = results.map(({model, dataset, depth, runs}) => [
    ...[model, dataset, String(depth), String(runs[0].tokens)],
    gigabytes(Math.max(...runs.map(({peakMemory}) => peakMemory))),
    significant(Math.min(...runs.map(({seconds}) => seconds)))
  ]);
  const header = ["model", "dataset", "blocks", "distinct tokens", "memory", "seconds"];
  return {text: markdownTable(header, rows), results};
}

function measure(subject: Subject, dataset: string, repeats: number): Promise<MemoryResult> {
  return withTemporaryFolder(async (folder) => {
    const statements = join(folder, "statements.json");
    await writeFile(statements, JSON.stringify(subject.tokens(await statementsOf(dataset))));
    const {checkpoint, depth, name} = subject;
    const runs: EngineResult[] = [];
    for (let i = 0; i < repeats; i++) runs.push(await measureEngine({checkpoint, statements, depth}));
    return {model: name, dataset, depth, runs};
  });
}
