import {Problem} from "../problem.ts";
import {byteLength, type Dtype} from "./dtype/dtype.ts";
import {checkExtents, damaged, isName, shown, type CheckpointFile, type Extent} from "./file.ts";
import {membersOf, parseJson, shownJson} from "./json.ts";
import {refused, storedIn, type StoredTensor} from "./tensors.ts";

/**
 * The format's own library reads 100 MB, which could take gigabytes when parsed; LLaMA 3.1 405B's headers take 0.2 MB
 * in all.
 */
const mostHeaderBytes = 4 << 20;
const mostDimensions = 8;

const dtypes = new Map<unknown, Dtype>([
  ["F32", "F32"],
  ["F16", "F16"],
  ["BF16", "BF16"]
]);

/**
 * The tensors in a file of safetensors: the length of a header, the header in JSON, and the tensors' bytes, one after
 * the other. Tensors of other types than float32, float16 and bfloat16 are refused when they are needed.
 * Format: safetensors, README.md.
 *
 * @throws Problem if it is damaged
 */
export async function readSafetensors(file: CheckpointFile): Promise<Map<string, StoredTensor>> {
  const {path} = file;
  const {header, end} = await readHeader(file);
  const tensors = new Map<string, StoredTensor>();
  const extents: Extent[] = [];
  for (const [name, value] of header) {
    if (name === "__metadata__") {
      checkMetadata(value, path);
      continue;
    }
    if (!isName(name)) throw damaged(path, `a tensor's name in ASCII expected, ${shown(name)} found`);
    const entry = readEntry(value, `tensor ${name}`, path);
    const extent = {name: `tensor ${name}`, position: end + entry.begin, size: entry.end - entry.begin};
    extents.push(extent);
    tensors.set(name, place(file, extent, entry));
  }
  checkExtents(file, extents);
  // There may be no holes; an entry that is there twice leaves one.
  const described = extents.reduce((sum, {size}) => sum + size, end);
  if (described !== file.size)
    throw damaged(path, `${described} bytes of header and tensors expected, ${file.size} in the file`);
  return tensors;
}

/** The header's entries, and where it ends in the file. */
async function readHeader(file: CheckpointFile): Promise<{header: Map<string, unknown>; end: number}> {
  const {path, size} = file;
  const length = new DataView((await file.read(0, 8)).buffer).getBigUint64(0, true);
  if (length > size - 8) throw damaged(path, `a header of ${length} bytes expected, ${size} in the file`);
  if (length > mostHeaderBytes)
    throw new Problem(`${path}: a header of ${mostHeaderBytes} bytes at most expected, ${length} found`);
  const text = decode(await file.read(8, Number(length)), path);
  return {header: membersOf(parseJson(text, path), path), end: 8 + Number(length)};
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", {fatal: true}).decode(bytes);
  } catch {
    throw damaged(path, "the header is not UTF-8");
  }
}

function checkMetadata(value: unknown, path: string): void {
  for (const [key, text] of membersOf(value, `${path}: __metadata__`))
    if (typeof text !== "string")
      throw damaged(path, `__metadata__: ${shown(key)}: a string expected, ${shownJson(text)} found`);
}

/** What the header says of a tensor. */
interface Entry {
  dtype: string;
  shape: number[];
  /** From the header's end. */
  begin: number;
  end: number;
}

const entryKeys = ["dtype", "shape", "data_offsets"];

function readEntry(value: unknown, name: string, path: string): Entry {
  const members = membersOf(value, `${path}: ${name}`);
  for (const key of members.keys())
    if (!entryKeys.includes(key))
      throw damaged(path, `${name}: ${entryKeys.join(", ")} expected, ${shown(key)} found`);
  const [dtype, shape, offsets] = entryKeys.map((key) => members.get(key));
  if (typeof dtype !== "string")
    throw damaged(path, `${name}: dtype: a string expected, ${shownJson(dtype)} found`);
  if (!isCounts(shape, mostDimensions))
    throw damaged(path, `${name}: shape: a list of whole numbers expected, ${shownJson(shape)} found`);
  if (!(isCounts(offsets, 2) && offsets[0] <= offsets[1]))
    throw damaged(path, `${name}: data_offsets: begin and end expected, ${shownJson(offsets)} found`);
  return {dtype, shape, begin: offsets[0], end: offsets[1]};
}

function isCounts(value: unknown, most: number): value is number[] {
  return (
    Array.isArray(value) &&
    value.length <= most &&
    value.every((item) => Number.isSafeInteger(item) && item >= 0)
  );
}

function place(file: CheckpointFile, {name, position, size}: Extent, entry: Entry): StoredTensor {
  const {shape} = entry;
  const dtype = dtypes.get(entry.dtype);
  if (!dtype) {
    const advice = "use a checkpoint in one of these";
    const what = `${name}: F32, F16 or BF16 expected, ${shown(entry.dtype)} found; ${advice}`;
    return refused(shape, file.path, new Problem(`${file.path}: ${what}`));
  }
  const bytes = byteLength(
    dtype,
    shape.reduce((product, side) => product * side, 1)
  );
  if (bytes !== size)
    throw damaged(
      file.path,
      `${name}: ${bytes} bytes of ${shape.join("×")} ${dtype} expected, ${size} found`
    );
  return storedIn(file, position, {shape, dtype});
}
