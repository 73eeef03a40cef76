import {Problem} from "../../problem.ts";
import {byteLength, isWholeRow, type Dtype} from "../dtype.ts";
import {checkExtents, damaged, type CheckpointFile, type Extent} from "../file.ts";
import type {Cursor} from "./cursor.ts";
import {ggufNames, roleOf} from "../names.ts";
import {storedIn, type StoredTensor} from "../tensors.ts";

/** One entry of the list of tensors. */
export interface TensorInfo {
  name: string;
  /** Row-major. */
  shape: number[];
  /** ggml's type id. */
  type: number;
  /** Its first byte, counted from the beginning of the data. */
  offset: number;
}

/** `enum ggml_type` of ggml.h; ids without a name are no longer used. */
const typeNames = (
  "F32 F16 Q4_0 Q4_1 Q4_2 Q4_3 Q5_0 Q5_1 Q8_0 Q8_1 Q2_K Q3_K Q4_K Q5_K Q6_K Q8_K IQ2_XXS IQ2_XS IQ3_XXS IQ1_S " +
  "IQ4_NL IQ3_S IQ2_S IQ4_XS I8 I16 I32 I64 F64 IQ1_M BF16 - - - TQ1_0 TQ2_0 - - - MXFP4"
).split(" ");

const dtypes: Record<number, Dtype | undefined> = {0: "F32", 1: "F16", 3: "Q4_1", 8: "Q8_0"};

/** Reads the list of `count` tensors. */
export function readTensorInfos(cursor: Cursor, count: number): TensorInfo[] {
  const infos: TensorInfo[] = [];
  const names = new Set<string>();
  while (infos.length < count) {
    const info = readTensorInfo(cursor);
    if (names.has(info.name)) throw damaged(cursor.path, `tensor ${info.name} is there twice`);
    names.add(info.name);
    infos.push(info);
  }
  return infos;
}

function readTensorInfo(cursor: Cursor): TensorInfo {
  const name = cursor.name();
  const dimensions = cursor.uint32();
  if (dimensions < 1 || dimensions > 4)
    throw damaged(cursor.path, `tensor ${name}: 1 to 4 dimensions expected, ${dimensions} found`);
  const shape: number[] = [];
  // ggml counts the fastest dimension first
  while (shape.length < dimensions) shape.unshift(cursor.uint64());
  return {name, shape, type: cursor.uint32(), offset: cursor.uint64()};
}

/**
 * Places the tensors that a LLaMA's blocks need.
 *
 * @param dataPosition where the tensors' bytes begin in the file
 * @param alignment what every offset is a multiple of
 * @throws Problem for a type that can't be read, a tensor outside the file, or two in the same place
 */
export function placeTensors(
  infos: readonly TensorInfo[],
  file: CheckpointFile,
  dataPosition: number,
  alignment: number
): Map<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  const extents: Extent[] = [];
  for (const {name, shape, type, offset} of infos) {
    if (offset % alignment !== 0)
      throw damaged(file.path, `tensor ${name}: a multiple of ${alignment} expected, offset ${offset} found`);
    const position = dataPosition + offset;
    const extent = {name: `tensor ${name}`, position, size: 0};
    extents.push(extent);
    if (roleOf(ggufNames, name).kind === "unused") continue;
    const dtype = dtypeOf(name, type, file.path);
    extent.size = sizeOf(name, shape, dtype, file);
    tensors.set(name, storedIn(file, position, {shape, dtype}));
  }
  checkExtents(file, extents);
  return tensors;
}

function dtypeOf(name: string, type: number, path: string): Dtype {
  const dtype = dtypes[type];
  if (dtype) return dtype;
  const found = typeNames[type] ?? `type ${type}`;
  throw new Problem(
    `${path}: tensor ${name}: F32, F16, Q8_0 or Q4_1 expected, ${found} found; use another file`
  );
}

function sizeOf(
  name: string,
  shape: number[],
  dtype: Dtype,
  {path, size}: {path: string; size: number}
): number {
  const count = shape.reduce((product, length) => product * length, 1);
  const bytes = byteLength(dtype, count);
  if (count >= 1 && bytes <= size && isWholeRow(dtype, shape[shape.length - 1])) return bytes;
  throw damaged(path, `tensor ${name}: ${shape.join("×")} values of ${dtype} don't fit`);
}
