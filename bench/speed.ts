/** How fast the engine is, and its peers on the same weights and statements in the same run. */
import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {EngineResult} from "./engine.ts";
import {peakShapes, type ProductShape} from "./gemm.ts";
import {measureEngine, measurePeak, withTemporaryFolder} from "./measure.ts";
import type {Options} from "./options.ts";
import {startPeers, type PeerResult, type Peers} from "./peers.ts";
import {statementsOf} from "./statements.ts";
import {openSubjects, type Subject} from "./subjects.ts";
import {significant} from "./statistics.ts";

/** All runs over one dataset with one checkpoint. */
export interface Case {
  model: string;
  dataset: string;
  depth: number;
  wholeModel: number;
  statements: number;
  /** Of all statements together. */
  tokens: number;
  /** Tokens in batches of 25 that are padded to their longest. */
  padded: number;
  /** One a repeat. */
  runs: EngineResult[];
  /** The speed of the fastest matrix product just before each run, in GFLOP/s. */
  peaks: number[];
  /** What the peers took, one list a repeat. */
  peers: PeerResult[][];
}

/** A case and what its runs need. */
interface Task {
  subject: Subject;
  products: ProductShape[];
  result: Case;
  /** The statements' token ids, as JSON. */
  statements: string;
  /** For what is made by the runs. */
  folder: string;
}

export function measureSpeed(options: Options): Promise<Case[]> {
  return withTemporaryFolder(async (folder) => {
    const tasks: Task[] = [];
    for (const subject of await openSubjects(options))
      for (const dataset of options.datasets)
        tasks.push(await prepare(subject, dataset, join(folder, String(tasks.length))));
    const peers = options.peers ? await startPeers() : null;
    for (let repeat = 1; repeat <= options.repeats; repeat++) {
      say(`repeat ${repeat} of ${options.repeats}`);
      for (const task of tasks) await measure(task, peers);
    }
    return tasks.map(({result}) => result);
  });
}

async function prepare(subject: Subject, dataset: string, folder: string): Promise<Task> {
  const ids = subject.tokens(await statementsOf(dataset));
  await mkdir(folder);
  const statements = join(folder, "statements.json");
  await writeFile(statements, JSON.stringify(ids));
  const result = {
    ...{model: subject.name, dataset, depth: subject.depth, wholeModel: subject.wholeModel},
    ...{statements: ids.length, tokens: ids.flat().length, padded: paddedTokens(ids, 25)},
    runs: [],
    peaks: [],
    peers: []
  };
  return {subject, products: peakShapes([subject.config]), result, statements, folder};
}

/** Tokens of statements in batches of that size, each padded to its longest statement. */
export function paddedTokens(statements: readonly (readonly number[])[], batchSize: number): number {
  let tokens = 0;
  for (let first = 0; first < statements.length; first += batchSize) {
    const batch = statements.slice(first, first + batchSize);
    tokens += batch.length * Math.max(...batch.map(({length}) => length));
  }
  return tokens;
}

async function measure(task: Task, peers: Peers | null): Promise<void> {
  const {subject, products, result, statements, folder} = task;
  const {checkpoint, depth} = subject;
  const peak = await measurePeak(products);
  result.peaks.push(peak);
  const activations = join(folder, "ours.f32");
  const run = await measureEngine({checkpoint, statements, depth, activations});
  result.runs.push(run);
  const speed = significant(run.flops / run.seconds / 1e9);
  const place = `${subject.name}, ${depth} blocks, ${result.dataset}`;
  say(`${place}: ${significant(run.seconds)} s, ${speed} of ${significant(peak)} GFLOP/s`);
  if (peers && subject.hasPeers)
    result.peers.push(await peers.measure(subject, {statements, ours: activations, folder}));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
