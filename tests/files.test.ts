import {mkdtemp, readdir, readFile, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {beforeEach, describe, expect, it} from "vitest";
import {
  exclusively,
  exists,
  rememberedSha256,
  replaceFolder,
  sha256,
  writeFileWhole,
  writeFolderWhole,
  writeWhole
} from "../loaders/files.ts";

// Each test has a working directory of its own: the cache lies below it.
beforeEach(async () => process.chdir(await mkdtemp(join(tmpdir(), "files-"))));

describe("a file that is written whole", () => {
  it("is there with its contents, in folders made for it", async () => {
    await writeFileWhole("a/b.txt", "contents");
    expect(await readFile("a/b.txt", "utf8")).toBe("contents");
    expect(await readdir("a")).toEqual(["b.txt"]);
  });

  it("keeps its old contents, and leaves nothing beside them, when writing fails", async () => {
    await writeFileWhole("b.txt", "old");
    const failing = writeWhole("b.txt", async (temporary) => {
      await writeFile(temporary, "half");
      throw new Error("disk full");
    });
    await expect(failing).rejects.toThrow("disk full");
    expect(await readFile("b.txt", "utf8")).toBe("old");
    expect(await readdir(".")).toEqual(["b.txt"]);
  });
});

describe("a folder that is written whole", () => {
  const write = (text: string) => (folder: string) => writeFile(join(folder, "x"), text);

  it("is kept as another process finished it first", async () => {
    await writeFolderWhole("f", write("first"));
    await writeFolderWhole("f", write("second"));
    expect(await readFile("f/x", "utf8")).toBe("first");
    expect(await readdir(".")).toEqual(["f"]);
  });

  it("is replaced when asked to", async () => {
    await writeFolderWhole("f", write("first"));
    await replaceFolder("f", write("second"));
    expect(await readFile("f/x", "utf8")).toBe("second");
    expect(await readdir(".")).toEqual(["f"]);
  });

  it("is not there at all when writing fails", async () => {
    await expect(writeFolderWhole("f", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await readdir(".")).toEqual([]);
  });
});

describe("hashes", () => {
  it("are sha256 in hexadecimal", async () => {
    await writeFile("abc", "abc");
    expect(await sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });

  it("are remembered until the file changes", async () => {
    await writeFile("abc", "abc");
    const before = await rememberedSha256("abc");
    expect(await rememberedSha256("abc")).toBe(before);
    await writeFile("abc", "abcd");
    expect(await rememberedSha256("abc")).not.toBe(before);
    expect(await rememberedSha256("abc")).toBe(await sha256("abc"));
  });

  it("are taken from the file again when the note of them is damaged", async () => {
    await writeFile("abc", "abc");
    const hash = await rememberedSha256("abc");
    const [note] = await readdir(".cache/hashes");
    await writeFile(join(".cache/hashes", note), hash.slice(0, 10));
    expect(await rememberedSha256("abc")).toBe(hash);
  });
});

describe("exclusive work", () => {
  it("is done by one after the other", async () => {
    const log: string[] = [];
    const work = (name: string) =>
      exclusively("work", async () => {
        log.push(`${name} begins`);
        await new Promise((resolve) => setTimeout(resolve, 50));
        log.push(`${name} ends`);
      });
    await Promise.all([work("a"), work("b")]);
    expect(log.map((line) => line.slice(2))).toEqual(["begins", "ends", "begins", "ends"]);
    expect(log[0][0]).toBe(log[1][0]);
  });

  it("gives up its claim when it fails", async () => {
    await expect(exclusively("work", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await exists(".cache/claims/work")).toBe(false);
    expect(await exclusively("work", () => Promise.resolve(1))).toBe(1);
  });
});
