import {Problem} from "../problem.ts";
import {byteLength, type Dtype} from "./dtype.ts";
import {checkExtents, damaged, isName, shown, type CheckpointFile, type Extent} from "./file.ts";
import {membersOf, parseJson} from "./json.ts";
import {storedIn, type StoredTensor} from "./tensors.ts";

/** As the format's own library has it. */
const mostHeaderBytes = 100_000_000;

const dtypes = new Map<unknown, Dtype>([
  ["F32", "F32"],
  ["F16", "F16"],
  ["BF16", "BF16"]
]);

/**
 * The tensors in a file of safetensors: the length of a header, the header in JSON, and the tensors' bytes.
 * Format: safetensors, README.md.
 *
 * @throws Problem if it is damaged, or holds other types than float32, float16 and bfloat16
 */
export async function readSafetensors(file: CheckpointFile): Promise<Map<string, StoredTensor>> {
  const {path, size} = file;
  const length = new DataView((await file.read(0, 8)).buffer).getBigUint64(0, true);
  if (length > mostHeaderBytes || Number(length) + 8 > size)
    throw damaged(path, `a header of ${mostHeaderBytes} bytes at most expected, ${length} found`);
  const header = await readHeader(file, Number(length));
  header.delete("__metadata__");
  const dataPosition = 8 + Number(length);
  const tensors = new Map<string, StoredTensor>();
  const extents: Extent[] = [];
  for (const [name, entry] of header) {
    if (!isName(name)) throw damaged(path, `a tensor's name in ASCII expected, ${shown(name)} found`);
    const {shape, dtype, begin, end} = readEntry(name, entry, path);
    extents.push({name: `tensor ${name}`, position: dataPosition + begin, size: end - begin});
    tensors.set(name, storedIn(file, dataPosition + begin, {shape, dtype}));
  }
  checkExtents(file, extents);
  const described = extents.reduce((sum, extent) => sum + extent.size, dataPosition);
  // There may be no holes; an entry that is there twice leaves one.
  if (described !== size)
    throw damaged(path, `tensors up to byte ${described} expected, ${size} in the file`);
  return tensors;
}

async function readHeader(file: CheckpointFile, length: number): Promise<Map<string, unknown>> {
  const bytes = await file.read(8, length);
  let text: string;
  try {
    text = new TextDecoder("utf-8", {fatal: true}).decode(bytes);
  } catch {
    throw damaged(file.path, "the header is not UTF-8");
  }
  return membersOf(parseJson(text, file.path), file.path);
}

function readEntry(name: string, entry: unknown, path: string) {
  const where = `${path}: tensor ${name}`;
  const members = membersOf(entry, where);
  const dtype = dtypes.get(members.get("dtype"));
  if (!dtype)
    throw new Problem(
      `${where}: F32, F16 or BF16 expected, ${shown(members.get("dtype"))} found; use another file`
    );
  const shape = wholeNumbers(members.get("shape"), where);
  const offsets = wholeNumbers(members.get("data_offsets"), where);
  const [begin, end] = offsets;
  const bytes = byteLength(
    dtype,
    shape.reduce((product, side) => product * side, 1)
  );
  if (offsets.length !== 2 || end - begin !== bytes)
    throw damaged(
      path,
      `tensor ${name}: ${bytes} bytes of ${shape.join("×")} ${dtype} expected, ${end - begin} found`
    );
  return {shape, dtype, begin, end};
}

function wholeNumbers(value: unknown, where: string): number[] {
  if (Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0))
    return value as number[]; // each has just been looked at
  throw new Problem(`${where}: a list of whole numbers expected, ${shown(JSON.stringify(value))} found`);
}
