import {Problem} from "../../problem.ts";
import {byteLength} from "../dtype/dtype.ts";
import {freshMemory, type Allocate} from "../memory.ts";
import type {StoredTensor} from "../tensors.ts";

/** How the parts of a tensor lie in the shards: below one another, side by side, or the whole of it in each. */
export type Cut = "rows" | "columns" | "none";

/**
 * One tensor out of its parts, of which each shard has one.
 *
 * @param parts `[rows, columns]` each, or `[length]` of a tensor that is in each shard
 * @throws Problem if they are not of one shape and type
 */
export function join(name: string, parts: readonly StoredTensor[], cut: Cut): StoredTensor {
  const [first] = parts;
  for (const part of parts) checkSame(name, first, part);
  const refused = parts.find(({refusal}) => refusal);
  if (cut === "none" || parts.length === 1 || refused) return refused ?? first;
  const [rows, columns] = first.shape;
  const paths = parts.flatMap((part) => part.paths);
  const shape = cut === "rows" ? [rows * parts.length, columns] : [rows, columns * parts.length];
  return {
    shape,
    dtype: first.dtype,
    paths,
    read: cut === "rows" ? belowOneAnother(parts) : sideBySide(parts)
  };
}

function checkSame(name: string, first: StoredTensor, part: StoredTensor): void {
  const [expected, found] = [first, part].map(({shape, dtype}) => `${shape.join("×")} ${dtype}`);
  if (expected === found) return;
  throw new Problem(
    `${part.paths.join()}: tensor ${name}: ${expected} expected, as in ${first.paths.join()}, ${found} found`
  );
}

const sizeOf = ({dtype, shape}: StoredTensor) =>
  byteLength(
    dtype,
    shape.reduce((product, length) => product * length, 1)
  );

/** The bytes of one part after the other. */
function belowOneAnother(parts: readonly StoredTensor[]): StoredTensor["read"] {
  const size = sizeOf(parts[0]);
  return async (position, length, allocate = freshMemory) => {
    const result = new Uint8Array(allocate(length));
    const scratch = reused();
    for (const [i, part] of parts.entries()) {
      const from = Math.max(position, i * size);
      const to = Math.min(position + length, (i + 1) * size);
      if (from < to) result.set(await part.read(from - i * size, to - from, scratch), from - position);
    }
    return result;
  };
}

/** Rows that are each made of a row of every part; whole rows are all that is ever asked for. */
function sideBySide(parts: readonly StoredTensor[]): StoredTensor["read"] {
  const [{dtype, shape}] = parts;
  const narrow = byteLength(dtype, shape[1]);
  const wide = narrow * parts.length;
  return async (position, length, allocate = freshMemory) => {
    const [first, rows] = [position / wide, length / wide];
    if (!Number.isInteger(first) || !Number.isInteger(rows)) throw new Error("a part of a row");
    const result = new Uint8Array(allocate(length));
    const scratch = reused();
    for (const [i, part] of parts.entries()) {
      const bytes = await part.read(first * narrow, rows * narrow, scratch);
      for (let row = 0; row < rows; row++)
        result.set(bytes.subarray(row * narrow, (row + 1) * narrow), row * wide + i * narrow);
    }
    return result;
  };
}

/** Gives the same memory again for the next part, when the last one has been copied out of it. */
function reused(): Allocate {
  let memory = new ArrayBuffer(0);
  return (bytes) => (memory.byteLength === bytes ? memory : (memory = new ArrayBuffer(bytes)));
}
