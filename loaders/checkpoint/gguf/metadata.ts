import {Problem} from "../../problem.ts";
import {damaged, shown} from "../file.ts";
import type {Cursor} from "./cursor.ts";

/** An array of numbers; unpacked when it is asked for, as each then takes 8 bytes, and maybe took one. */
interface NumberArray {
  length: number;
  unpack: () => Float64Array;
}

export type MetadataValue = number | boolean | string | string[] | NumberArray;

/** Longer than any vocabulary or list of merges. */
const longestArray = 2 ** 20;

/** Readers of numbers by type id, as in ggml's docs/gguf.md. */
const numberTypes: Record<number, {bytes: number; read: (view: DataView, at: number) => number} | undefined> =
  {
    0: {bytes: 1, read: (view, at) => view.getUint8(at)},
    1: {bytes: 1, read: (view, at) => view.getInt8(at)},
    2: {bytes: 2, read: (view, at) => view.getUint16(at, true)},
    3: {bytes: 2, read: (view, at) => view.getInt16(at, true)},
    4: {bytes: 4, read: (view, at) => view.getUint32(at, true)},
    5: {bytes: 4, read: (view, at) => view.getInt32(at, true)},
    6: {bytes: 4, read: (view, at) => view.getFloat32(at, true)},
    10: {bytes: 8, read: (view, at) => Number(view.getBigUint64(at, true))},
    11: {bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true))},
    12: {bytes: 8, read: (view, at) => view.getFloat64(at, true)}
  };
const booleanType = 7;
const stringType = 8;
const arrayType = 9;

/** The key-value pairs of a GGUF file, asked for by key and type. */
export class Metadata {
  readonly #values: ReadonlyMap<string, MetadataValue>;
  readonly #path: string;

  constructor(values: ReadonlyMap<string, MetadataValue>, path: string) {
    this.#values = values;
    this.#path = path;
  }

  keys(): Iterable<string> {
    return this.#values.keys();
  }

  get(key: string): MetadataValue | undefined {
    return this.#values.get(key);
  }

  /** @throws Problem if there is something else, or nothing and no `absent` */
  number(key: string, absent?: number): number {
    const value = this.get(key) ?? absent;
    return typeof value === "number" ? value : this.#mismatch(key, "a number", value);
  }

  string(key: string, absent?: string): string {
    const value = this.get(key) ?? absent;
    return typeof value === "string" ? value : this.#mismatch(key, "a string", value);
  }

  boolean(key: string, absent?: boolean): boolean {
    const value = this.get(key) ?? absent;
    return typeof value === "boolean" ? value : this.#mismatch(key, "true or false", value);
  }

  strings(key: string, absent?: string[]): string[] {
    const value = this.get(key) ?? absent;
    return Array.isArray(value) ? value : this.#mismatch(key, "an array of strings", value);
  }

  numbers(key: string, absent?: Float64Array): Float64Array {
    const value = this.get(key);
    if (value === undefined && absent) return absent;
    return isNumberArray(value) ? value.unpack() : this.#mismatch(key, "an array of numbers", value);
  }

  #mismatch(key: string, expected: string, value: MetadataValue | undefined): never {
    throw new Problem(`${this.#path}: ${key}: ${expected} expected, ${describe(value)} in the file`);
  }
}

function isNumberArray(value: MetadataValue | undefined): value is NumberArray {
  return typeof value === "object" && !Array.isArray(value);
}

function describe(value: MetadataValue | undefined): string {
  if (value === undefined) return "nothing";
  return typeof value === "object" ? `an array of ${value.length}` : shown(value);
}

/** Reads `count` pairs of key and value. */
export function readMetadata(cursor: Cursor, count: number): Metadata {
  const values = new Map<string, MetadataValue>();
  for (let i = 0; i < count; i++) {
    const key = cursor.name();
    if (values.has(key)) throw damaged(cursor.path, `metadata ${key} is there twice`);
    values.set(key, readValue(cursor, key, cursor.uint32()));
  }
  return new Metadata(values, cursor.path);
}

function readValue(cursor: Cursor, key: string, type: number): MetadataValue {
  if (type === stringType) return cursor.string();
  if (type === booleanType) return readBoolean(cursor, key);
  if (type === arrayType) return readArray(cursor, key);
  const number = numberTypes[type];
  if (!number) throw damaged(cursor.path, `metadata ${key}: a type from 0 to 12 expected, ${type} found`);
  return cursor.take(number.bytes, number.read);
}

function readBoolean(cursor: Cursor, key: string): boolean {
  const byte = cursor.take(1, (view, at) => view.getUint8(at));
  if (byte > 1) throw damaged(cursor.path, `metadata ${key}: true or false expected, ${byte} found`);
  return byte === 1;
}

/** Arrays of strings and of numbers; of arrays there are none in a LLaMA. */
function readArray(cursor: Cursor, key: string): string[] | NumberArray {
  const type = cursor.uint32();
  const count = cursor.count(`elements of ${key}`, longestArray);
  if (type === stringType) {
    const strings: string[] = [];
    while (strings.length < count) strings.push(cursor.string());
    return strings;
  }
  const {bytes, read} = (type === booleanType ? numberTypes[0] : numberTypes[type]) ?? {};
  if (bytes === undefined || read === undefined)
    throw new Problem(
      `${cursor.path}: ${key}: an array of strings or numbers expected, of type ${type} found`
    );
  return cursor.take(count * bytes, (view, at) => ({
    length: count,
    unpack: () => Float64Array.from({length: count}, (_, i) => read(view, at + i * bytes))
  }));
}
