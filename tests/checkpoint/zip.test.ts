import {crc32} from "node:zlib";
import {describe, expect, it} from "vitest";
import {CheckpointFile} from "../../loaders/checkpoint/file.ts";
import {listEntries, type StoredEntry} from "../../loaders/checkpoint/zip.ts";
import {messageOf, Problem} from "../../loaders/problem.ts";
import {concat, u16, u32, u64, type Bytes} from "./bytes.ts";
import {temporaryFolder} from "./files.ts";
import {archiveOf, first, headerOf, second, type Said, type ZipEntry} from "./zip-bytes.ts";

const folder = temporaryFolder();

async function entriesOf(bytes: Uint8Array): Promise<Map<string, StoredEntry>> {
  const file = await CheckpointFile.open(await folder.write("archive", bytes));
  try {
    return await listEntries(file);
  } finally {
    await file.close();
  }
}

const namesOf = async (...entries: ZipEntry[]) => [...(await entriesOf(archiveOf(...entries))).keys()];

async function complaint(bytes: Uint8Array): Promise<string> {
  const error: unknown = await entriesOf(bytes).catch((reason: unknown) => reason);
  if (!(error instanceof Problem)) throw new Error(`no Problem: ${messageOf(error)}`);
  return error.message;
}

const extraField = (id: Bytes, ...data: Bytes[]) => concat(id, u16(concat(...data).length), ...data);
const zip64 = (...numbers: number[]) => extraField(u16(1), ...numbers.map(u64));
const padding = extraField("FB", "ZZZZZ");
const sum = crc32(concat(first.bytes));
const size = concat(first.bytes).length;

/** As torch writes its entries, from 1.6 on: in UTF-8, and described after their bytes. */
const described: ZipEntry = {
  ...first,
  both: {name: "a", flags: 0x0808},
  header: {crc32: 0, stored: 0, size: 0, extra: padding},
  after: concat("PK\x07\x08", u32(sum), u32(size), u32(size))
};

/** As torch writes those of more than 4 GiB. */
const long: ZipEntry = {
  ...described,
  header: {...described.header, extra: concat(zip64(size, 0), padding)},
  directory: {stored: 0xffffffff, size: 0xffffffff, extra: zip64(size, size)},
  after: concat("PK\x07\x08", u32(sum), u64(size), u64(size))
};

