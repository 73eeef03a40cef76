import {mkdir, rm} from "node:fs/promises";
import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {openFilesIn, problemOf, temporaryFolder} from "./files.ts";
import {blockTensors, embeddings, shards, weightMap, writeShards} from "./hugging-face-files.ts";

const folder = temporaryFolder();
const {write} = folder;

afterEach(() => expect(openFilesIn(folder.path)).toEqual([]));

const sharded = async (changes: Parameters<typeof writeShards>[2]) => {
  await rm(join(folder.path, "shards"), {recursive: true, force: true});
  return problemOf(await writeShards(write, "shards", changes));
};

describe("Hugging Face's model.safetensors.index.json", () => {
  const [first, second, third] = Object.keys(shards);
  const without = (missing: string) => ({files: {...shards, [missing]: {}}, map: weightMap()});

  it("says in which file each tensor is", async () => {
    const path = await writeShards(write, "whole-shards");
    const checkpoint = await openCheckpoint(path);
    const places = [first, "config.json", "model.safetensors.index.json"].map((name) =>
      join(folder.path, "whole-shards", name)
    );
    expect([checkpoint.format, checkpoint.path]).toEqual(["Hugging Face", path]);
    expect(await checkpoint.files(1)).toEqual(places);
    expect(openFilesIn(folder.path)).toEqual(process.platform === "linux" ? [places[0]] : []);
    expect(await checkpoint.files(2)).toEqual([
      places[0],
      join(folder.path, "whole-shards", second),
      ...places.slice(1)
    ]);
    expect(await checkpoint.embeddings([2])).toEqual(Float32Array.of(4, 5));
    expect((await checkpoint.block(1)).attentionNorm.data).toEqual(Float32Array.of(0, 1));
    await checkpoint.close();
  });

  it("may list files that are absent, as long as nobody needs them", async () => {
    await writeShards(write, "some");
    for (const name of [second, third]) await rm(join(folder.path, "some", name));
    const checkpoint = await openCheckpoint(join(folder.path, "some"));
    expect(await checkpoint.files(1)).toHaveLength(3);
    const message = `some/${second}: no such file, and tensor model.layers.1.input_layernorm.weight should be in it; put it there`;
    await expect(checkpoint.files(2)).rejects.toThrow(message);
    await expect(checkpoint.block(1)).rejects.toThrow(message);
    expect((await checkpoint.block(0)).query.shape).toEqual([2, 2]);
    await checkpoint.close();
  });

  it.each<[string, unknown]>([
    ["of another folder", "../elsewhere/model.safetensors"],
    ["of a folder of its own", "deep/model.safetensors"],
    ["of Windows' folders", "..\\model.safetensors"],
    ["of the whole disk", "/etc/passwd"],
    ["of another drive", "C:model.safetensors"],
    ["that is the folder", "."],
    ["that is the folder above", ".."],
    ["that is the index", "model.safetensors.index.json"],
    ["without a name", ""],
    ["of two lines", "a\nb"],
    ["of 257 characters", "a".repeat(257)],
    ["that is a number", 1],
    ["that is null", null]
  ])("names no file %s", async (_, name) => {
    const map = {...weightMap(), "lm_head.weight": name};
    expect(await sharded({map})).toMatch(
      /index\.json: tensor lm_head\.weight: a file's name without folders expected, .* found$/
    );
  });

  it.each<[string, Parameters<typeof writeShards>[2], RegExp]>([
    [
      "a tensor that its file does not hold",
      without(second),
      /model-00002-of-00003\.safetensors: tensor model\.layers\.1\.input_layernorm\.weight expected, as model\.safetensors\.index\.json says, none found; the files don't belong together: fetch them again$/
    ],
    [
      "a tensor that it does not list",
      {map: weightMap({[first]: embeddings, [second]: blockTensors(1)})},
      /index\.json: tensor model\.layers\.0\.input_layernorm\.weight is missing; use a checkpoint/
    ],
    [
      "a tensor that no LLaMA has",
      {map: {...weightMap(), "model.vision.weight": third}},
      /index\.json: tensor model\.vision\.weight is not part of a LLaMA/
    ],
    [
      "a name of two lines",
      {map: {...weightMap(), "a\nb": third}},
      /index\.json: a tensor's name in ASCII expected, a.b found/
    ],
    [
      "a file with a tensor that no LLaMA has",
      {files: {...shards, [second]: {...blockTensors(1), "x.lora_A.weight": [1]}}},
      /00002-of-00003\.safetensors: tensor x\.lora_A\.weight is not part of a LLaMA/
    ],
    ["a map that is a list", {map: [first]}, /weight_map: a JSON object expected, \["model-0/],
    [
      "more files than are held open",
      {
        map: Object.fromEntries(
          Array.from({length: 513}, (_, i) => [`model.layers.${i}.mlp.up_proj.weight`, `${i}`])
        )
      },
      /512 files at most expected, 513 found/
    ],
    [
      "another architecture",
      {config: {architectures: ["MixtralForCausalLM"]}},
      /architecture MixtralForCausalLM is not run here/
    ]
  ])("is refused with %s", async (_, changes, message) => {
    expect(await sharded(changes)).toMatch(message);
  });

  it("is refused when it is too long", async () => {
    const path = await writeShards(write, "long", {map: {x: "x".repeat(4 << 20)}});
    expect(await problemOf(path)).toMatch(/4194304 bytes at most expected/);
  });

  it("is refused when a file of it is none that is read here", async () => {
    const path = await writeShards(write, "pointers");
    await write(`pointers/${first}`, "version https://git-lfs.github.com/spec/v1\n");
    expect(await problemOf(path)).toMatch(
      /00001-of-00003\.safetensors: a pointer of git-lfs, not the file itself/
    );
    await rm(join(folder.path, "pointers", first));
    await mkdir(join(folder.path, "pointers", first));
    expect(await problemOf(path)).toMatch(/00001-of-00003\.safetensors: a file expected, a folder found/);
  });

  it("is no configuration", async () => {
    await writeShards(write, "named");
    expect(await problemOf(join(folder.path, "named/config.json"))).toMatch(
      /config\.json: weight_map expected, none found; name the weights, their index or their folder$/
    );
  });
});
