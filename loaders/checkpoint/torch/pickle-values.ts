import {Problem} from "../../problem.ts";
import type {Dtype} from "../dtype/dtype.ts";
import {shown} from "../file.ts";

/** What a pickle of tensors is made of. */
export type Value = number | boolean | string | Global | Tuple | Dictionary | Storage | PickledTensor;

export interface Tuple {
  kind: "tuple";
  items: Value[];
}

export interface Dictionary {
  kind: "dictionary";
  entries: Map<Value, Value>;
}

/** An entry of the archive that holds `count` values. */
export interface Storage {
  kind: "storage";
  /** The entry's name below `data/`. */
  key: string;
  /** What torch calls its type. */
  type: string;
  dtype: Dtype | "other";
  count: number;
}

/** A tensor as torch.save describes it: a view of a storage. */
export interface PickledTensor {
  kind: "tensor";
  storage: Storage;
  /** The first of its values in the storage. */
  offset: number;
  shape: number[];
  /** Values from one index to the next, by dimension. */
  strides: number[];
}

/** Something that a pickle names. It is a tag to us: nothing of it is ever run. */
export interface Global {
  kind: "global";
  name: string;
}

type Structure = Exclude<Value, number | boolean | string>;

const rebuildTensor = "torch._utils._rebuild_tensor_v2";
const rebuildParameter = "torch._utils._rebuild_parameter";
const orderedDict = "collections.OrderedDict";
/** Types of storages; a tensor of another type than ours is refused where it is needed. */
const storageDtypes: Record<string, Dtype | "other" | undefined> = {
  "torch.FloatStorage": "F32",
  "torch.HalfStorage": "F16",
  "torch.BFloat16Storage": "BF16",
  "torch.DoubleStorage": "other",
  "torch.LongStorage": "other",
  "torch.IntStorage": "other",
  "torch.ShortStorage": "other",
  "torch.CharStorage": "other",
  "torch.ByteStorage": "other",
  "torch.BoolStorage": "other"
};

/** Far more than any weight has: a pickle can name one long tuple as the shape of thousands of tensors. */
const mostDimensions = 8;

/** @throws Problem for any global that tensors don't need */
export function globalNamed(name: string): Global {
  const isCallable = [rebuildTensor, rebuildParameter, orderedDict].includes(name);
  if (isCallable || Object.hasOwn(storageDtypes, name)) return {kind: "global", name};
  throw new Problem(`it names ${shown(name)}, which tensors don't need`);
}

/** What the pickle's call of `callee` would make; only tensors and empty dictionaries can be made. */
export function call(callee: Value, given: Value): Value {
  const {name} = expect(callee, "global");
  const {items} = expect(given, "tuple");
  if (name === rebuildTensor) return tensorOf(items);
  if (name === rebuildParameter) return parameterOf(items);
  if (name === orderedDict && items.length === 0) return {kind: "dictionary", entries: new Map()};
  throw new Problem(`it calls ${name} with ${items.length} arguments`);
}

/** The storage that a persistent id `("storage", type, key, device, count)` stands for. */
export function storageOf(id: Value): Storage {
  const {items} = expect(id, "tuple");
  const [tag, type, key, , count] = items;
  if (items.length !== 5 || tag !== "storage" || typeof key !== "string")
    throw new Problem("a storage expected in a persistent id");
  const {name} = expect(type, "global");
  const dtype = storageDtypes[name];
  if (!dtype) throw new Problem("a type of storage expected in a persistent id");
  return {kind: "storage", key, type: name, dtype, count: wholeNumber(count)};
}

/** `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks)` */
function tensorOf(items: Value[]): PickledTensor {
  if (items.length !== 6) throw new Problem(`6 arguments of a tensor expected, ${items.length} found`);
  const [storage, offset, shape, strides] = items;
  return {
    kind: "tensor",
    storage: expect(storage, "storage"),
    offset: wholeNumber(offset),
    shape: wholeNumbers(shape),
    strides: wholeNumbers(strides)
  };
}

/** `_rebuild_parameter(data, requires_grad, backward_hooks)`: a tensor that was saved as it is trained. */
function parameterOf(items: Value[]): PickledTensor {
  if (items.length !== 3) throw new Problem(`3 arguments of a parameter expected, ${items.length} found`);
  return expect(items[0], "tensor");
}

function wholeNumbers(value: Value): number[] {
  const {items} = expect(value, "tuple");
  if (items.length > mostDimensions)
    throw new Problem(`${mostDimensions} dimensions at most expected, ${items.length} found`);
  return items.map(wholeNumber);
}

function wholeNumber(value: Value): number {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return value;
  throw new Problem(`a whole number expected, ${describe(value)} found`);
}

/** `value`, which must be of that kind. */
export function expect<K extends Structure["kind"]>(value: Value, kind: K): Extract<Structure, {kind: K}> {
  if (isKind(value, kind)) return value;
  throw new Problem(`a ${kind} expected, ${describe(value)} found`);
}

function isKind<K extends Structure["kind"]>(value: Value, kind: K): value is Extract<Structure, {kind: K}> {
  return typeof value === "object" && value.kind === kind;
}

function describe(value: Value): string {
  return typeof value === "object" ? `a ${value.kind}` : shown(value);
}
