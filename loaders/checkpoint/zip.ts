import {createWriteStream} from "node:fs";
import {pipeline} from "node:stream/promises";
import {
  fromRandomAccessReaderPromise,
  openPromise,
  RandomAccessReader,
  type Entry,
  type LocalFileHeader,
  type ZipFile
} from "yauzl";
import {messageOf, Problem} from "../problem.ts";
import {checkExtents, damaged, shown, type CheckpointFile, type Extent} from "./file.ts";

/** LLaMA-65B has 723 tensors, each an entry. */
const mostEntries = 20_000;

/** A file in an archive: where its bytes lie, and their checksum. */
export interface StoredEntry extends Extent {
  crc32: number;
}

/**
 * Where the files in an archive lie, by their names; they must be stored as they are, as torch.save stores them.
 *
 * @throws Problem if the archive is damaged, or a file in it is compressed or encrypted
 */
export async function listEntries(file: CheckpointFile): Promise<Map<string, StoredEntry>> {
  const entries = new Map<string, StoredEntry>();
  const withHeaders: Extent[] = [];
  try {
    const zip = await fromRandomAccessReaderPromise(new Reader(file), file.size, {autoClose: false});
    for await (const entry of zip.eachEntry()) {
      if (entries.size === mostEntries)
        throw new Problem(`${file.path}: ${mostEntries} entries at most expected`);
      if (entries.has(entry.fileName))
        throw damaged(file.path, `entry ${shown(entry.fileName)} is there twice`);
      const stored = await place(zip, entry, file.path);
      const {name, position, size} = stored;
      const header = entry.relativeOffsetOfLocalHeader;
      withHeaders.push({name, position: header, size: position + size - header});
      entries.set(entry.fileName, stored);
    }
  } catch (error) {
    throw error instanceof Problem ? error : damaged(file.path, shown(`zip: ${messageOf(error)}`));
  }
  checkExtents(file, withHeaders);
  return entries;
}

async function place(zip: ZipFile, entry: Entry, path: string): Promise<StoredEntry> {
  const name = `entry ${shown(entry.fileName)}`;
  if (entry.compressionMethod !== 0 || entry.isEncrypted())
    throw new Problem(
      `${path}: ${name} is compressed or encrypted; save it with torch.save, which does neither`
    );
  const local = await zip.readLocalFileHeaderPromise(entry);
  const differs = difference(local, entry);
  if (differs) throw damaged(path, `${name}: the header and the directory differ in its ${differs}`);
  return {name, position: local.fileDataStart, size: entry.uncompressedSize, crc32: entry.crc32};
}

/** The flag of an entry whose header leaves sizes and checksum to what comes after its bytes; torch sets it. */
const describedAfter = 8;
/** What stands for a size that an extra field has, in 64 bits. */
const inExtraField = 0xffffffff;

/** What an entry's own header and the archive's directory say differently of it. */
function difference(local: LocalFileHeader, entry: Entry): string | undefined {
  if (!Buffer.from(entry.fileNameRaw).equals(local.fileName)) return "name";
  if (local.compressionMethod !== entry.compressionMethod) return "method";
  if (local.generalPurposeBitFlag !== entry.generalPurposeBitFlag) return "flags";
  const leftOut = (local.generalPurposeBitFlag & describedAfter) !== 0;
  if (local.crc32 !== entry.crc32 && !(leftOut && local.crc32 === 0)) return "checksum";
  const sizes = [local.compressedSize, local.uncompressedSize];
  const same = (size: number) =>
    size === entry.uncompressedSize || size === inExtraField || (leftOut && size === 0);
  return sizes.every(same) ? undefined : "size";
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
