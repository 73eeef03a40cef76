import {readdir} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {Problem} from "../../problem.ts";
import {CheckpointFile, damaged, shown} from "../file.ts";
import {readHeader} from "./header.ts";
import type {Metadata} from "./metadata.ts";
import {placeTensors, type PlacedTensor} from "./tensors.ts";

/** A GGUF file, or the parts that one was split into. */
export interface GgufFiles {
  /** The file with the configuration: the first part. */
  path: string;
  metadata: Metadata;
  tensors: ReadonlyMap<string, PlacedTensor>;
  /** Which parts are not beside the others, if any, and how many tensors they hold. */
  missing: {names: string[]; tensorCount: number};
  /** The parts that are open besides the file that was given. */
  others: CheckpointFile[];
}

interface Part {
  file: CheckpointFile;
  metadata: Metadata;
  tensors: PlacedTensor[];
}

/** How a file was split: which of how many parts one is, and how many tensors all hold. */
interface Split {
  index: number;
  count: number;
  tensorCount: number;
}

/**
 * Reads the header of a file and, if it is one part of several, those of the parts beside it. Only the first,
 * which has the metadata, must be there. llama.cpp's gguf-split calls them `NAME-00001-of-00003.gguf`.
 *
 * @param file remains the caller's to close
 * @throws Problem if one is damaged or the parts don't belong together
 */
export async function readParts(file: CheckpointFile): Promise<GgufFiles> {
  const given = await readPart(file);
  const split = readSplit(given);
  if (split) return readSplitFiles(given, split);
  const {metadata, tensors} = given;
  return {
    path: file.path,
    metadata,
    tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    missing: {names: [], tensorCount: 0},
    others: []
  };
}

async function readPart(file: CheckpointFile): Promise<Part> {
  const {metadata, infos, end} = await readHeader(file);
  const alignment = metadata.number("general.alignment", 32);
  if (![8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096].includes(alignment))
    throw damaged(file.path, `general.alignment: a power of two from 8 to 4096 expected, ${alignment} found`);
  const dataPosition = Math.ceil(end / alignment) * alignment;
  return {file, metadata, tensors: placeTensors(infos, file, dataPosition, alignment)};
}

/** What a part says of the split, or `undefined` for a whole file. */
function readSplit({file, metadata}: Part): Split | undefined {
  const count = metadata.number("split.count", 0);
  if (count === 0 || count === 1) return undefined;
  const index = metadata.number("split.no");
  const tensorCount = metadata.number("split.tensors.count");
  const isCount = (value: number) => Number.isInteger(value) && value >= 0;
  if (isCount(count) && count <= mostParts && isCount(index) && index < count && isCount(tensorCount))
    return {index, count, tensorCount};
  throw damaged(file.path, `split.no ${index} of split.count ${count}, ${tensorCount} tensors: no such part`);
}

/** As many as five digits and llama.cpp's 16 bits can tell apart. */
const mostParts = 2 ** 16 - 1;

async function readSplitFiles(given: Part, split: Split): Promise<GgufFiles> {
  const {folder, names} = partNames(given.file.path, split);
  const present = new Set(await readdir(folder));
  if (!present.has(names[0]))
    throw new Problem(
      `${join(folder, names[0])}: there is no such file; put it there: the first part holds the configuration`
    );
  const others: CheckpointFile[] = [];
  try {
    const parts: Part[] = [];
    for (const [index, name] of names.entries())
      if (index === split.index) parts.push(given);
      else if (present.has(name)) parts.push(await openPart(join(folder, name), {...split, index}, others));
    const missing = names.filter((name, index) => index !== split.index && !present.has(name));
    return joined(parts, split, missing, others);
  } catch (error) {
    for (const other of others) await other.close();
    throw error;
  }
}

/** The names of all parts, by that of one. */
function partNames(path: string, {index, count}: Split): {folder: string; names: string[]} {
  const digits = (number: number) => String(number).padStart(5, "0");
  const ending = (part: number) => `-${digits(part + 1)}-of-${digits(count)}.gguf`;
  const name = basename(path);
  if (!name.endsWith(ending(index)))
    throw new Problem(
      `${path}: a name that ends in ${ending(index)} expected, as of each part of ${count}; call it that`
    );
  const start = name.slice(0, -ending(index).length);
  return {
    folder: dirname(path),
    names: Array.from({length: count}, (_, part) => `${start}${ending(part)}`)
  };
}

async function openPart(path: string, expected: Split, opened: CheckpointFile[]): Promise<Part> {
  const file = await CheckpointFile.open(path);
  opened.push(file);
  const part = await readPart(file);
  const found = readSplit(part);
  const says = (split?: Split) =>
    split ? `part ${split.index + 1} of ${split.count} with ${split.tensorCount} tensors` : "a whole file";
  if (says(found) === says(expected)) return part;
  throw new Problem(
    `${path}: ${says(expected)} expected, as beside it, ${says(found)} found; fetch the parts of one file`
  );
}

function joined(parts: Part[], split: Split, names: string[], others: CheckpointFile[]): GgufFiles {
  const {metadata, file} = parts[0];
  const tensors = new Map<string, PlacedTensor>();
  for (const tensor of parts.flatMap((part) => part.tensors)) {
    const before = tensors.get(tensor.name);
    if (before)
      throw damaged(tensor.file.path, `tensor ${tensor.name} is in ${shown(basename(before.file.path))} too`);
    tensors.set(tensor.name, tensor);
  }
  const tensorCount = split.tensorCount - tensors.size;
  if (tensorCount < 0 || (names.length === 0 && tensorCount > 0))
    throw damaged(file.path, `${split.tensorCount} tensors expected in all parts, ${tensors.size} found`);
  return {path: file.path, metadata, tensors, missing: {names, tensorCount}, others};
}
