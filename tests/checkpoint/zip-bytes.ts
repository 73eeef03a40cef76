import {crc32} from "node:zlib";
import {concat, u16, u32, type Bytes} from "./bytes.ts";

/** What an entry's header, or the directory, says of it. */
export interface Said {
  name: Bytes;
  flags: number;
  method: number;
  crc32: number;
  /** Its bytes in the archive. */
  stored: number;
  /** Its bytes once unpacked. */
  size: number;
  /** Extra fields. */
  extra: Bytes;
  /** Where its header is; the directory alone says that. */
  position: number;
}

/** An entry; what is said of it is right, except where it is told otherwise. */
export interface ZipEntry {
  bytes: Bytes;
  /** What its header and the directory say. */
  both?: Partial<Said>;
  header?: Partial<Said>;
  directory?: Partial<Said>;
  /** What comes after its bytes. */
  after?: Bytes;
}

/** Some entry to change. */
export const first: ZipEntry = {bytes: "first entry", both: {name: "a"}};
export const second: ZipEntry = {bytes: "second", both: {name: "b"}};

/** A zip archive, whose format is PKWARE's APPNOTE.TXT. */
export function archiveOf(...entries: ZipEntry[]): Uint8Array {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let position = 0;
  for (const {bytes, both, header, directory: listed, after = []} of entries) {
    const data = concat(bytes);
    const right = {
      ...{name: "a", flags: 0, method: 0, crc32: crc32(data), stored: data.length, size: data.length},
      ...{extra: [], position},
      ...both
    };
    directory.push(listing({...right, ...listed}));
    files.push(concat(headerOf({...right, ...header}), data, after));
    position += concat(...files.slice(-1)).length;
  }
  const list = concat(...directory);
  const count = u16(entries.length);
  return concat(...files, list, "PK\x05\x06", u32(0), count, count, u32(list.length), u32(position), u16(0));
}

export function headerOf(said: Said): Uint8Array {
  return concat("PK\x03\x04", u16(20), ...common(said), said.name, said.extra);
}

function listing(said: Said): Uint8Array {
  const comment = u16(0);
  const [disk, attributes] = [u16(0), new Uint8Array(6)];
  const place = concat(comment, disk, attributes, u32(said.position));
  return concat("PK\x01\x02", u16(20), u16(20), ...common(said), place, said.name, said.extra);
}

function common({flags, method, crc32: sum, stored, size, name, extra}: Said): Uint8Array[] {
  const [time, date] = [u16(0), u16(0)];
  const lengths = [u16(concat(name).length), u16(concat(extra).length)];
  return [u16(flags), u16(method), time, date, u32(sum), u32(stored), u32(size), ...lengths];
}
