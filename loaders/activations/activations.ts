import {createHash} from "node:crypto";
import {open, readdir, readFile, rm, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {cacheFolder, exclusively, lastChange, writeFolderWhole} from "./files.ts";
import {residualStream, workOf} from "./llama/runner.ts";
import type {Model} from "./model.ts";
import {createSession} from "./onnx/session.ts";
import {startProgress} from "./progress.ts";
import {numericsVersion} from "./versions.ts";

/** What one run of the model cost. */
export interface Run {
  statements: number;
  /** Distinct prefixes of tokens, each computed once. */
  tokens: number;
  seconds: number;
  gflops: number;
}

/**
 * One run's activations on the disk: `activations.f32` holds float32 in the machine's byte order,
 * `[depth, statements, hiddenSize]`; `pack.json` holds this.
 */
interface Pack {
  /** Hashes of the statements' tokens. */
  keys: string[];
  depth: number;
  hiddenSize: number;
  run: Run;
}

/** The last token's residual stream of statements, kept under the hash of everything it came from. */
export interface Activations {
  /** Runs the model over those statements (token ids, BOS first) that are not kept yet, in one pass over the weights. */
  complete(statements: readonly number[][]): Promise<void>;
  /** The residual stream after `depth` blocks, `[statements, hiddenSize]`; they must be complete. */
  at(statements: readonly number[][], depth: number): Promise<Float32Array>;
  /** The runs that these statements came from. */
  runs(statements: readonly number[][]): Run[];
}

/** Opens what is kept for a model; statements that were run less deep than `model.depth` count as missing. */
export async function openActivations(model: Model): Promise<Activations> {
  const folder = join(cacheFolder, "activations", hashOf(`${numericsVersion} ${model.key}`));
  let kept = await readPacks(folder, model.depth);
  return {
    async complete(statements) {
      if (missing(kept, statements).length === 0) return;
      await exclusively("model", async () => {
        kept = await readPacks(folder, model.depth); // another process may just have run them
        const rest = missing(kept, statements);
        if (rest.length > 0) await writePack(folder, model, rest);
      });
      kept = await readPacks(folder, model.depth);
    },
    at: (statements, depth) => readRows(kept, statements, depth, model.checkpoint.config.hiddenSize),
    runs: (statements) => [...new Set(statements.map((tokens) => find(kept, tokens).pack.run))]
  };
}

/** Where each statement's activations lie: key → pack and row. */
type Kept = Map<string, {folder: string; pack: Pack; row: number}>;

async function readPacks(folder: string, depth: number): Promise<Kept> {
  const kept: Kept = new Map();
  for (const name of await readdir(folder).catch(() => [])) {
    const pack = await readPack(join(folder, name));
    if (!pack || pack.depth < depth) continue;
    pack.keys.forEach((key, row) => kept.set(key, {folder: join(folder, name), pack, row}));
  }
  return kept;
}

/** A pack, or null for a folder that is none: another process's temporary one, or one that was tampered with. */
async function readPack(folder: string): Promise<Pack | null> {
  if (folder.endsWith(".tmp")) return null;
  try {
    const pack = JSON.parse(await readFile(join(folder, "pack.json"), "utf8")) as Pack;
    const {size} = await stat(join(folder, "activations.f32"));
    return size === 4 * pack.depth * pack.keys.length * pack.hiddenSize ? pack : null;
  } catch {
    return null;
  }
}

function missing(kept: Kept, statements: readonly number[][]): number[][] {
  const byKey = new Map(statements.map((tokens) => [keyOf(tokens), tokens]));
  return [...byKey].filter(([key]) => !kept.has(key)).map(([, tokens]) => tokens);
}

/** Runs the model and writes each depth as it comes, so that all of them need never be in memory. */
async function writePack(folder: string, model: Model, statements: number[][]): Promise<void> {
  const keys = statements.map(keyOf);
  const target = join(folder, hashOf(`${model.depth} ${keys.join()}`));
  await removeRemains(folder, target);
  await writeFolderWhole(target, async (temporary) => {
    const file = await open(join(temporary, "activations.f32"), "w");
    try {
      const run = await runModel(model, statements, (activations) => file.appendFile(bytesOf(activations)));
      const pack: Pack = {keys, depth: model.depth, hiddenSize: model.checkpoint.config.hiddenSize, run};
      await writeFile(join(temporary, "pack.json"), JSON.stringify(pack));
    } finally {
      await file.close();
    }
  });
}

/** A run that has written nothing for so long was killed: a block takes seconds, of the largest models minutes. */
const longestBlock = 10 * 60_000;

/** What killed runs left behind, and a pack of the same name, which must be damaged: its statements are missing. */
async function removeRemains(folder: string, target: string): Promise<void> {
  await rm(target, {recursive: true, force: true});
  const names = await readdir(folder).catch(() => []);
  for (const path of names.filter((name) => name.endsWith(".tmp")).map((name) => join(folder, name)))
    if (Date.now() - (await lastChange(path)) > longestBlock) await rm(path, {recursive: true, force: true});
}

async function runModel(
  {name, checkpoint, depth}: Model,
  statements: number[][],
  keep: (activations: Float32Array) => Promise<void>
): Promise<Run> {
  const start = performance.now();
  const {tokens, flops} = workOf(statements, checkpoint.config, depth);
  const progress = startProgress(
    `running ${name} over ${statements.length} statements, ${tokens} tokens`,
    depth,
    "blocks"
  );
  try {
    let done = 0;
    for await (const activations of residualStream(checkpoint, statements, depth, createSession)) {
      await keep(activations);
      progress.update(++done);
    }
  } finally {
    progress.stop();
  }
  const seconds = (performance.now() - start) / 1000;
  return {statements: statements.length, tokens, seconds, gflops: flops / seconds / 1e9};
}

async function readRows(
  kept: Kept,
  statements: readonly number[][],
  depth: number,
  hiddenSize: number
): Promise<Float32Array> {
  const result = new Float32Array(statements.length * hiddenSize);
  const places = statements.map((tokens) => find(kept, tokens));
  for (const folder of new Set(places.map((place) => place.folder))) {
    const slab = await readDepth(folder, places.find((place) => place.folder === folder)?.pack, depth);
    places.forEach((place, i) => {
      if (place.folder !== folder) return;
      result.set(slab.subarray(place.row * hiddenSize, (place.row + 1) * hiddenSize), i * hiddenSize);
    });
  }
  return result;
}

/** A pack's activations at one depth, `[statements, hiddenSize]`. */
async function readDepth(folder: string, pack: Pack | undefined, depth: number): Promise<Float32Array> {
  if (!pack || depth < 1 || depth > pack.depth)
    throw new Error(`no activations at depth ${depth} in ${folder}`);
  const slab = new Float32Array(pack.keys.length * pack.hiddenSize);
  const file = await open(join(folder, "activations.f32"), "r");
  try {
    const {bytesRead} = await file.read(bytesOf(slab), 0, slab.byteLength, (depth - 1) * slab.byteLength);
    if (bytesRead !== slab.byteLength)
      throw new Error(`${folder}: ${slab.byteLength} bytes expected, ${bytesRead} read`);
  } finally {
    await file.close();
  }
  return slab;
}

function find(kept: Kept, tokens: number[]) {
  const place = kept.get(keyOf(tokens));
  if (!place) throw new Error(`no activations for the tokens ${tokens.join()}`);
  return place;
}

function keyOf(tokens: number[]): string {
  return hashOf(tokens.join());
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

function bytesOf({buffer, byteOffset, byteLength}: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
