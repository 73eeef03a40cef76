import {readdir, readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {States} from "../llama/states.ts";
import {beginsWith, checkOf, type Check} from "./checksum.ts";
import {bytesOf} from "./packs.ts";

/** States between two blocks, in memory and, those that are too many for it, in files of a folder. */
export interface KeptStates extends States {
  /** Whether some are in files now: to save the others is little more work. */
  readonly spilled: boolean;
  /** Makes sure that all states after `block` blocks are in files; returns each chunk's check. */
  save(block: number): Promise<Check[]>;
  /** Removes the files of states that are neither those after `saved` nor those after `block` blocks. */
  removeOld(saved: number, block: number): Promise<void>;
}

/**
 * @param folder where files may be written, called BLOCK-CHUNK.f32
 * @param mostBytes of states that stay in memory
 */
export function keptStates(folder: string, mostBytes: number): KeptStates {
  const inMemory = new Map<number, Float32Array>();
  const onDisk = new Map<number, Check>();
  const fileOf = (chunk: number, block: number) => join(folder, `${block}-${chunk}.f32`);
  const memory = () => [...inMemory.values()].reduce((sum, {byteLength}) => sum + byteLength, 0);
  const writeState = async (chunk: number, block: number, state: Float32Array) => {
    await writeFile(fileOf(chunk, block), bytesOf(state));
    onDisk.set(chunk, checkOf(bytesOf(state)));
  };
  return {
    get spilled() {
      return onDisk.size > 0;
    },
    async read(chunk, block) {
      return inMemory.get(chunk) ?? floatsOf(await readFile(fileOf(chunk, block)));
    },
    async write(chunk, block, state) {
      inMemory.delete(chunk);
      onDisk.delete(chunk);
      if (memory() + state.byteLength <= mostBytes) inMemory.set(chunk, state);
      else await writeState(chunk, block, state);
    },
    async save(block) {
      const checks: Check[] = [];
      for (const [chunk, check] of onDisk) checks[chunk] = check;
      for (const [chunk, state] of inMemory) {
        await writeFile(fileOf(chunk, block), bytesOf(state));
        checks[chunk] = checkOf(bytesOf(state));
      }
      return checks;
    },
    async removeOld(saved, block) {
      for (const name of await stateFiles(folder))
        if (![saved, block].includes(Number(name.split("-")[0]))) await rm(join(folder, name), {force: true});
    }
  };
}

/** Whether the states that were saved after `block` blocks are all there. */
export async function areSaved(folder: string, block: number, checks: readonly Check[]): Promise<boolean> {
  for (const [chunk, check] of checks.entries())
    if (!(await beginsWith(join(folder, `${block}-${chunk}.f32`), check))) return false;
  return true;
}

/** Removes all files of states. */
export async function removeStates(folder: string): Promise<void> {
  for (const name of await stateFiles(folder)) await rm(join(folder, name), {force: true});
}

async function stateFiles(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => /^\d+-\d+\.f32$/.test(name));
}

/** A file's floats; its bytes may lie anywhere in a pool of Node's. */
function floatsOf(bytes: Buffer): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}