describe("an archive", () => {
  it("says where its entries are", async () => {
    expect([...(await entriesOf(archiveOf(first, second)))]).toEqual([
      ["a", {name: "entry a", position: 31, size: 11, crc32: sum}],
      ["b", {name: "entry b", position: 31 + 11 + 31, size: 6, crc32: crc32(concat("second"))}]
    ]);
  });

  it("may describe an entry after its bytes, as torch's do", async () => {
    const entries = await entriesOf(archiveOf(described, second));
    expect(entries.get("a")).toEqual({name: "entry a", position: 40, size: 11, crc32: sum});
    expect([...entries.keys()]).toEqual(["a", "b"]);
  });

  it("may have numbers of 64 bits, as torch's of more than 4 GiB do", async () => {
    const beyond = {position: 0xffffffff, extra: zip64(95)};
    const far = {...second, header: {extra: zip64(95)}, directory: beyond};
    const entries = await entriesOf(archiveOf(long, far));
    expect(entries.get("a")).toEqual({name: "entry a", position: 60, size: 11, crc32: sum});
    expect(entries.get("b")).toMatchObject({position: 95 + 31 + 12, size: 6});
  });

  it("may have them in an entry's header too", async () => {
    const both = {name: "a", stored: 0xffffffff, size: 0xffffffff};
    expect(await namesOf({...first, both: {...both, extra: zip64(size, size)}})).toEqual(["a"]);
  });

  it("may hold an entry of nothing, which torch does not describe", async () => {
    expect(await namesOf({bytes: [], both: {name: "a", flags: 0x0800}})).toEqual(["a"]);
  });

  it("may have names in UTF-8, with spaces", async () => {
    expect(await namesOf({...first, both: {name: "modèle 7B/data.pkl"}})).toEqual(["modèle 7B/data.pkl"]);
  });

  it("calls entries as both their headers do, whatever an extra field says", async () => {
    const other = extraField(u16(0x7075), 1, u32(crc32(concat("a"))), "other");
    expect(await namesOf({...first, directory: {extra: other}})).toEqual(["a"]);
  });

  it.each<[string, Partial<Said>, Partial<Said>]>([
    ["name", {name: "c"}, {}],
    ["name", {name: "aa"}, {}],
    ["method", {method: 8}, {}],
    ["flags", {flags: 0x0800}, {}],
    ["checksum", {crc32: 1}, {}],
    ["checksum", {crc32: 0, stored: 0, size: 0}, {}],
    ["size", {size: 12}, {}],
    ["size", {stored: 10}, {}],
    ["size", {stored: 0, size: 0}, {}],
    ["size", {stored: 0xffffffff, size: 0xffffffff}, {}],
    ["size", {stored: 0xffffffff, size: 0xffffffff, extra: zip64(size)}, {}],
    ["size", {stored: 0xffffffff, size: 0xffffffff, extra: zip64(size, size + 1)}, {}]
  ])("is damaged when a header says another %s: %o", async (what, header, directory) => {
    expect(await complaint(archiveOf({...first, header, directory}))).toMatch(
      new RegExp(`entry a: the header and the directory differ in its ${what}; the file is damaged`)
    );
  });

  it.each<[string, Bytes]>([
    ["nothing", []],
    ["another checksum", concat("PK\x07\x08", u32(sum + 1), u32(size), u32(size))],
    ["another size", concat("PK\x07\x08", u32(sum), u32(size), u32(size + 1))],
    ["another size of 64 bits", concat("PK\x07\x08", u32(sum), u64(size), u64(2 ** 32 + size))]
  ])("is damaged with %s after an entry that should be described there", async (_, after) => {
    expect(await complaint(archiveOf({...described, after}, second))).toMatch(
      /entry a: what comes after it and the directory differ; the file is damaged/
    );
  });

  it("is damaged with two entries of one name", async () => {
    expect(await complaint(archiveOf(first, {...second, both: {name: "a"}}))).toMatch(
      /entry a is there twice; the file is damaged/
    );
  });

  it.each<[string, Partial<Said>]>([
    ["compressed", {method: 8}],
    ["encrypted", {flags: 1}],
    ["encrypted in another way", {flags: 0x41}],
    ["a patch", {flags: 0x20}],
    ["masked", {flags: 0x2000}]
  ])("is refused with an entry that is %s", async (_, both) => {
    expect(await complaint(archiveOf({...first, both}))).toMatch(
      /entry a is compressed or encrypted; save it with torch\.save|zip: strong encryption is not supported/
    );
  });

  it.each<[string, Bytes]>([
    ["no name", ""],
    ["a name beyond its folder", "a/../../b"],
    ["a name from the root", "/etc/passwd"],
    ["a name on a drive", "C:/b"],
    ["a name with backslashes", "a\\..\\b"],
    ["a name of two lines", "a\nb"],
    ["a name with a zero", "a\0b"],
    ["a name that is no UTF-8", [0x61, 0xff]],
    ["a name of 513 bytes", "a".repeat(513)]
  ])("is refused with %s", async (_, name) => {
    expect(await complaint(archiveOf({...first, both: {name}}))).toMatch(
      /entry .*: names in UTF-8 of 512 bytes at most, that lead nowhere else, expected; save it/
    );
  });

  it("is damaged when one entry lies inside another", async () => {
    const said = {...{name: "b", flags: 0, method: 0, crc32: crc32(concat("x")), stored: 1, size: 1}};
    const outer = {...first, bytes: concat("12345", headerOf({...said, extra: [], position: 0}), "x67890")};
    const inner = {...second, directory: {crc32: said.crc32, stored: 1, size: 1, position: 36}};
    expect(await complaint(archiveOf(outer, inner))).toMatch(/entry b overlaps entry a; the file is damaged/);
  });

  it("is damaged when it says two sizes of a stored entry", async () => {
    expect(await complaint(archiveOf({...first, both: {stored: 10}}))).toMatch(
      /entry a: 11 bytes expected, 10 stored; the file is damaged/
    );
  });

  it("is damaged when an entry runs into the directory", async () => {
    const both = {name: "b", stored: 16, size: 16};
    expect(await complaint(archiveOf(first, {...second, both}))).toMatch(
      /the archive's directory overlaps entry b; the file is damaged/
    );
  });

  it("is refused when it says that it has more entries than any checkpoint", async () => {
    const bytes = archiveOf(first);
    const end = bytes.subarray(-22);
    const directory = bytes.length - 22;
    const many = [u64(2 ** 50), u64(2 ** 50), u64(47), u64(directory - 47)];
    const end64 = concat("PK\x06\x06", u64(44), u16(45), u16(45), u32(0), u32(0), ...many);
    const locator = concat("PK\x06\x07", u32(0), u64(directory), u32(1));
    const start = performance.now();
    expect(await complaint(concat(bytes.subarray(0, directory), end64, locator, end))).toMatch(
      /20000 entries at most expected, 1125899906842624 found/
    );
    expect(performance.now() - start).toBeLessThan(1000);
  });

  it("is damaged wherever it is cut", async () => {
    const whole = archiveOf(described, {...long, both: {name: "c", flags: 0x0808}}, second);
    for (let length = 0; length < whole.length; length++)
      expect(await complaint(whole.subarray(0, length)), `cut after ${length} bytes`).toMatch(
        /^[^\n]*archive: [^\n]*; the file is damaged or cut short: fetch it again$/
      );
  });
});
