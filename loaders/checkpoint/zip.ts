import {createWriteStream} from "node:fs";
import {pipeline} from "node:stream/promises";
import {
  fromRandomAccessReaderPromise,
  openPromise,
  RandomAccessReader,
  type Entry,
  type ZipFile
} from "yauzl";
import {messageOf, Problem} from "../problem.ts";
import {checkExtents, damaged, shown, type CheckpointFile, type Extent} from "./file.ts";

/** LLaMA-65B has 723 tensors, each an entry. */
const mostEntries = 20_000;

/**
 * Where the files in an archive lie, by their names; they must be stored as they are, as torch.save stores them.
 *
 * @throws Problem if the archive is damaged, or a file in it is compressed or encrypted
 */
export async function listEntries(file: CheckpointFile): Promise<Map<string, Extent>> {
  const entries = new Map<string, Extent>();
  try {
    const zip = await fromRandomAccessReaderPromise(new Reader(file), file.size, {autoClose: false});
    for await (const entry of zip.eachEntry()) {
      if (entries.size === mostEntries)
        throw new Problem(`${file.path}: ${mostEntries} entries at most expected`);
      if (entries.has(entry.fileName))
        throw damaged(file.path, `entry ${shown(entry.fileName)} is there twice`);
      entries.set(entry.fileName, await place(zip, entry, file.path));
    }
  } catch (error) {
    throw error instanceof Problem ? error : damaged(file.path, shown(`zip: ${messageOf(error)}`));
  }
  checkExtents(file, [...entries.values()]);
  return entries;
}

async function place(zip: ZipFile, entry: Entry, path: string): Promise<Extent> {
  const name = `entry ${shown(entry.fileName)}`;
  if (entry.compressionMethod !== 0 || entry.isEncrypted())
    throw new Problem(
      `${path}: ${name} is compressed or encrypted; save it with torch.save, which does neither`
    );
  const {fileDataStart} = await zip.readLocalFileHeaderPromise(entry, {minimal: true});
  return {name, position: fileDataStart, size: entry.uncompressedSize};
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
