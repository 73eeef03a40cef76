import {mkdir} from "node:fs/promises";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {openFilesIn, problemOf, temporaryFolder} from "./files.ts";
import {tensors, weightMap, writeShards, writeSingle} from "./hugging-face-files.ts";
import {bin, binConfig, gguf, linksIn, meta, opened as openedIn, parts, split} from "./open-files.ts";
import {pickle, zipBytes} from "./pth-bytes.ts";
import {countingTensors} from "./safetensors-bytes.ts";

const folder = temporaryFolder();
const {write} = folder;

afterEach(() => expect(openFilesIn(folder.path)).toEqual([]));

/** A folder of links; null is an empty file. */
const folderOf = (name: string, files: Record<string, string | null>) =>
  linksIn(join(folder.path, name), files);
const opened = (path: string) => openedIn(folder.path, path);

describe("a checkpoint that is named by a folder", () => {
  it.each<[string, Record<string, string | null>, [string, string]]>([
    ["one GGUF", {"m.gguf": gguf, "README.md": null, "tokenizer.model": null}, ["GGUF", "m.gguf"]],
    ["GGUF by its bytes", {"weights.bin": gguf}, ["GGUF", "weights.bin"]],
    ["one split GGUF", split, ["GGUF", parts[0]]],
    ["Meta's", {...meta, "tokenizer.model": null}, ["Meta", "consolidated.00.pth"]],
    ["Meta's before GGUF", {...meta, "a.gguf": gguf}, ["Meta", "consolidated.00.pth"]],
    [
      "Meta's by its tensors' names",
      {"llama.pt": meta["consolidated.00.pth"], "params.json": meta["params.json"]},
      ["Meta", "llama.pt"]
    ],
    [
      "pytorch_model.bin before Meta's",
      {...meta, "pytorch_model.bin": bin, "config.json": binConfig},
      ["Hugging Face", "pytorch_model.bin"]
    ],
    [
      "pytorch_model.bin before another",
      {"a.bin": bin, "pytorch_model.bin": bin, "config.json": binConfig},
      ["Hugging Face", "pytorch_model.bin"]
    ],
    ["a link to nothing, and what else is there", {"a.gguf": "nowhere", "b.gguf": gguf}, ["GGUF", "b.gguf"]]
  ])("is %s", async (says, files, [format, name]) => {
    const path = await folderOf(`is ${says}`, files);
    expect(await opened(path)).toEqual([format, `is ${says}/${name}`]);
  });

  it("is of safetensors before pytorch_model.bin, and in one file before several", async () => {
    const path = await folderOf("both", {"pytorch_model.bin": bin});
    await writeShards(write, "both");
    expect(await opened(path)).toEqual(["Hugging Face", "both/model.safetensors.index.json"]);
    await write("both/model.safetensors", countingTensors(tensors));
    expect(await opened(path)).toEqual(["Hugging Face", "both/model.safetensors"]);
  });

  it("is any one file of safetensors with Hugging Face's names", async () => {
    await writeSingle(write, "odd", {name: "checkpoint-500"});
    await folderOf("odd", {"pytorch_model.bin": bin});
    await write("odd/adapter.safetensors", countingTensors({"base_model.x.lora_A.weight": [2]}));
    await write("odd/optimizer.bin", zipBytes([["model/data.pkl", pickle({})]]));
    await mkdir(join(folder.path, "odd/model.safetensors"));
    expect(await opened(join(folder.path, "odd"))).toEqual(["Hugging Face", "odd/checkpoint-500"]);
    await write("odd/checkpoint-600", countingTensors(tensors));
    expect(await problemOf(join(folder.path, "odd"))).toMatch(
      /odd: one checkpoint expected, 2 found; name the file: checkpoint-500, checkpoint-600$/
    );
  });

  it("is not what an index lists, where nothing that it lists is there", async () => {
    const path = await folderOf("listed", {...meta});
    await write("listed/model.safetensors.index.json", JSON.stringify({weight_map: weightMap()}));
    expect(await opened(path)).toEqual(["Meta", "listed/consolidated.00.pth"]);
    await writeShards(write, "unlisted", {files: {}});
    expect(await problemOf(join(folder.path, "unlisted"))).toMatch(
      /unlisted\/model-00001-of-00003\.safetensors: no such file, and tensor model\.embed_tokens\.weight should be in it/
    );
  });

  it("is not chosen among several", async () => {
    const names = ["f", "e", "d", "c", "b", "a"].map((name) => `${name}.gguf`);
    const two = await folderOf("two", {"b.gguf": gguf, "a.gguf": gguf});
    expect(await problemOf(two)).toMatch(
      /two: one checkpoint expected, 2 found; name the file: a\.gguf, b\.gguf$/
    );
    const six = await folderOf("six", Object.fromEntries(names.map((name) => [name, gguf])));
    expect(await problemOf(six)).toMatch(
      /6 found; name the file: a\.gguf, b\.gguf, c\.gguf, d\.gguf, e\.gguf, …$/
    );
    const both = await folderOf("split", {...split, "one.gguf": gguf});
    expect(await problemOf(both)).toMatch(/2 found; name the file: one\.gguf, tiny-00001-of-00003\.gguf$/);
  });

  it.each<[string, Record<string, string | Uint8Array>, RegExp]>([
    [
      "nothing",
      {},
      /no checkpoint found; put one there: safetensors or pytorch_model\.bin with config\.json, consolidated\.00\.pth with params\.json, or GGUF$/
    ],
    ["texts alone", {"README.md": "# LLaMA", "config.json": "{}"}, /no checkpoint found; put one there/],
    [
      "a pointer of git-lfs",
      {"model.safetensors": "version https://git-lfs.github.com/spec/v1"},
      /model\.safetensors: a pointer of git-lfs/
    ],
    ["a web page", {"m.gguf": "<html>"}, /m\.gguf: a web page, not a checkpoint/],
    [
      "a pickle of old",
      {"consolidated.00.pth": Uint8Array.of(0x80, 2, 0x8a, 10)},
      /consolidated\.00\.pth: saved by torch before 1\.6/
    ],
    ["an empty download", {"pytorch_model.bin": ""}, /pytorch_model\.bin: the file is empty/],
    [
      "a model that is cut short",
      {"model.safetensors": countingTensors(tensors).subarray(0, 100)},
      /model\.safetensors: .*cut short/
    ],
    [
      "an adapter",
      {"adapter_model.safetensors": countingTensors({"lora_A.weight": [2]})},
      /config\.json: a file of JSON expected, nothing found/
    ],
    [
      "an index that is none",
      {"model.safetensors.index.json": "{}"},
      /index\.json: weight_map expected, none found/
    ]
  ])("is refused where there is %s", async (says, files, message) => {
    const path = await folderOf(`no ${says}`, {});
    for (const [name, contents] of Object.entries(files)) await write(`no ${says}/${name}`, contents);
    expect(await problemOf(path)).toMatch(message);
  });

  it("is a model that is cut short rather than another beside it", async () => {
    const path = await folderOf("damaged", {"m.gguf": gguf});
    await write("damaged/model.safetensors", countingTensors(tensors).subarray(0, 100));
    expect(await problemOf(path)).toMatch(/damaged\/model\.safetensors: .*cut short/);
  });

  it("is refused where there are more files than are looked at", async () => {
    const path = await folderOf(
      "many",
      Object.fromEntries(Array.from({length: 1001}, (_, i) => [`${i}.txt`, null]))
    );
    expect(await problemOf(path)).toMatch(
      /many: 1000 files at most expected, more found; name the checkpoint's file$/
    );
  });
});
