/**
 * Memory of blocks that are done with, for those to come. All blocks of a model have the same sizes; to read into memory
 * that was used before takes a tenth of the time, and nothing waits for the garbage collector.
 */
export class Memory {
  readonly #free = new Map<number, ArrayBuffer[]>();

  /** A buffer of that many bytes, with whatever it had in it. */
  readonly take = (bytes: number): ArrayBuffer => this.#free.get(bytes)?.pop() ?? new ArrayBuffer(bytes);

  /** Takes back a buffer that nobody reads any more. */
  give(buffer: ArrayBuffer): void {
    const buffers = this.#free.get(buffer.byteLength);
    if (buffers) buffers.push(buffer);
    else this.#free.set(buffer.byteLength, [buffer]);
  }
}

/** Where a result is put: fresh memory, or some that was used before. */
export type Allocate = (bytes: number) => ArrayBuffer;

export const freshMemory: Allocate = (bytes) => new ArrayBuffer(bytes);
