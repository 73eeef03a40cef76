import {crc32} from "node:zlib";
import {Problem} from "../../problem.ts";
import {damaged, type CheckpointFile} from "../file.ts";
import type {StoredTensor} from "../tensors.ts";
import type {StoredEntry} from "../zip.ts";

/** How much is read at once of what is looked through. */
const pieceBytes = 8 << 20;

/**
 * Reads of an archive's entry, by places in it, none of which gives anything before the checksum of the whole entry was
 * found right: over the bytes themselves where all are asked for, else by looking through it, once.
 */
export function checkedReads(file: CheckpointFile, entry: StoredEntry): StoredTensor["read"] {
  let isRight: Promise<void> | undefined;
  return async (position, length, allocate) => {
    const whole = position === 0 && length === entry.size;
    if (!whole) await (isRight ??= lookThrough(file, entry));
    const bytes = await file.read(entry.position + position, length, allocate);
    if (whole) check(crc32(bytes), entry, file.path);
    return bytes;
  };
}

async function lookThrough(file: CheckpointFile, entry: StoredEntry): Promise<void> {
  let checksum = 0;
  const buffer = new ArrayBuffer(Math.min(pieceBytes, entry.size));
  for (let position = 0; position < entry.size; position += pieceBytes) {
    const length = Math.min(pieceBytes, entry.size - position);
    const allocate = (bytes: number) => (bytes === buffer.byteLength ? buffer : new ArrayBuffer(bytes));
    checksum = crc32(await file.read(entry.position + position, length, allocate), checksum);
  }
  check(checksum, entry, file.path);
}

function check(found: number, {name, crc32: expected}: StoredEntry, path: string): void {
  if (found === expected) return;
  if (expected === 0)
    throw new Problem(
      `${path}: ${name} was saved without a checksum; save it after torch.serialization.set_crc32_options(True)`
    );
  const [a, b] = [expected, found].map((checksum) => checksum.toString(16).padStart(8, "0"));
  throw damaged(path, `${name}: checksum ${a} expected, ${b} found`);
}
