import {createHash} from "node:crypto";
import {readdir, readFile} from "node:fs/promises";
import {join} from "node:path";
import {cacheFolder, exclusively, writeFileWhole} from "./files.ts";
import {logProbabilities} from "./llama/log-probabilities.ts";
import type {Model} from "./model.ts";
import {createSession} from "./onnx/session.ts";
import {startProgress} from "./progress.ts";
import {numericsVersion} from "./versions.ts";

/** How likely the model itself finds statements, kept under the hash of everything it came from. */
export interface LogProbabilities {
  /** Runs the whole model over those statements (token ids, BOS first) that are not kept yet. */
  complete(statements: readonly number[][]): Promise<void>;
  /** As `logProbabilities` gives them, `[statements]`; they must be complete. */
  of(statements: readonly number[][]): Float64Array;
  /** The files that hold what is kept of these statements; those that are not complete have none. */
  files(statements: readonly number[][]): string[];
}

/** What is known of a statement, and the file that says so. */
interface Kept {
  value: number;
  file: string;
}

/**
 * Tokens that are run together and then kept: a run that is killed loses no more work than theirs, a quarter of a minute
 * for the default model, and their states are all that is in memory.
 */
const tokensAtOnce = 2 ** 15;

/** Opens what is kept for a model, whose `logProbability` says that all of its files are in its key. */
export async function openLogProbabilities(model: Model, atOnce = tokensAtOnce): Promise<LogProbabilities> {
  const folder = join(cacheFolder, "log-probabilities", hashOf(`${numericsVersion} ${model.key}`));
  let kept = await readAll(folder);
  /** Those that begin alike come together, so that they are in one batch. */
  const missing = (statements: readonly number[][]) => {
    const byKey = new Map(statements.map((tokens) => [tokens.join(), tokens]));
    return [...byKey.keys()]
      .filter((key) => !kept.has(key))
      .sort()
      .map((key) => byKey.get(key) ?? []);
  };
  return {
    async complete(statements) {
      if (missing(statements).length === 0) return;
      await exclusively("model", async () => {
        kept = await readAll(folder); // another process may just have found them
        const rest = missing(statements);
        if (rest.length > 0) await run(folder, model, rest, atOnce);
      });
      kept = await readAll(folder);
    },
    of: (statements) =>
      Float64Array.from(statements, (tokens) => {
        const found = kept.get(tokens.join());
        if (!found) throw new Error(`no log-probability of the tokens ${tokens.join()}`);
        return found.value;
      }),
    files: (statements) => [...new Set(statements.flatMap((tokens) => kept.get(tokens.join())?.file ?? []))]
  };
}

/** Keeps what is found some statements at a time, in a file each: a JSON object, tokens → log-probability. */
async function run(folder: string, model: Model, statements: number[][], atOnce: number): Promise<void> {
  const {name, checkpoint} = model;
  const what = `finding how likely ${name} finds ${statements.length} statements`;
  const progress = startProgress(what, statements.length, "statements");
  let done = 0;
  try {
    for (const some of batchesOf(statements, atOnce)) {
      const onShare = (share: number) => progress.update(done + share * some.length);
      const values = await logProbabilities(checkpoint, some, createSession, {onShare});
      const keys = some.map((tokens) => tokens.join());
      const found = Object.fromEntries(keys.map((key, i) => [key, values[i]]));
      await writeFileWhole(join(folder, `${hashOf(keys.join(" "))}.json`), JSON.stringify(found));
      done += some.length;
    }
  } finally {
    progress.stop();
  }
}

/** Statements in their order with so many tokens together at most, or one alone. */
function batchesOf(statements: readonly number[][], mostTokens: number): number[][][] {
  const batches: number[][][] = [];
  let room = 0;
  for (const tokens of statements) {
    if (tokens.length > room) {
      batches.push([]);
      room = mostTokens;
    }
    batches[batches.length - 1].push(tokens);
    room -= tokens.length;
  }
  return batches;
}

async function readAll(folder: string): Promise<Map<string, Kept>> {
  const kept = new Map<string, Kept>();
  for (const name of await readdir(folder).catch(() => [])) {
    const file = join(folder, name);
    for (const [key, value] of Object.entries(await readOne(file))) kept.set(key, {value, file});
  }
  return kept;
}

/** What a file says; nothing, where it is not finished or was tampered with. */
async function readOne(file: string): Promise<Record<string, number>> {
  if (!file.endsWith(".json")) return {};
  try {
    const found = JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
    const entries = Object.entries(found).filter(
      (entry): entry is [string, number] => typeof entry[1] === "number"
    );
    return Object.fromEntries(entries);
  } catch {
    return {};
  }
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
