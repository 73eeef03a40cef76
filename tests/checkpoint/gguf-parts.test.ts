import {describe, expect, it} from "vitest";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {f32} from "./bytes.ts";
import {ggufBytes, uint32, withTensor} from "./gguf-bytes.ts";
import {model, names, outcome, split, splitFolder, thirds} from "./gguf-split.ts";

const folder = splitFolder();

describe("a GGUF file in parts", () => {
  it.each([0, 1, 2])("can be opened by any: %i", async (index) => {
    const paths = await folder.writeParts(split(model, thirds));
    const checkpoint = await openCheckpoint(paths[index]);
    expect(checkpoint.path).toBe(paths[0]);
    expect(await checkpoint.embeddings([2])).toEqual(Float32Array.of(4, 5));
    expect((await checkpoint.block(0)).query.data).toEqual(Float32Array.of(16, 17, 18, 19));
    expect((await checkpoint.block(1)).attentionNorm.data).toEqual(Float32Array.of(1000, 1001));
    await checkpoint.close();
  });

  it("may be a folder's only checkpoint", async () => {
    const paths = await folder.writeParts(split(model, thirds));
    const checkpoint = await openCheckpoint(folder.path());
    expect(checkpoint.path).toBe(paths[0]);
    await checkpoint.close();
  });

  it("names the parts that are read, the configuration's first or not", async () => {
    const paths = await folder.writeParts(split(model, thirds));
    const checkpoint = await openCheckpoint(paths[2]);
    expect(await checkpoint.files(1)).toEqual([paths[0], paths[1]]);
    expect(await checkpoint.files(2)).toEqual(paths);
    await checkpoint.close();
  });

  it("may have nothing but metadata in the first", async () => {
    const paths = await folder.writeParts(split(model, [[], names]));
    const checkpoint = await openCheckpoint(paths[1]);
    expect(await checkpoint.files(2)).toEqual([paths[1], paths[0]]);
    expect((await checkpoint.block(0)).query.data).toEqual(Float32Array.of(16, 17, 18, 19));
    await checkpoint.close();
  });

  it("may align each part in its own way", async () => {
    const [first, second] = split(model, [names.slice(0, 18), names.slice(18)]);
    const wide = {"general.alignment": uint32(64), ...second.metadata};
    const paths = await folder.writeParts([first, {...second, metadata: wide, alignment: 64}]);
    expect(await outcome(paths[0])).toBe("opened: 2");
    const checkpoint = await openCheckpoint(paths[0]);
    expect((await checkpoint.block(1)).down.data.subarray(0, 2)).toEqual(Float32Array.of(1064, 1065));
    await checkpoint.close();
  });

  it("is a whole file when it says that there is one part, whatever its name", async () => {
    const [part] = split(model, [names]);
    expect(await outcome(await folder.write("model.gguf", ggufBytes(part)))).toBe("opened: 1");
  });

  it("may lack parts that hold no block to be run", async () => {
    const [first, second] = split(model, thirds);
    const paths = await folder.writeParts([first, second, undefined]);
    const message =
      `Problem: ${paths[0]}: tensor blk.1.attn_norm.weight is in none of the parts at hand; ` +
      "missing: tiny-00003-of-00003.gguf; put them there";
    expect(await outcome(paths[1], 1)).toBe("opened: 2");
    expect(await outcome(paths[1], 2)).toBe(message);
    const checkpoint = await openCheckpoint(paths[0]);
    await expect(checkpoint.block(1)).rejects.toThrow(message.slice("Problem: ".length));
    await checkpoint.close();
  });

  it("names the first few of the parts that are missing", async () => {
    const parts = split(model, [names.slice(0, 2), ...names.slice(2).map((name) => [name])]);
    const paths = await folder.writeParts(parts.map((part, i) => (i < 2 ? part : undefined)));
    expect(await outcome(paths[0])).toMatch(
      /: tiny-00003-of-00018\.gguf, tiny-00004-.*, tiny-00005-of-00018\.gguf and 13 more; put them there$/
    );
  });

  it("must have its first part", async () => {
    const paths = await folder.writeParts([undefined, ...split(model, thirds).slice(1)]);
    const advice = "there is no such file; put it there: the first part holds the configuration";
    expect(await outcome(paths[2])).toBe(`Problem: ${paths[0]}: ${advice}`);
  });

  it("must have parts that are missing where they may hold what changes the blocks at hand", async () => {
    const norm = withTensor(model, "output_norm.weight", [2], f32(1, 1));
    const whole = withTensor(norm, "output.weight", [3, 2], f32(1, 2, 3, 4, 5, 6));
    const first = [...names.slice(0, 10), "output_norm.weight", "output.weight"];
    const second = names.slice(10);
    const [path] = await folder.writeParts([split(whole, [first, second])[0], undefined]);
    expect(await outcome(path, 1)).toBe("opened: 1");
    for (const more of ["blk.0.attn_k.bias", "rope_freqs.weight"]) {
      const parts = split(withTensor(whole, more, [1], f32(1)), [first, [...second, more]]);
      await folder.writeParts([parts[0], undefined]);
      expect(await outcome(path, 1)).toBe(
        `Problem: ${path}: missing: tiny-00002-of-00002.gguf, with tensors that belong to no block, ` +
          "biases or rope_freqs perhaps; put them there"
      );
    }
  });

  it("has rotary factors in whichever part", async () => {
    const parts = split(withTensor(model, "rope_freqs.weight", [1], f32(2)), [names, ["rope_freqs.weight"]]);
    const paths = await folder.writeParts(parts);
    const checkpoint = await openCheckpoint(paths[0]);
    expect(checkpoint.config.ropeFrequencies).toEqual([0.5]);
    expect(await checkpoint.files(2)).toEqual(paths);
    await checkpoint.close();
  });
});
