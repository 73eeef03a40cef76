import {dirname} from "node:path";
import {Problem} from "../../problem.ts";
import {byteLength} from "../dtype/dtype.ts";
import {damaged, shown, type CheckpointFile} from "../file.ts";
import {refused, type StoredTensor} from "../tensors.ts";
import {listEntries, type StoredEntry} from "../zip.ts";
import {checkedReads} from "./checked.ts";
import {mostPickleBytes, unpickleTensors} from "./pickle.ts";
import type {PickledTensor} from "./pickle-values.ts";

/**
 * The tensors in a file of torch.save: a zip archive of a pickle, `<name>/data.pkl`, that says what the tensors are, and
 * of one entry a storage, `<name>/data/<key>`, whose bytes are read in place.
 * Format: pytorch, docs/source/notes/serialization.rst.
 *
 * @throws Problem if it is damaged, or holds what is not read here
 */
export async function readArchive(file: CheckpointFile): Promise<Map<string, StoredTensor>> {
  const entries = await listEntries(file);
  const pickles = [...entries].filter(([name]) => /^[^/]+\/data\.pkl$/.test(name));
  if (pickles.length !== 1)
    throw damaged(file.path, `one data.pkl of torch.save expected in the archive, ${pickles.length} found`);
  const [[pickleName, pickle]] = pickles;
  const folder = dirname(pickleName);
  await refuseBigEndian(file, entries.get(`${folder}/byteorder`));
  if (pickle.size > mostPickleBytes)
    throw new Problem(
      `${file.path}: ${mostPickleBytes} bytes of data.pkl at most expected, ${pickle.size} found`
    );
  const pickled = unpickleTensors(await checkedReads(file, pickle)(0, pickle.size), file.path);
  const storages = new Map<string, Storage>();
  return new Map(
    [...pickled].map(([name, tensor]) => {
      const {key} = tensor.storage;
      const entry = entries.get(`${folder}/data/${key}`);
      if (!entry)
        throw damaged(
          file.path,
          `tensor ${name}: entry data/${shown(key)} expected in the archive, none found`
        );
      const storage = storages.get(key) ?? {size: entry.size, read: checkedReads(file, entry)};
      storages.set(key, storage);
      return [name, place(name, tensor, storage, file.path)];
    })
  );
}

async function refuseBigEndian(file: CheckpointFile, entry: StoredEntry | undefined): Promise<void> {
  if (!entry) return;
  const length = Math.min(entry.size, 16);
  const order = new TextDecoder().decode(await checkedReads(file, entry)(0, length));
  if (order !== "little")
    throw new Problem(
      `${file.path}: byte order little expected, ${shown(order)} found; save it on another machine`
    );
}

/** An entry's bytes, which several tensors may share. */
interface Storage {
  size: number;
  read: StoredTensor["read"];
}

/**
 * Where a tensor's values lie, which must be inside of its storage; where they are of another type, or not one after
 * the other, it is refused when it is needed.
 */
function place(name: string, tensor: PickledTensor, entry: Storage, path: string): StoredTensor {
  const {storage, offset, shape, strides} = tensor;
  const {dtype, count} = storage;
  const refuse = (what: string) => refused(shape, path, new Problem(`${path}: tensor ${name}${what}`));
  if (dtype === "other")
    return refuse(`: float32, float16 or bfloat16 expected, ${shown(storage.type)} found`);
  if (byteLength(dtype, count) !== entry.size)
    throw damaged(path, `tensor ${name}: a storage of ${count} ${dtype} expected, ${entry.size} bytes found`);
  const needed = shape.reduce((product, length) => product * length, 1);
  if (!(offset + needed <= count))
    throw damaged(
      path,
      `tensor ${name}: ${shape.join("×")} values from ${offset} on expected, ${count} stored`
    );
  if (!isContiguous(shape, strides)) return refuse(" is not stored row by row; save its .contiguous()");
  const first = byteLength(dtype, offset);
  const read: StoredTensor["read"] = (position, length, allocate) =>
    entry.read(first + position, length, allocate);
  return {shape, dtype, paths: [path], read};
}

/** Whether values follow one another with the last index the fastest; an index that is always 0 may have any stride. */
function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  if (shape.length !== strides.length) return false;
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] !== 1 && strides[i] !== step) return false;
    step *= shape[i];
  }
  return true;
}
