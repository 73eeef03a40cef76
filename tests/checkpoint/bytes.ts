/** A byte, some bytes, or text in UTF-8. */
export type Bytes = number | string | readonly number[] | Uint8Array;

/** All parts one after the other. */
export function concat(...parts: Bytes[]): Uint8Array<ArrayBuffer> {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === "string") return Buffer.from(part, "utf8");
      return Uint8Array.from(typeof part === "number" ? [part] : part);
    })
  );
}

export function u16(value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Uint16Array.of(value).buffer);
}

export function u32(value: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Uint32Array.of(value).buffer);
}

export function u64(value: number | bigint): Uint8Array<ArrayBuffer> {
  return new Uint8Array(BigUint64Array.of(BigInt(value)).buffer);
}

export function f32(...values: number[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Float32Array.from(values).buffer);
}
