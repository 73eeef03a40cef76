/** How fast the engine is, and its peers on the same weights and statements in the same run. */
import {mkdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {EngineResult} from "./engine.ts";
import {peakShapes} from "./gemm.ts";
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
  /** What the peers took, one list a repeat. */
  peers: PeerResult[][];
}

export interface SpeedResults {
  /** The fastest matrix product of each repeat, in GFLOP/s. */
  peaks: number[];
  cases: Case[];
}

/** A case and what its runs need. */
interface Task {
  subject: Subject;
  result: Case;
  /** The statements' token ids, as JSON. */
  statements: string;
  /** For what is made by the runs. */
  folder: string;
}

export function measureSpeed(options: Options): Promise<SpeedResults> {
  return withTemporaryFolder(async (folder) => {
    const subjects = await openSubjects(options);
    const tasks: Task[] = [];
    for (const subject of subjects)
      for (const dataset of options.datasets)
        tasks.push(await prepare(subject, dataset, join(folder, String(tasks.length))));
    const peers = options.peers ? await startPeers() : null;
    const products = peakShapes(subjects.map(({config}) => config));
    const peaks: number[] = [];
    for (let repeat = 1; repeat <= options.repeats; repeat++) {
      peaks.push(await measurePeak(products));
      say(`${repeat} of ${options.repeats}: matrix products at ${significant(peaks[repeat - 1])} GFLOP/s`);
      for (const task of tasks) await measure(task, peers);
    }
    return {peaks, cases: tasks.map(({result}) => result)};
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
    peers: []
  };
  return {subject, result, statements, folder};
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

async function measure({subject, result, statements, folder}: Task, peers: Peers | null): Promise<void> {
  const {checkpoint, depth} = subject;
  const activations = join(folder, "ours.f32");
  const run = await measureEngine({checkpoint, statements, depth, activations});
  result.runs.push(run);
  const speed = significant(run.flops / run.seconds / 1e9);
  say(`${subject.name}, ${result.dataset}: ${significant(run.seconds)} s, ${speed} GFLOP/s`);
  if (peers) result.peers.push(await peers.measure(subject, {statements, ours: activations, folder}));
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
