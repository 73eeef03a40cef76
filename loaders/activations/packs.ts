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

/** A pack is read in stretches of so many statements at most. */
const longestStretch = 4096;

/** A statement's place, and which of those asked for it is. */
interface Wanted extends Place {
  index: number;
}

/** The activations at these places after `depth` blocks, `[places, hiddenSize]`. */
export async function readRows(
  places: readonly Place[],
  depth: number,
  hiddenSize: number
): Promise<Float32Array> {
  const result = new Float32Array(places.length * hiddenSize);
  for (const stretch of stretchesOf(places)) await readStretch(stretch, depth, result);
  return result;
}

/** Places that lie near to each other in one pack together, in the order of its rows. */
function stretchesOf(places: readonly Place[]): Wanted[][] {
  const wanted = places.map((place, index) => ({...place, index}));
  wanted.sort((a, b) => (a.folder === b.folder ? a.row - b.row : a.folder < b.folder ? -1 : 1));
  const stretches: Wanted[][] = [];
  for (const place of wanted) {
    const first = stretches.at(-1)?.[0];
    if (first && first.folder === place.folder && place.row < first.row + longestStretch)
      stretches[stretches.length - 1].push(place);
    else stretches.push([place]);
  }
  return stretches;
}

/** Reads a pack from the first place of a stretch to the last, and puts those that are wanted into `result`. */
async function readStretch(stretch: Wanted[], depth: number, result: Float32Array): Promise<void> {
  const {folder, pack, row: first} = stretch[0];
  const {hiddenSize, keys} = pack;
  if (depth < 1 || depth > pack.depth) throw new Error(`no activations at depth ${depth} in ${folder}`);
  const rows = stretch[stretch.length - 1].row - first + 1;
  const position = (depth - 1) * keys.length + first;
  const floats = await readFloats(join(folder, "activations.f32"), position * hiddenSize, rows * hiddenSize);
  for (const {row, index} of stretch) {
    const start = (row - first) * hiddenSize;
    result.set(floats.subarray(start, start + hiddenSize), index * hiddenSize);
  }
}

/** So many float32 of a file from the one at `position`. */
async function readFloats(path: string, position: number, count: number): Promise<Float32Array> {
  const floats = new Float32Array(count);
  const file = await open(path, "r");
  try {
    const {bytesRead} = await file.read(bytesOf(floats), 0, floats.byteLength, 4 * position);
    if (bytesRead !== floats.byteLength)
      throw new Error(`${path}: ${floats.byteLength} bytes expected, ${bytesRead} read`);
  } finally {
    await file.close();
  }
  return floats;
}

/** The bytes of floats, in place. */
export function bytesOf({buffer, byteOffset, byteLength}: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
