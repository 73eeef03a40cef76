import {mkdir, open, readdir, readFile, rename, rm, type FileHandle} from "node:fs/promises";
import {join} from "node:path";
import {exists, lastChange, writeFileWhole} from "../files.ts";
import {residualStream} from "../llama/runner.ts";
import {workOf} from "../llama/work.ts";
import type {Model} from "../model.ts";
import {createSession} from "../onnx/session.ts";
import {startProgress} from "../progress.ts";
import {beginsWith, checkOf, type Check} from "./checksum.ts";
import {bytesOf, type Pack, type Run} from "./packs.ts";
import {areSaved, keptStates, removeStates, type KeptStates} from "./states.ts";

/** What a run may take. */
export interface RunLimits {
  /** Bytes of tokens' states between two blocks that stay in memory; more are kept in files. */
  statesInMemory: number;
  /** A run that is killed loses no more work than this, and the block that it was at. */
  saveAfterSeconds: number;
}

export const usualLimits: RunLimits = {statesInMemory: 2 ** 29, saveAfterSeconds: 20};

/** `saved.json` of a run that is not finished: its states and activations after `done` blocks are in files. */
interface Saved {
  done: number;
  seconds: number;
  /** Of each chunk's states. */
  states: Check[];
  /** Of the activations of all blocks done. */
  activations: Check;
}

/** A run that was not finished for so long is not gone on with. */
const forgottenAfter = 7 * 24 * 3600_000;

/**
 * Runs the model over statements and keeps their activations as the pack `target`. They are written depth by depth, so
 * that all of them need never be in memory, to `target`.part, where a run that was killed is gone on with.
 */
export async function runIntoPack(
  target: string,
  model: Model,
  statements: number[][],
  keys: string[],
  limits: RunLimits
): Promise<void> {
  const part = `${target}.part`;
  const {hiddenSize} = model.checkpoint.config;
  const slabBytes = 4 * statements.length * hiddenSize;
  await rm(target, {recursive: true, force: true}); // it must be damaged: its statements are missing
  await removeForgotten(join(target, ".."));
  const saved = await readSaved(part);
  if (!saved) await rm(part, {recursive: true, force: true});
  await mkdir(part, {recursive: true});
  const activations = await open(join(part, "activations.f32"), saved ? "r+" : "w");
  try {
    await activations.truncate((saved?.done ?? 0) * slabBytes);
    const run = await runModel({model, statements, folder: part, activations, saved, limits});
    await activations.sync();
    const pack: Pack = {keys, depth: model.depth, hiddenSize, run};
    await writeFileWhole(join(part, "pack.json"), JSON.stringify(pack));
  } catch (error) {
    if (!(await exists(join(part, "saved.json")))) await rm(part, {recursive: true, force: true});
    throw error;
  } finally {
    await activations.close();
  }
  await removeStates(part);
  await rm(join(part, "saved.json"), {force: true});
  await rename(part, target);
}

async function readSaved(part: string): Promise<Saved | undefined> {
  try {
    const saved = JSON.parse(await readFile(join(part, "saved.json"), "utf8")) as Saved;
    const isWhole =
      (await beginsWith(join(part, "activations.f32"), saved.activations)) &&
      (await areSaved(part, saved.done, saved.states));
    return isWhole ? saved : undefined;
  } catch {
    return undefined;
  }
}

/** What killed runs left behind that nobody came back to. */
async function removeForgotten(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => []))
    if (name.endsWith(".part") && Date.now() - (await lastChange(join(folder, name))) > forgottenAfter)
      await rm(join(folder, name), {recursive: true, force: true});
}

interface Job {
  model: Model;
  statements: number[][];
  /** Where states are kept. */
  folder: string;
  /** The file of activations, open for writing; it has those of the blocks done. */
  activations: FileHandle;
  saved: Saved | undefined;
  limits: RunLimits;
}

async function runModel({model, statements, folder, activations, saved, limits}: Job): Promise<Run> {
  const {name, checkpoint, depth} = model;
  const start = performance.now() - 1000 * (saved?.seconds ?? 0);
  const {tokens, flops} = workOf(statements, checkpoint.config, depth);
  const subject = `${name} over ${statements.length} statements, ${tokens} tokens`;
  const verb = saved ? "going on with" : "running";
  const progress = startProgress(`${verb} ${subject}`, depth, "blocks", saved?.done);
  const states = keptStates(folder, limits.statesInMemory);
  const save = saver(states, folder, limits, saved);
  const seconds = () => (performance.now() - start) / 1000;
  let done = saved?.done ?? 0;
  const options = {done, states, onChunk: (blocks: number) => progress.update(blocks)};
  try {
    for await (const x of residualStream(checkpoint, statements, depth, createSession, options)) {
      await writeAt(activations, bytesOf(x), done++ * x.byteLength);
      if (done < depth) await save(done, bytesOf(x), seconds());
    }
  } finally {
    progress.stop();
  }
  return {statements: statements.length, tokens, seconds: seconds(), gflops: flops / seconds() / 1e9};
}

/**
 * Makes blocks done safe from a kill, when it is time to, or when much of it is in files already. Nothing waits for the disk:
 * what a power cut leaves undone, the checks find.
 *
 * @returns a function of the blocks done, the activations after the last of them and the seconds that all took
 */
function saver(
  states: KeptStates,
  folder: string,
  {saveAfterSeconds}: RunLimits,
  before: Saved | undefined
): (done: number, ends: Uint8Array, seconds: number) => Promise<void> {
  let savedBlock = before?.done ?? 0;
  let savedAt = performance.now();
  let activations = before?.activations;
  return async (done, ends, seconds) => {
    activations = checkOf(ends, activations);
    if (states.spilled || performance.now() - savedAt >= 1000 * saveAfterSeconds) {
      const saved: Saved = {done, seconds, states: await states.save(done), activations};
      await writeFileWhole(join(folder, "saved.json"), JSON.stringify(saved));
      [savedBlock, savedAt] = [done, performance.now()];
    }
    await states.removeOld(savedBlock, done);
  };
}

/** One call may write less than it is given. */
async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    const rest = bytes.length - written;
    written += (await file.write(bytes, written, rest, position + written)).bytesWritten;
  }
}
