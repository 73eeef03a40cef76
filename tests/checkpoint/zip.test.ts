import {crc32} from "node:zlib";
import {beforeEach, describe, expect, it} from "vitest";
import {CheckpointFile} from "../../loaders/checkpoint/file.ts";
import {checkedReads} from "../../loaders/checkpoint/torch/checked.ts";
import {listEntries} from "../../loaders/checkpoint/zip.ts";
import {messageOf, Problem} from "../../loaders/problem.ts";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {readFile} from "node:fs/promises";
import {concat, u16, u32} from "./bytes.ts";
import {problemOf, temporaryFolder} from "./files.ts";

const folder = temporaryFolder();

/** What an entry's header and the directory say of it. */
interface Said {
  name: string;
  flags: number;
  method: number;
  crc32: number;
  stored: number;
  size: number;
}

/** An archive of entries "a" and "b" with these bytes, whose headers and directory say what they are told. */
function archive(
  header: Partial<Said> = {},
  directory: Partial<Said> = {},
  second: {at?: number} = {}
): Uint8Array {
  const bytes = concat("first entry");
  const say = ({flags = 0, method = 0, crc32: sum = crc32(bytes), stored = 11, size = 11}: Partial<Said>) =>
    concat(u16(flags), u16(method), u32(0), u32(sum), u32(stored), u32(size));
  const local = (said: Partial<Said>, name = said.name ?? "a") =>
    concat("PK\x03\x04", u16(20), say(said), u16(name.length), u16(0), name, bytes);
  const central = (said: Partial<Said>, position: number, name = said.name ?? "a") =>
    concat(
      "PK\x01\x02",
      u16(20),
      u16(20),
      say(said),
      u16(name.length),
      u16(0),
      u16(0),
      new Uint8Array(8),
      u32(position),
      name
    );
  const files = [local(header), local({name: "b"})];
  const list = concat(central(directory, 0), central({name: "b"}, second.at ?? files[0].length));
  const end = concat(
    "PK\x05\x06",
    u32(0),
    u16(2),
    u16(2),
    u32(list.length),
    u32(files[0].length + files[1].length),
    u16(0)
  );
  return concat(...files, list, end);
}

async function entriesOf(bytes: Uint8Array): Promise<string[]> {
  const file = await CheckpointFile.open(await folder.write("archive", bytes));
  try {
    return [...(await listEntries(file)).keys()];
  } finally {
    await file.close();
  }
}

async function complaint(bytes: Uint8Array): Promise<string> {
  const error: unknown = await entriesOf(bytes).catch((reason: unknown) => reason);
  if (!(error instanceof Problem)) throw new Error(`no Problem: ${messageOf(error)}`);
  return error.message;
}

describe("an archive", () => {
  it("lists its entries", async () => {
    expect(await entriesOf(archive())).toEqual(["a", "b"]);
  });

  it("may leave sizes and checksum out of an entry's header, as torch's do, when it says so", async () => {
    const said = {crc32: 0, stored: 0, size: 0};
    expect(await entriesOf(archive({flags: 8, ...said}, {flags: 8}))).toEqual(["a", "b"]);
    expect(await complaint(archive(said))).toMatch(/differ in its checksum; the file is damaged/);
  });

  it.each<[string, Partial<Said>, Partial<Said>]>([
    ["name", {name: "c"}, {}],
    ["method", {method: 8}, {}],
    ["flags", {flags: 2}, {}],
    ["checksum", {crc32: 1}, {}],
    ["size", {size: 12}, {}],
    ["size", {stored: 10}, {}]
  ])(
    "is damaged when a header and the directory differ in an entry's %s",
    async (what, header, directory) => {
      expect(await complaint(archive(header, directory))).toMatch(
        new RegExp(`entry a: the header and the directory differ in its ${what};`)
      );
    }
  );

  it.each<[string, Uint8Array, RegExp]>([
    ["two entries of one name", archive({name: "b"}, {name: "b"}), /entry b is there twice/],
    ["an entry inside another", archive({name: "b"}, {}, {at: 0}), /differ in its name|overlaps/],
    ["a compressed entry", archive({method: 8}, {method: 8}), /entry a is compressed or encrypted/],
    [
      "an encrypted entry",
      archive({flags: 1, stored: 23}, {flags: 1, stored: 23}),
      /entry a is compressed or encrypted/
    ]
  ])("is refused with %s", async (_, bytes, message) => {
    expect(await complaint(bytes)).toMatch(message);
  });
});

describe("what is read of an entry", () => {
  const content = Uint8Array.from({length: 3000}, (_, i) => i % 251);
  let file: CheckpointFile;

  beforeEach(async () => {
    file = await CheckpointFile.open(await folder.write("entry", concat(new Uint8Array(7), content)));
    return () => file.close();
  });

  const entry = (sum: number) => ({name: "entry x", position: 7, size: content.length, crc32: sum});
  const wrong = /entry x: checksum 00000001 expected, [0-9a-f]{8} found; the file is damaged/;

  it("is given when its checksum is right, whole or in part", async () => {
    const read = checkedReads(file, entry(crc32(content)));
    expect(await read(100, 10)).toEqual(content.slice(100, 110));
    expect(await read(0, content.length)).toEqual(content);
  });

  it.each([
    ["the whole", 0, 3000],
    ["a part", 100, 10]
  ])("is a problem when its checksum is wrong: %s", async (_, position, length) => {
    const read = checkedReads(file, entry(1));
    await expect(read(position, length)).rejects.toThrow(wrong);
    await expect(read(position, length)).rejects.toThrow(wrong);
  });
});

describe("a checkpoint of torch.save with one byte altered", () => {
  it.each(["pth-fp16/consolidated.00.pth", "pth-views/consolidated.00.pth"])(
    "is a problem wherever a weight is read: %s",
    async (name) => {
      const path = `tests/fixtures/checkpoints/${name}`;
      const bytes = await readFile(path);
      await folder.write("params.json", await readFile(path.replace(/[^/]*$/, "params.json")));
      const checkpoint = await openCheckpoint(path);
      const {data} = (await checkpoint.block(1)).up;
      await checkpoint.close();
      const at = bytes.indexOf(Buffer.from(data.buffer, data.byteOffset, data.byteLength));
      expect(at).toBeGreaterThan(0);
      bytes[at + 100] ^= 1;
      expect(await problemOf(await folder.write("altered.pth", bytes))).toMatch(
        /entry .*\/data\/\d+: checksum [0-9a-f]{8} expected, [0-9a-f]{8} found; the file is damaged/
      );
    }
  );

  it("is a problem when it is a row of the embeddings, or the pickle", async () => {
    const path = "tests/fixtures/checkpoints/pth-fp16/consolidated.00.pth";
    await folder.write("params.json", await readFile(path.replace(/[^/]*$/, "params.json")));
    for (const name of ["data.pkl", "data/0"]) {
      const file = await CheckpointFile.open(path);
      const entries = [...(await listEntries(file))];
      await file.close();
      const [, entry] = entries.find(([called]) => called.endsWith(`/${name}`)) ?? [];
      const bytes = await readFile(path);
      if (!entry) throw new Error(`no ${name}`);
      bytes[entry.position + entry.size - 2] ^= 1;
      expect(await problemOf(await folder.write("altered.pth", bytes))).toMatch(
        new RegExp(`${name}: checksum`)
      );
    }
  });
});
