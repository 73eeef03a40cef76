/** What torch.save writes of a dictionary of tensors. Format: pytorch, docs/source/notes/serialization.rst. */
import {concat, u32} from "./bytes.ts";
import type {ZipEntry} from "./zip.ts";

/** A tensor of 16-bit numbers, which are made when they are written. */
export interface TensorToSave {
  name: string;
  shape: readonly number[];
  dtype: "F16" | "BF16";
  values: () => Iterable<Uint8Array>;
}

/**
 * The archive's entries. As torch.save did when Meta used it, storages come in the order of their keys as text:
 * 0, 1, 10, 11, …
 *
 * @param folder what the archive calls itself: the name of the file without its ending
 */
export function torchEntries(folder: string, tensors: readonly TensorToSave[]): ZipEntry[] {
  const whole = (name: string, bytes: Uint8Array) => ({name: `${folder}/${name}`, contents: () => [bytes]});
  const storages = tensors.map(({values}, key) => ({name: `${folder}/data/${key}`, contents: values}));
  return [
    whole("data.pkl", pickleOf(tensors)),
    ...storages.sort((a, b) => (a.name < b.name ? -1 : 1)),
    whole("version", concat("3\n"))
  ];
}

/** The dictionary in pickle's protocol 2, without its memo. Opcodes: cpython, Lib/pickletools.py. */
function pickleOf(tensors: readonly TensorToSave[]): Uint8Array {
  const items = tensors.map((tensor, key) => concat(text(tensor.name), rebuilt(tensor, String(key))));
  return concat(Uint8Array.of(0x80, 2), "}(", ...items, "u.");
}

/** `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks)` */
function rebuilt(tensor: TensorToSave, key: string): Uint8Array {
  const {shape} = tensor;
  const strides = shape.map((_, i) => countOf(shape.slice(i + 1)));
  return concat(
    global("torch._utils", "_rebuild_tensor_v2"),
    tuple(
      storage(tensor, key),
      integer(0),
      tuple(...shape.map(integer)),
      tuple(...strides.map(integer)),
      Uint8Array.of(0x89), // False
      concat(global("collections", "OrderedDict"), ")R")
    ),
    "R"
  );
}

function storage({shape, dtype}: TensorToSave, key: string): Uint8Array {
  const type = global("torch", dtype === "F16" ? "HalfStorage" : "BFloat16Storage");
  return concat(tuple(text("storage"), type, text(key), text("cpu"), integer(countOf(shape))), "Q");
}

const tuple = (...items: Uint8Array[]) => concat("(", ...items, "t");
const integer = (value: number) => concat("J", u32(value));
const text = (value: string) => concat("X", u32(Buffer.byteLength(value)), value);
const global = (module: string, name: string) => concat(`c${module}\n${name}\n`);

/** How many values a tensor of this shape has. */
export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
