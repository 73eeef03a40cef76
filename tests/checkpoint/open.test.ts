import {readdir} from "node:fs/promises";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {openFilesIn, problemOf, temporaryFolder} from "./files.ts";
import {blockTensors, embeddings, tensors, writeShards, writeSingle} from "./hugging-face-files.ts";
import {bin, binConfig, fixtures, gguf, linksIn, meta, opened as openedIn} from "./open-files.ts";
import {pickle, zipBytes} from "./pth-bytes.ts";
import {countingTensors} from "./safetensors-bytes.ts";

const folder = temporaryFolder();
const {write} = folder;

afterEach(() => expect(openFilesIn(folder.path)).toEqual([]));

/** A folder of links; null is an empty file. */
const folderOf = (name: string, files: Record<string, string | null>) =>
  linksIn(join(folder.path, name), files);
const opened = (path: string) => openedIn(folder.path, path);

describe("a checkpoint that is named by a file", () => {
  it("is what the file's first bytes and its tensors' names say, not the file's name", async () => {
    const path = await folderOf("misnamed", {
      "a.pth": gguf,
      "b.gguf": meta["consolidated.00.pth"],
      "params.json": meta["params.json"]
    });
    expect(await opened(join(path, "a.pth"))).toEqual(["GGUF", "misnamed/a.pth"]);
    expect(await opened(join(path, "b.gguf"))).toEqual(["Meta", "misnamed/b.gguf"]);
    const torch = await folderOf("bin", {"model.safetensors": bin, "config.json": binConfig});
    expect(await opened(join(torch, "model.safetensors"))).toEqual(["Hugging Face", "bin/model.safetensors"]);
  });

  it("is the whole of which the file is a part, if an index lists it", async () => {
    const index = await writeShards(write, "whole");
    for (const name of ["model-00002-of-00003.safetensors", "model.safetensors.index.json"])
      expect(await opened(join(folder.path, "whole", name))).toEqual([
        "Hugging Face",
        index.slice(folder.path.length + 1)
      ]);
    await write("whole/other.safetensors", countingTensors(tensors));
    expect(await opened(join(folder.path, "whole/other.safetensors"))).toEqual([
      "Hugging Face",
      "whole/other.safetensors"
    ]);
  });

  it("may be the one shard that is needed, without an index", async () => {
    const held = {...embeddings, ...blockTensors(0)};
    const path = await writeSingle(write, "one-shard", {
      tensors: held,
      name: "model-00001-of-00003.safetensors"
    });
    const checkpoint = await openCheckpoint(path);
    expect(await checkpoint.files(1)).toHaveLength(2);
    await checkpoint.close();
  });

  it("is refused where there is nothing", async () => {
    expect(await problemOf("weights/nothing")).toBe(
      "weights/nothing: no such file or folder; name a checkpoint"
    );
  });

  it("closes what it opened when it is refused", async () => {
    for (const [name, contents] of Object.entries({
      "cut.gguf": "GGUF\x03\0\0\0",
      "cut.pth": zipBytes([["model/data.pkl", pickle({})]]).subarray(0, 40),
      "no-config.bin": zipBytes([["model/data.pkl", pickle({})]]),
      "cut.safetensors": countingTensors(tensors).subarray(0, 40)
    })) {
      expect(await problemOf(await write(`refused/${name}`, contents))).toContain("refused/");
      expect(openFilesIn(folder.path)).toEqual([]);
    }
  });
});

describe("each fixture", async () => {
  const root = join(fixtures, "checkpoints");
  const entries = await readdir(root, {withFileTypes: true});
  const names = entries.filter((entry) => entry.isDirectory()).map(({name}) => name);
  const known = names.filter((name) => /^(safetensors|bin|pth|mistral|gguf)-/.test(name));
  const isConfiguration = (name: string) => name === "config.json" || name === "params.json";

  it.each(known)("opens by its folder and by any of its files: %s", async (name) => {
    const all = await readdir(join(root, name));
    const files = all.filter((file) => !isConfiguration(file));
    const found = [];
    for (const path of ["", ...files]) {
      const checkpoint = await openCheckpoint(join(root, name, path));
      const {format, config} = checkpoint;
      found.push({format, config, files: await checkpoint.files(config.numHiddenLayers)});
      await checkpoint.close();
    }
    expect(found.length).toBeGreaterThan(1);
    for (const other of found) expect(other).toEqual(found[0]);
    expect(found[0].files).toHaveLength(all.length);
  });
});
