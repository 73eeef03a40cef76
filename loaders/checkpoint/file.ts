import {open, stat, type FileHandle} from "node:fs/promises";
import {Problem} from "../problem.ts";
import {freshMemory} from "./memory.ts";

export {shown} from "../problem.ts";

/** A file that is read by position, never as a whole. */
export class CheckpointFile {
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly #handle: FileHandle;

  private constructor(path: string, size: number, handle: FileHandle) {
    this.path = path;
    this.size = size;
    this.#handle = handle;
  }

  static async open(path: string): Promise<CheckpointFile> {
    // before it is opened, which for a pipe would wait for a writer
    const {size} = await fileStatus(path);
    return new CheckpointFile(path, size, await open(path, "r"));
  }

  /**
   * The bytes from `position` on, in a buffer of their own, so that typed arrays can be laid over it.
   *
   * @param allocate gives the buffer
   * @throws Problem if the file ends before
   */
  async read(position: number, length: number, allocate = freshMemory): Promise<Uint8Array<ArrayBuffer>> {
    if (!(position >= 0 && length >= 0 && position + length <= this.size)) this.#endsEarly(position, length);
    const bytes = new Uint8Array(allocate(length));
    for (let done = 0; done < length;) {
      // one call reads at most 2 GiB
      const {bytesRead} = await this.#handle.read(bytes, done, length - done, position + done);
      if (bytesRead === 0) this.#endsEarly(position, length);
      done += bytesRead;
    }
    return bytes;
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  #endsEarly(position: number, length: number): never {
    throw damaged(this.path, `${length} bytes expected from byte ${position} on, ${this.size} in the file`);
  }
}

async function fileStatus(path: string): Promise<{size: number}> {
  const status = await stat(path);
  if (status.isFile()) return status;
  throw new Problem(
    `${path}: a file expected, ${status.isDirectory() ? "a folder" : "a device or pipe"} found`
  );
}

/** What to say of a file that contradicts itself. */
export function damaged(path: string, what: string): Problem {
  return new Problem(`${path}: ${what}; the file is damaged or cut short: fetch it again`);
}

/** Whether a tensor or a key can be called that. */
export function isName(text: string): boolean {
  return /^[\x21-\x7e]{1,256}$/.test(text);
}

/** A named part of a file, in bytes. */
export interface Extent {
  name: string;
  position: number;
  size: number;
}

/** @throws Problem if parts lie over one another or past the end of the file */
export function checkExtents(file: {path: string; size: number}, extents: readonly Extent[]): void {
  let before: Extent = {name: "", position: 0, size: 0};
  for (const extent of extents.toSorted((a, b) => a.position - b.position || a.size - b.size)) {
    const {name, position, size} = extent;
    if (position < before.position + before.size) throw damaged(file.path, `${name} overlaps ${before.name}`);
    if (position + size > file.size)
      throw damaged(file.path, `${name}: bytes up to ${position + size} expected, ${file.size} in the file`);
    before = extent;
  }
}
