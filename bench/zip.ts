/** Zip archives as torch.save writes them: entries stored as they are, each beginning at a multiple of 64 bytes. */
import {crc32} from "node:zlib";
import {concat, u16, u32, u64} from "./bytes.ts";

/** A file in an archive; its contents are made when it is written. */
export interface ZipEntry {
  name: string;
  contents: () => Iterable<Uint8Array>;
}

interface Written {
  name: string;
  position: number;
  size: number;
  checksum: number;
}

const alignment = 64;
/** The first number that 32 bits of the format don't hold: it says there that 64 bits follow. */
const escape = 0xffffffff;
/** Sizes and checksum come after the contents; names are UTF-8. */
const flags = 0x0808;

/**
 * The bytes of an archive, piece by piece. Format: PKWARE's APPNOTE.TXT; the padding: PyTorch's inline_container.cc.
 *
 * @param zip64From positions from here on are written in 64 bits; less than 2³² − 1 in tests alone
 */
export function* zipOf(entries: Iterable<ZipEntry>, zip64From = escape): Generator<Uint8Array> {
  let position = 0;
  const written: Written[] = [];
  for (const {name, contents} of entries) {
    const entry = {name, position, size: 0, checksum: 0};
    const header = localHeader(name, position);
    yield header;
    for (const piece of contents()) {
      entry.checksum = crc32(piece, entry.checksum);
      entry.size += piece.length;
      yield piece;
    }
    if (entry.size >= escape) throw new Error(`${name}: less than 4 GiB expected, ${entry.size} bytes found`);
    yield concat("PK\x07\x08", u32(entry.checksum), u32(entry.size), u32(entry.size));
    position += header.length + entry.size + 16;
    written.push(entry);
  }
  const directory = concat(...written.map((entry) => directoryEntry(entry, zip64From)));
  yield directory;
  yield endOf(written.length, position, directory.length, zip64From);
}

/** An extra field of any length moves the contents to where they should begin. */
function localHeader(name: string, position: number): Uint8Array {
  const length = 30 + Buffer.byteLength(name) + 4;
  const padding = (alignment - ((position + length) % alignment)) % alignment;
  const later = concat(u32(0), u32(0), u32(0));
  const lengths = concat(u16(Buffer.byteLength(name)), u16(4 + padding));
  const common = concat(u16(0), u16(flags), u16(0), u16(0), u16(0));
  return concat("PK\x03\x04", common, later, lengths, name, "FB", u16(padding), "Z".repeat(padding));
}

function directoryEntry({name, position, size, checksum}: Written, zip64From: number): Uint8Array {
  const far = position >= zip64From;
  const extra = far ? concat(u16(1), u16(8), u64(position)) : new Uint8Array();
  const versions = concat(u16(0), u16(far ? 45 : 0));
  const common = concat(u16(flags), u16(0), u16(0), u16(0), u32(checksum), u32(size), u32(size));
  const lengths = concat(u16(Buffer.byteLength(name)), u16(extra.length), u16(0));
  const attributes = concat(u16(0), u16(0), u32(0), u32(far ? escape : position));
  return concat("PK\x01\x02", versions, common, lengths, attributes, name, extra);
}

function endOf(count: number, position: number, size: number, zip64From: number): Uint8Array {
  const far = position >= zip64From;
  const counts = concat(u16(count), u16(count));
  const end = concat("PK\x05\x06", u32(0), counts, u32(size), u32(far ? escape : position), u16(0));
  if (!far) return end;
  const counts64 = concat(u64(count), u64(count), u64(size), u64(position));
  const end64 = concat("PK\x06\x06", u64(44), u16(45), u16(45), u32(0), u32(0), counts64);
  return concat(end64, "PK\x06\x07", u32(0), u64(position + size), u32(1), end);
}
