import {createReadStream} from "node:fs";
import {stat} from "node:fs/promises";
import {crc32} from "node:zlib";

/** What the beginning of a file holds. After a power cut, files may have their sizes and not their contents. */
export interface Check {
  bytes: number;
  crc32: number;
}

/** The check of so many bytes more. */
export function checkOf(contents: Uint8Array, before: Check = {bytes: 0, crc32: 0}): Check {
  return {bytes: before.bytes + contents.length, crc32: crc32(contents, before.crc32)};
}

/** Whether a file begins with what `check` is of. */
export async function beginsWith(path: string, check: Check): Promise<boolean> {
  const {size} = await stat(path);
  if (size < check.bytes) return false;
  if (check.bytes === 0) return true;
  let checksum = 0;
  const options = {end: check.bytes - 1, highWaterMark: 1 << 20};
  for await (const chunk of createReadStream(path, options) as AsyncIterable<Buffer>)
    checksum = crc32(chunk, checksum);
  return checksum === check.crc32;
}
