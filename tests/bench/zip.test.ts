import {mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {crc32} from "node:zlib";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {zipOf, type ZipEntry} from "../../bench/zip.ts";
import {CheckpointFile} from "../../loaders/checkpoint/file.ts";
import {listEntries} from "../../loaders/checkpoint/zip.ts";

const text = (value: string) => new TextEncoder().encode(value);
const entry = (name: string, ...pieces: string[]): ZipEntry => ({name, contents: () => pieces.map(text)});
const entries = [entry("a/first", "one ", "two"), entry("a/empty"), entry("a/söme", "x".repeat(1000))];

/** Names and checksums in the directory at an archive's end. */
function directory(bytes: Buffer): [name: string, checksum: number][] {
  const found: [string, number][] = [];
  for (let at = bytes.indexOf("PK\x01\x02"); at >= 0; at = bytes.indexOf("PK\x01\x02", at + 1)) {
    const nameEnd = at + 46 + bytes.readUInt16LE(at + 28);
    found.push([bytes.toString("utf8", at + 46, nameEnd), bytes.readUInt32LE(at + 16)]);
  }
  return found;
}

describe.each([
  ["positions in 32 bits", undefined],
  ["positions in 64 bits from byte 100 on", 100]
])("an archive with %s", (_, zip64From) => {
  const bytes = Buffer.concat([...zipOf(entries, zip64From)]);
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "zip-"));
    await writeFile(join(folder, "archive"), bytes);
  });
  afterAll(() => rm(folder, {recursive: true}));

  it("lists the checksums of what went into it", () => {
    expect(directory(bytes)).toEqual([
      ["a/first", crc32("one two")],
      ["a/empty", 0],
      ["a/söme", crc32("x".repeat(1000))]
    ]);
  });

  it("has every entry at a multiple of 64 bytes, where our reader finds it", async () => {
    const file = await CheckpointFile.open(join(folder, "archive"));
    const extents = await listEntries(file);
    await file.close();
    const contents = [...extents].map(([name, {position, size}]) => [
      name,
      position % 64,
      bytes.toString("utf8", position, position + size)
    ]);
    expect(contents).toEqual([
      ["a/first", 0, "one two"],
      ["a/empty", 0, ""],
      ["a/söme", 0, "x".repeat(1000)]
    ]);
  });
});
