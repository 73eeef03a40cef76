import {damaged, isName, shown} from "../file.ts";

/** The header goes on beyond the bytes at hand. */
export class EndOfBytes extends Error {}

const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});

/** Reads little-endian numbers and strings one after the other from the beginning of a file. */
export class Cursor {
  position = 0;
  readonly path: string;
  readonly #fileSize: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, {path, size}: {path: string; size: number}) {
    this.path = path;
    this.#fileSize = size;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** The next `length` bytes' numbers: `read` is given the place of the first. */
  take<T>(length: number, read: (view: DataView, at: number) => T): T {
    const at = this.position;
    if (at + length > this.#bytes.length) throw new EndOfBytes();
    this.position += length;
    return read(this.#view, at);
  }

  /** The four characters that a file begins with. */
  magic(): string {
    return this.take(4, (_, at) => String.fromCharCode(...this.#bytes.subarray(at, at + 4)));
  }

  uint32(): number {
    return this.take(4, (view, at) => view.getUint32(at, true));
  }

  /** A 64-bit number; beyond 2^53 it is not exact. */
  uint64(): number {
    return this.take(8, (view, at) => Number(view.getBigUint64(at, true)));
  }

  /** A 64-bit number of things, of which there are `limit` at most. */
  count(what: string, limit: number): number {
    const count = this.take(8, (view, at) => view.getBigUint64(at, true));
    if (count > limit) throw damaged(this.path, `${what}: ${limit} at most expected, ${shown(count)} found`);
    return Number(count);
  }

  /** A string with its 64-bit length in front. */
  string(): string {
    const length = this.count("bytes of a string", this.#fileSize);
    return this.take(length, (_, at) => this.#decode(this.#bytes.subarray(at, at + length)));
  }

  /** A string that names a key or a tensor. */
  name(): string {
    const name = this.string();
    if (!isName(name)) throw damaged(this.path, `a name in ASCII expected, ${shown(name)} found`);
    return name;
  }

  #decode(bytes: Uint8Array): string {
    try {
      return utf8.decode(bytes);
    } catch {
      throw damaged(this.path, `the string before byte ${this.position} is not UTF-8`);
    }
  }
}
