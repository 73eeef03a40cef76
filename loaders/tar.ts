import {open, type FileHandle} from "node:fs/promises";

/** A file of an archive: its name there, at most 100 bytes, and where it lies. */
export interface Entry {
  name: string;
  path: string;
}

const blockSize = 512;
/** What eleven octal digits hold. */
const mostBytes = 8 ** 11 - 1;

/** The bytes of a tar archive (POSIX.1-1988, ustar) of files, one after the other. */
export async function* tar(entries: readonly Entry[]): AsyncGenerator<Uint8Array> {
  for (const {name, path} of entries) {
    const file = await open(path, "r");
    try {
      const {size} = await file.stat();
      if (size > mostBytes) throw new Error(`${path}: ${size} bytes are too many for an archive`);
      yield header(name, size);
      yield* contents(file, path, size);
      yield new Uint8Array(-size & (blockSize - 1)); // up to the next block
    } finally {
      await file.close();
    }
  }
  yield new Uint8Array(2 * blockSize);
}

/** So many bytes of a file; it may grow meanwhile. */
async function* contents(file: FileHandle, path: string, size: number): AsyncGenerator<Uint8Array> {
  let done = 0;
  while (done < size) {
    const chunk = new Uint8Array(Math.min(2 ** 20, size - done));
    const {bytesRead} = await file.read(chunk, 0, chunk.length, done);
    if (bytesRead === 0) throw new Error(`${path}: ${size} bytes expected, ${done} read`);
    yield chunk.subarray(0, bytesRead);
    done += bytesRead;
  }
}

/** Fields by their offset: name, mode, size, modification time, checksum (blanks while it is computed), type, format. */
function header(name: string, size: number): Uint8Array {
  const block = Buffer.alloc(blockSize);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, "0")}\0`;
  const fields: [offset: number, text: string][] = [
    [0, name],
    [100, octal(0o644, 7)],
    [108, octal(0, 7)],
    [116, octal(0, 7)],
    [124, octal(size, 11)],
    [136, octal(0, 11)],
    [148, " ".repeat(8)],
    [156, "0"],
    [257, "ustar\0" + "00"]
  ];
  for (const [offset, text] of fields) block.write(text, offset, "latin1");
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)} `, 148, "latin1");
  return block;
}
