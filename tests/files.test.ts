import {mkdir, mkdtemp, readdir, readFile, rename, rm, utimes, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {beforeEach, describe, expect, it, vi} from "vitest";
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
  const claim = ".cache/claims/model";
  const longAgo = new Date(Date.now() - 3600_000);
  const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  /** A claim that was last touched at that time. */
  async function claimed(owner: string, touched: Date): Promise<void> {
    await mkdir(claim, {recursive: true});
    await writeFile(join(claim, owner), "");
    for (const path of [join(claim, owner), claim]) await utimes(path, touched, touched);
  }

  it("is done by one after the other", async () => {
    const log: string[] = [];
    const work = (name: string) =>
      exclusively("model", async () => {
        log.push(`${name} begins`);
        await pause(50);
        log.push(`${name} ends`);
      });
    await Promise.all([work("a"), work("b")]);
    expect(log.map((line) => line.slice(2))).toEqual(["begins", "ends", "begins", "ends"]);
    expect(log[0][0]).toBe(log[1][0]);
  });

  it("gives up its claim when it fails", async () => {
    await expect(exclusively("model", () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await exists(claim)).toBe(false);
    expect(await exclusively("model", () => Promise.resolve(1))).toBe(1);
  });

  it("takes over a claim that nobody has touched for long, with or without an owner", async () => {
    await claimed("killed", longAgo);
    expect(await exclusively("model", () => readdir(claim))).toEqual([
      expect.stringMatching(`^${process.pid}-`)
    ]);
    await mkdir(claim);
    await utimes(claim, longAgo, longAgo);
    expect(await exclusively("model", () => readdir(claim))).toHaveLength(1);
    expect(await exists(claim)).toBe(false);
  });

  it("is done by one after the other also where several find the same claim expired", async () => {
    await claimed("killed", longAgo);
    let workers = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++workers);
      await pause(20);
      workers--;
    };
    await Promise.all([1, 2, 3, 4].map(() => exclusively("model", work)));
    expect(most).toBe(1);
  });

  it("leaves a claim alone that another process took over meanwhile", async () => {
    await exclusively("model", async () => {
      const [own] = await readdir(claim);
      await rename(join(claim, own), join(claim, "another"));
    });
    expect(await readdir(claim)).toEqual(["another"]);
  });

  it("says once what it is waiting for", async () => {
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    await claimed("another", new Date());
    const work = exclusively("model", () => Promise.resolve());
    await pause(1500);
    await rm(claim, {recursive: true});
    await work;
    expect(said.mock.calls).toEqual([["waiting for another process that is running the model\n"]]);
    said.mockRestore();
  });
});
