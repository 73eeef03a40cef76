import {open, readdir, readFile, stat} from "node:fs/promises";
import {join} from "node:path";

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
export interface Pack {
  /** Hashes of the statements' tokens. */
  keys: string[];
  depth: number;
  hiddenSize: number;
  run: Run;
}

/** Where a statement's activations lie. */
export interface Place {
  folder: string;
  pack: Pack;
  row: number;
}

/** The packs of a folder that are at least so deep: key → place. */
export async function readPacks(folder: string, depth: number): Promise<Map<string, Place>> {
  const kept = new Map<string, Place>();
  for (const name of await readdir(folder).catch(() => [])) {
    const pack = await readPack(join(folder, name));
    if (!pack || pack.depth < depth) continue;
    pack.keys.forEach((key, row) => kept.set(key, {folder: join(folder, name), pack, row}));
  }
  return kept;
}

/** A pack, or null for a folder that is none: one that is not finished, or that was tampered with. */
async function readPack(folder: string): Promise<Pack | null> {
  if (folder.endsWith(".part")) return null;
  try {
    const pack = JSON.parse(await readFile(join(folder, "pack.json"), "utf8")) as Pack;
    const {size} = await stat(join(folder, "activations.f32"));
    return size === 4 * pack.depth * pack.keys.length * pack.hiddenSize ? pack : null;
  } catch {
    return null;
  }
}

/** The activations at these places after `depth` blocks, `[places, hiddenSize]`. */
export async function readRows(
  places: readonly Place[],
  depth: number,
  hiddenSize: number
): Promise<Float32Array> {
  const result = new Float32Array(places.length * hiddenSize);
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

/** The bytes of floats, in place. */
export function bytesOf({buffer, byteOffset, byteLength}: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
