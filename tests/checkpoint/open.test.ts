import {mkdir, symlink, writeFile} from "node:fs/promises";
import {join, resolve} from "node:path";
import {describe, expect, it} from "vitest";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {problemOf, temporaryFolder} from "./files.ts";

const folder = temporaryFolder();
const gguf = resolve("tests/fixtures/tiny-gguf/tiny-llama.gguf");
const pth = resolve("tests/fixtures/tiny-llama/consolidated.00.pth");

/** A folder of links and empty files. */
async function folderOf(name: string, files: Record<string, string | null>): Promise<string> {
  const path = join(folder.path, name);
  await mkdir(path);
  for (const [file, target] of Object.entries(files))
    await (target === null ? writeFile(join(path, file), "") : symlink(target, join(path, file)));
  return path;
}

describe("openCheckpoint", () => {
  it("goes by a file's first bytes, not by its name", async () => {
    const path = await folderOf("misnamed", {
      "a.pth": gguf,
      "b.gguf": pth,
      "params.json": resolve("tests/fixtures/tiny-llama/params.json")
    });
    const [first, second] = [
      await openCheckpoint(join(path, "a.pth")),
      await openCheckpoint(join(path, "b.gguf"))
    ];
    expect([first.format, second.format]).toEqual(["gguf", "pth"]);
    await first.close();
    await second.close();
  });

  it("finds the one checkpoint of a folder", async () => {
    const path = await folderOf("one", {"model.gguf": gguf, "tokenizer.model": null, "README.md": null});
    const checkpoint = await openCheckpoint(path);
    expect(checkpoint.files).toEqual([join(path, "model.gguf")]);
    await checkpoint.close();
  });

  it("says what is at a path where there is no checkpoint", async () => {
    expect(await problemOf("weights/nothing")).toBe(
      "weights/nothing: no such file or folder; name a checkpoint"
    );
    expect(await problemOf(await folderOf("none", {"README.md": null}))).toMatch(
      /one checkpoint expected, .* none found/
    );
    expect(await problemOf(await folder.write("empty.gguf", ""))).toMatch(/by its first bytes neither/);
    expect(await problemOf(await folder.write("text.gguf", "once upon a time"))).toMatch(
      /by its first bytes neither/
    );
    expect(await problemOf(await folder.write("old.pth", Uint8Array.of(0x80, 2, 0x8a, 10)))).toMatch(
      /saved by torch before 1\.6/
    );
  });

  it("does not choose between several checkpoints", async () => {
    const path = await folderOf("several", {"b.gguf": gguf, "a.gguf": gguf});
    expect(await problemOf(path)).toMatch(
      /one checkpoint expected, .* a\.gguf, b\.gguf found; name the file$/
    );
  });

  it("refuses a checkpoint in parts", async () => {
    const path = await folderOf("parts", {"consolidated.00.pth": pth, "consolidated.01.pth": null});
    expect(await problemOf(path)).toMatch(/one consolidated\.00\.pth expected, 2 parts found/);
    expect(await problemOf(join(path, "consolidated.00.pth"))).toMatch(/2 parts found/);
  });
});
