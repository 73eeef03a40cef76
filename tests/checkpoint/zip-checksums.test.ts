import {readFile} from "node:fs/promises";
import {crc32} from "node:zlib";
import {beforeEach, describe, expect, it, vi} from "vitest";
import {CheckpointFile} from "../../loaders/checkpoint/file.ts";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {checkedReads} from "../../loaders/checkpoint/torch/checked.ts";
import {listEntries} from "../../loaders/checkpoint/zip.ts";
import {concat} from "./bytes.ts";
import {problemOf, temporaryFolder} from "./files.ts";

const folder = temporaryFolder();

describe("what is read of an entry", () => {
  /** More than two of the pieces in which an entry is looked through. */
  const content = Uint8Array.from({length: 20 * 2 ** 20}, (_, i) => i % 251);
  let file: CheckpointFile;

  beforeEach(async () => {
    file = await CheckpointFile.open(await folder.write("entry", concat(new Uint8Array(7), content)));
    return () => file.close();
  });

  const entry = (sum: number) => ({name: "entry x", position: 7, size: content.length, crc32: sum});
  const wrong = /entry: entry x: checksum 00000001 expected, [0-9a-f]{8} found; the file is damaged/;

  it("is given when its checksum is right, and read once where all of it is asked for", async () => {
    const reads = vi.spyOn(file, "read");
    const whole = await checkedReads(file, entry(crc32(content)))(0, content.length);
    expect(Buffer.compare(whole, content)).toBe(0);
    expect(reads).toHaveBeenCalledTimes(1);
  });

  it("is looked through once, in pieces, where parts are asked for", async () => {
    const reads = vi.spyOn(file, "read");
    const read = checkedReads(file, entry(crc32(content)));
    const parts = await Promise.all([read(100, 10), read(9_000_000, 10), read(content.length - 1, 1)]);
    expect(parts).toEqual([
      content.slice(100, 110),
      content.slice(9_000_000, 9_000_010),
      content.slice(content.length - 1)
    ]);
    expect(reads).toHaveBeenCalledTimes(3 + 3);
    expect(Math.max(...reads.mock.calls.map(([, length]) => length))).toBe(8 * 2 ** 20);
  });

  it.each([
    ["the whole", 0, content.length],
    ["a part", 100, 10]
  ])("is a problem when its checksum is wrong, each time: %s", async (_, position, length) => {
    const read = checkedReads(file, entry(1));
    await expect(read(position, length)).rejects.toThrow(wrong);
    await expect(read(position, length)).rejects.toThrow(wrong);
  });

  it("is refused when torch was told to leave checksums out", async () => {
    await expect(checkedReads(file, entry(0))(0, content.length)).rejects.toThrow(
      /entry x was saved without a checksum; save it after torch\.serialization\.set_crc32_options\(True\)/
    );
  });
});

const fixtures = "tests/fixtures/checkpoints";

/** A fixture's file in a folder of its own, with params.json beside it, one byte of an entry altered. */
async function altered(name: string, entryName: RegExp, byte: number): Promise<string> {
  const path = `${fixtures}/${name}/consolidated.00.pth`;
  const bytes = await readFile(path);
  const file = await CheckpointFile.open(path);
  const [, entry] = [...(await listEntries(file))].find(([called]) => entryName.test(called)) ?? [];
  await file.close();
  if (!entry) throw new Error(`no entry ${String(entryName)}`);
  bytes[entry.position + ((byte + entry.size) % entry.size)] ^= 1;
  await folder.write("params.json", await readFile(`${fixtures}/${name}/params.json`));
  return folder.write("altered.pth", bytes);
}

describe("a checkpoint of torch.save with one byte altered", () => {
  it.each([
    ["its pickle", "pth-fp16", /data\.pkl$/, -2],
    ["what says that numbers are little-endian", "pth-fp16", /byteorder$/, -2],
    ["a matrix with an entry of its own", "pth-fp16", /data\/1$/, -2],
    ["a row of the embeddings", "pth-fp16", /data\/0$/, -2],
    ["a storage that tensors share, in a byte of none of them", "pth-views", /data\/0$/, 0]
  ])("is a problem: %s", async (_, name, entry, byte) => {
    expect(await problemOf(await altered(name, entry, byte))).toMatch(
      /altered\.pth: entry .*: checksum [0-9a-f]{8} expected, [0-9a-f]{8} found; the file is damaged/
    );
  });

  it("can be opened, and what is not altered be read", async () => {
    const checkpoint = await openCheckpoint(await altered("pth-fp16", /data\/1$/, 0));
    await checkpoint.block(1);
    await expect(checkpoint.block(0)).rejects.toThrow(/data\/1: checksum/);
    await checkpoint.close();
  });
});
