import {crc32} from "node:zlib";
import {concat, u16, u32, u64, type Bytes} from "./bytes.ts";

/** Opcodes of a pickle, with what follows them. */
export const op = {
  protocol: concat(0x80, 2),
  mark: concat("("),
  dictionary: concat("}"),
  emptyTuple: concat(")"),
  tuple: concat("t"),
  false: concat(0x89),
  persistentId: concat("Q"),
  reduce: concat("R"),
  build: concat("b"),
  setItem: concat("s"),
  stop: concat("."),
  text: (value: string) => concat("X", u32(Buffer.byteLength(value)), value),
  global: (module: string, name: string) => concat("c", module, "\n", name, "\n"),
  integer: (value: number) => concat("J", u32(value)),
  put: (index: number) => concat("r", u32(index)),
  get: (index: number) => concat("j", u32(index))
};

export function tupleOf(...items: Bytes[]): Uint8Array {
  return concat(op.mark, ...items, op.tuple);
}

/** A tensor as torch.save writes it, with whatever is changed in it. */
export interface TensorSpec {
  key: string;
  shape: number[];
  type?: string;
  strides?: number[];
  offset?: number;
  count?: number;
}

export function storage({key, type = "FloatStorage", shape, count}: TensorSpec): Uint8Array {
  const size = op.integer(count ?? product(shape));
  return concat(
    tupleOf(op.text("storage"), op.global("torch", type), op.text(key), op.text("cpu"), size),
    op.persistentId
  );
}

export function tensor(spec: TensorSpec): Uint8Array {
  const strides = spec.strides ?? spec.shape.map((_, i) => product(spec.shape.slice(i + 1)));
  return concat(
    op.global("torch._utils", "_rebuild_tensor_v2"),
    tupleOf(
      storage(spec),
      op.integer(spec.offset ?? 0),
      tupleOf(...spec.shape.map(op.integer)),
      tupleOf(...strides.map(op.integer)),
      op.false,
      concat(op.global("collections", "OrderedDict"), op.emptyTuple, op.reduce)
    ),
    op.reduce
  );
}

function product(lengths: readonly number[]): number {
  return lengths.reduce((a, b) => a * b, 1);
}

/** A pickle of a dictionary. */
export function pickle(entries: Record<string, Bytes>): Uint8Array {
  const items = Object.entries(entries).map(([name, value]) => concat(op.text(name), value, op.setItem));
  return concat(op.protocol, op.dictionary, ...items, op.stop);
}

export interface ZipOptions {
  /** 64-bit sizes and positions, as in archives of more than 4 GiB. */
  zip64?: boolean;
  /** 0 says that entries are stored as they are. */
  method?: number;
}

/** A zip archive of `entries`; its format is PKWARE's APPNOTE.TXT. */
export function zipBytes(entries: [name: string, data: Uint8Array][], options: ZipOptions = {}): Uint8Array {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let position = 0;
  for (const [name, data] of entries) {
    const common = concat(u16(20), u16(0), u16(options.method ?? 0), u32(0), u32(crc32(data)));
    const file = concat(
      "PK\x03\x04",
      common,
      u32(data.length),
      u32(data.length),
      u16(name.length),
      u16(0),
      name,
      data
    );
    directory.push(directoryEntry(name, common, data.length, position, options));
    files.push(file);
    position += file.length;
  }
  return concat(
    ...files,
    ...directory,
    endOf(entries.length, position, concat(...directory).length, options)
  );
}

function directoryEntry(
  name: string,
  common: Uint8Array,
  size: number,
  position: number,
  {zip64}: ZipOptions
): Uint8Array {
  const extra = zip64 ? concat(u16(1), u16(24), u64(size), u64(size), u64(position)) : concat();
  const [size32, position32] = zip64 ? [0xffffffff, 0xffffffff] : [size, position];
  const lengths = concat(u16(name.length), u16(extra.length), u16(0));
  const attributes = concat(u16(0), u16(0), u32(0));
  return concat(
    ...["PK\x01\x02", u16(20), common, u32(size32), u32(size32), lengths],
    ...[attributes, u32(position32), name, extra]
  );
}

function endOf(count: number, position: number, size: number, {zip64}: ZipOptions): Uint8Array {
  const end = (count16: number, size32: number, position32: number) =>
    concat("PK\x05\x06", u32(0), u16(count16), u16(count16), u32(size32), u32(position32), u16(0));
  if (!zip64) return end(count, size, position);
  const counts = concat(u64(count), u64(count), u64(size), u64(position));
  const end64 = concat("PK\x06\x06", u64(44), u16(45), u16(45), u32(0), u32(0), counts);
  const locator = concat("PK\x06\x07", u32(0), u64(position + size), u32(1));
  return concat(end64, locator, end(0xffff, 0xffffffff, 0xffffffff));
}
