import {createWriteStream} from "node:fs";
import {pipeline} from "node:stream/promises";
import {
  fromRandomAccessReaderPromise,
  openPromise,
  parseExtraFields,
  RandomAccessReader,
  validateFileName,
  type Entry,
  type LocalFileHeader,
  type ZipFile
} from "yauzl";
import {messageOf, Problem} from "../problem.ts";
import {checkExtents, damaged, shown, type CheckpointFile, type Extent} from "./file.ts";

/** LLaMA 3.1 405B has 1137 tensors, each an entry. */
const mostEntries = 20_000;
/** torch calls them `<name of the file>/data/<number>`. */
const mostNameBytes = 512;

/** A file in an archive: where its bytes lie, and their checksum. */
export interface StoredEntry extends Extent {
  crc32: number;
}

/**
 * Where the files in an archive lie, by their names; they must be stored as they are, as torch.save stores them.
 * Whatever the archive says twice of a file, in its directory and beside the file, must be the same.
 * Format: PKWARE, APPNOTE.TXT.
 *
 * @throws Problem if the archive is damaged, or a file in it is compressed or encrypted
 */
export async function listEntries(file: CheckpointFile): Promise<Map<string, StoredEntry>> {
  const {path, size} = file;
  const entries = new Map<string, StoredEntry>();
  const extents: Extent[] = [];
  try {
    // names as they are: decoded, they may be those of an extra field instead
    const zip = await fromRandomAccessReaderPromise(new Reader(file), size, {
      autoClose: false,
      decodeStrings: false,
      validateEntrySizes: false // `place` does, and says more
    });
    if (zip.entryCount > mostEntries)
      throw new Problem(`${path}: ${mostEntries} entries at most expected, ${zip.entryCount} found`);
    const directory = Number(zip.readEntryCursor); // its types say that it is a boolean
    extents.push({name: "the archive's directory", position: directory, size: size - directory});
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry, path);
      if (entries.has(name)) throw damaged(path, `entry ${shown(name)} is there twice`);
      const stored = await place(zip, entry, `entry ${shown(name)}`, file);
      extents.push(await withItsHeaders(file, entry, stored));
      entries.set(name, stored);
    }
  } catch (error) {
    throw error instanceof Problem ? error : damaged(path, shown(`zip: ${messageOf(error)}`));
  }
  checkExtents(file, extents);
  return entries;
}

function nameOf({fileNameRaw}: Entry, path: string): string {
  const name = fileNameRaw.toString("utf8");
  const isShort = fileNameRaw.length >= 1 && fileNameRaw.length <= mostNameBytes;
  if (isShort && !/[\p{Cc}\ufffd]/u.test(name) && validateFileName(name) === null) return name;
  const expected = `names in UTF-8 of ${mostNameBytes} bytes at most, that lead nowhere else, expected`;
  throw new Problem(`${path}: entry ${shown(name)}: ${expected}; save it with torch.save`);
}

/** That a description of the entry comes after its bytes, where its header may then say nothing; torch sets it. */
const describedAfter = 0x0008;
const nameInUtf8 = 0x0800;
/** All flags that an entry may have; others change what its bytes mean. */
const harmless = describedAfter | nameInUtf8;

async function place(zip: ZipFile, entry: Entry, name: string, {path}: CheckpointFile): Promise<StoredEntry> {
  if (entry.compressionMethod !== 0 || (entry.generalPurposeBitFlag & ~harmless) !== 0)
    throw new Problem(
      `${path}: ${name} is compressed or encrypted; save it with torch.save, which does neither`
    );
  if (entry.compressedSize !== entry.uncompressedSize)
    throw damaged(path, `${name}: ${entry.uncompressedSize} bytes expected, ${entry.compressedSize} stored`);
  const local = await zip.readLocalFileHeaderPromise(entry);
  const differs = difference(local, entry);
  if (differs) throw damaged(path, `${name}: the header and the directory differ in its ${differs}`);
  return {name, position: local.fileDataStart, size: entry.uncompressedSize, crc32: entry.crc32};
}

/** What an entry's own header and the archive's directory say differently of it. */
function difference(local: LocalFileHeader, entry: Entry): string | undefined {
  if (!entry.fileNameRaw.equals(local.fileName)) return "name";
  if (local.compressionMethod !== entry.compressionMethod) return "method";
  if (local.generalPurposeBitFlag !== entry.generalPurposeBitFlag) return "flags";
  const same = (said: number | undefined, expected: number) =>
    said === expected || (said === 0 && isDescribedAfter(entry));
  if (!same(local.crc32, entry.crc32)) return "checksum";
  return localSizes(local).every((size) => same(size, entry.uncompressedSize)) ? undefined : "size";
}

const isDescribedAfter = ({generalPurposeBitFlag}: Entry) => (generalPurposeBitFlag & describedAfter) !== 0;

/** Of Zip64: the extra field that has numbers of 64 bits, and what stands in the place of each of those. */
const zip64 = 1;
const inExtraField = 0xffffffff;

/** An entry's sizes, unpacked and packed, as its own header says them; `undefined` where it doesn't. */
function localSizes({uncompressedSize, compressedSize, extraField}: LocalFileHeader): (number | undefined)[] {
  const numbers = parseExtraFields(extraField).find(({id}) => id === zip64)?.data ?? Buffer.alloc(0);
  let next = 0;
  return [uncompressedSize, compressedSize].map((size) => {
    if (size !== inExtraField) return size;
    next += 8;
    return next <= numbers.length ? Number(numbers.readBigUInt64LE(next - 8)) : undefined;
  });
}

/** From an entry's own header to the end of what describes it after its bytes. */
async function withItsHeaders(
  file: CheckpointFile,
  entry: Entry,
  {name, position, size}: StoredEntry
): Promise<Extent> {
  const start = entry.relativeOffsetOfLocalHeader;
  const end = position + size;
  if (!isDescribedAfter(entry)) return {name, position: start, size: end - start};
  const bytes = Buffer.from(await file.read(end, Math.min(24, file.size - end)));
  const found = descriptions(entry).find((said) => said.equals(bytes.subarray(0, said.length)));
  if (!found) throw damaged(file.path, `${name}: what comes after it and the directory differ`);
  return {name, position: start, size: end + found.length - start};
}

/** What may come after an entry's bytes: its checksum and sizes, these of 32 bits, or of 64 as in Zip64. */
function descriptions({crc32, uncompressedSize: size}: Entry): Buffer[] {
  return [4, 8]
    .filter((width) => size < 2 ** (8 * width))
    .map((width) => {
      const bytes = Buffer.alloc(8 + 2 * width);
      bytes.write("PK\x07\x08");
      bytes.writeUInt32LE(crc32, 4);
      for (const at of [8, 8 + width]) bytes.writeUIntLE(size, at, Math.min(width, 6)); // all that Node writes
      return bytes;
    });
}

/**
 * Writes one file of a zip archive, unpacked, to `target`.
 *
 * @throws Problem if the archive has no such file
 */
export async function extractEntry(archive: string, name: string, target: string): Promise<void> {
  const zip = await openPromise(archive);
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== name) continue;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
      return;
    }
  } finally {
    zip.close();
  }
  throw new Problem(`${archive}: there is no ${name} in the archive`);
}

/** Reads for yauzl within the bounds of the file; on its own it would hand any position to the system. */
class Reader extends RandomAccessReader {
  readonly #file: CheckpointFile;

  constructor(file: CheckpointFile) {
    super();
    this.#file = file;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void
  ): void {
    this.#file.read(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        callback(null);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(messageOf(error)))
    );
  }
}
