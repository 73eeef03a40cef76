import {Problem} from "../../problem.ts";
import {byteLength, isWholeRow, type Dtype} from "../dtype/dtype.ts";
import {checkExtents, damaged, type CheckpointFile, type Extent} from "../file.ts";
import {refused, storedIn, type StoredTensor} from "../tensors.ts";
import type {Cursor} from "./cursor.ts";

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

/** A tensor that is in a file, whether or not its type can be read. */
export interface PlacedTensor extends TensorInfo {
  file: CheckpointFile;
  /** Its first byte, counted from the beginning of the file. */
  position: number;
}

/** `enum ggml_type` of ggml.h, with those that are no longer used. */
const typeNames = (
  "F32 F16 Q4_0 Q4_1 Q4_2 Q4_3 Q5_0 Q5_1 Q8_0 Q8_1 Q2_K Q3_K Q4_K Q5_K Q6_K Q8_K IQ2_XXS IQ2_XS IQ3_XXS " +
  "IQ1_S IQ4_NL IQ3_S IQ2_S IQ4_XS I8 I16 I32 I64 F64 IQ1_M BF16 Q4_0_4_4 Q4_0_4_8 Q4_0_8_8 TQ1_0 TQ2_0 " +
  "IQ4_NL_4_4 IQ4_NL_4_8 IQ4_NL_8_8 MXFP4 NVFP4 Q1_0"
).split(" ");

/** Those of them that can be read. */
const dtypes: Record<number, Dtype | undefined> = {
  0: "F32",
  1: "F16",
  2: "Q4_0",
  3: "Q4_1",
  6: "Q5_0",
  7: "Q5_1",
  8: "Q8_0",
  10: "Q2_K",
  11: "Q3_K",
  12: "Q4_K",
  13: "Q5_K",
  14: "Q6_K",
  30: "BF16"
};

/** Reads the list of `count` tensors. */
export function readTensorInfos(cursor: Cursor, count: number): TensorInfo[] {
  const infos = new Map<string, TensorInfo>();
  for (let i = 0; i < count; i++) {
    const info = readTensorInfo(cursor);
    if (infos.has(info.name)) throw damaged(cursor.path, `tensor ${info.name} is there twice`);
    infos.set(info.name, info);
  }
  return [...infos.values()];
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
 * Finds each tensor's place in the file. How long one is whose type can't be read isn't known.
 *
 * @param dataPosition where the tensors' bytes begin in the file
 * @param alignment what every offset is a multiple of
 * @throws Problem for a tensor outside the file, or two in the same place
 */
export function placeTensors(
  infos: readonly TensorInfo[],
  file: CheckpointFile,
  dataPosition: number,
  alignment: number
): PlacedTensor[] {
  const placed = infos.map((info) => ({...info, file, position: dataPosition + info.offset}));
  for (const {name, offset} of placed)
    if (offset % alignment !== 0)
      throw damaged(file.path, `tensor ${name}: a multiple of ${alignment} expected, offset ${offset} found`);
  checkExtents(file, placed.map(extentOf));
  return placed;
}

function extentOf({name, shape, type, file, position}: PlacedTensor): Extent {
  const extent = {name: `tensor ${name}`, position, size: 0};
  const dtype = dtypes[type];
  if (!dtype) return extent;
  const count = shape.reduce((product, length) => product * length, 1);
  const size = byteLength(dtype, count);
  if (count >= 1 && size <= file.size && isWholeRow(dtype, shape[shape.length - 1])) return {...extent, size};
  throw damaged(file.path, `tensor ${name}: ${shape.join("×")} values of ${dtype} don't fit`);
}

/** The tensor as all readers have it; one of a type that can't be read is refused when it is needed. */
export function storedTensor({name, shape, type, file, position}: PlacedTensor): StoredTensor {
  const dtype = dtypes[type];
  if (dtype) return storedIn(file, position, {shape, dtype});
  const [expected, found] = [Object.values(dtypes).join(", "), typeNames[type] ?? `type ${type}`];
  const refusal = new Problem(
    `${file.path}: tensor ${name}: ${expected} expected, ${found} found; use a file in one of these types`
  );
  return refused(shape, file.path, refusal);
}
