import {cp, mkdir, rename, rm, writeFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import {byteLength} from "../../loaders/checkpoint/dtype/dtype.ts";
import {join as joinParts, type Cut} from "../../loaders/checkpoint/meta/join.ts";
import {readParams} from "../../loaders/checkpoint/meta/params.ts";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import type {StoredTensor} from "../../loaders/checkpoint/tensors.ts";
import {problemOf, temporaryFolder} from "./files.ts";

const folder = temporaryFolder();
const fixtures = "tests/fixtures/checkpoints";

/** A copy of a fixture that may be changed. */
async function copyOf(name: string): Promise<string> {
  const path = `${folder.path}/${name}-${Math.random()}`;
  await cp(`${fixtures}/${name}`, path, {recursive: true});
  return path;
}

/** A tensor of float32 in memory. */
function stored(path: string, shape: number[], values: number[]): StoredTensor {
  const bytes = new Uint8Array(Float32Array.from(values).buffer);
  const read = (position: number, length: number) =>
    Promise.resolve(bytes.slice(position, position + length));
  return {shape, dtype: "F32", paths: [path], read};
}

async function valuesOf(tensor: StoredTensor, first: number, rows: number): Promise<number[]> {
  const row = byteLength("F32", tensor.shape[1]);
  return [...new Float32Array((await tensor.read(first * row, rows * row)).buffer)];
}

describe("parts of a tensor", () => {
  const a = stored("a", [3, 2], [1, 2, 3, 4, 5, 6]);
  const b = stored("b", [3, 2], [7, 8, 9, 10, 11, 12]);

  it("are joined below one another", async () => {
    const whole = joinParts("w", [a, b], "rows");
    expect([whole.shape, whole.paths]).toEqual([
      [6, 2],
      ["a", "b"]
    ]);
    expect(await valuesOf(whole, 0, 6)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(await valuesOf(whole, 2, 2)).toEqual([5, 6, 7, 8]);
    expect(await valuesOf(whole, 4, 1)).toEqual([9, 10]);
  });

  it("are joined side by side", async () => {
    const whole = joinParts("w", [a, b], "columns");
    expect(whole.shape).toEqual([3, 4]);
    expect(await valuesOf(whole, 0, 3)).toEqual([1, 2, 7, 8, 3, 4, 9, 10, 5, 6, 11, 12]);
    expect(await valuesOf(whole, 1, 1)).toEqual([3, 4, 9, 10]);
  });

  it("of which each is the whole are not joined", () => {
    expect(joinParts("w", [a, b], "none").shape).toEqual([3, 2]);
  });

  it.each<[Cut]>([["rows"], ["columns"], ["none"]])("of different shapes are a problem, cut by %s", (cut) => {
    const other = stored("c", [2, 2], [1, 2, 3, 4]);
    expect(() => joinParts("w", [a, other], cut)).toThrow(
      "c: tensor w: 3×2 F32 expected, as in a, 2×2 F32 found"
    );
  });

  it("of different types are a problem", () => {
    expect(() => joinParts("w", [a, {...b, dtype: "F16"}], "rows")).toThrow("3×2 F16 found");
  });
});

describe("shards", () => {
  it.each(["consolidated.00.pth", "consolidated.01.pth", "consolidated.03.pth"])(
    "are opened all together when %s is named",
    async (name) => {
      const checkpoint = await openCheckpoint(`${fixtures}/pth-4-shards/${name}`);
      expect(await checkpoint.files(1)).toEqual([
        ...[0, 1, 2, 3].map((i) => `${fixtures}/pth-4-shards/consolidated.0${i}.pth`),
        `${fixtures}/pth-4-shards/params.json`
      ]);
      await checkpoint.close();
    }
  );

  it.each([1, 3])("are all needed: number %i missing is named", async (missing) => {
    const path = await copyOf("pth-4-shards");
    await rm(`${path}/consolidated.0${missing}.pth`);
    expect(await problemOf(path)).toMatch(
      missing === 3
        ? /consolidated\.03\.pth: 4 shards expected, 3 found; put all of them there$/
        : /consolidated\.01\.pth: expected beside the other shards, nothing found$/
    );
  });

  it("are a problem when there is one too many", async () => {
    const path = await copyOf("pth-2-shards");
    await cp(`${path}/consolidated.01.pth`, `${path}/consolidated.02.pth`);
    expect(await problemOf(path)).toMatch(/4 heads of 8 expected in all shards, 16 rows in each of 3 found/);
  });

  it("of another checkpoint are a problem", async () => {
    const path = await copyOf("pth-2-shards");
    await cp(`${fixtures}/pth-fp16/consolidated.00.pth`, `${path}/consolidated.01.pth`);
    expect(await problemOf(path)).toMatch(/tensor .*: .* expected, as in .*consolidated\.00\.pth, .* found/);
  });

  it("are not looked for beside a file of another name", async () => {
    const path = await copyOf("pth-fp16");
    await rename(`${path}/consolidated.00.pth`, `${path}/model.pt`);
    await mkdir(`${path}/consolidated.00.pth`);
    expect(await problemOf(`${path}/model.pt`)).toBeNull();
  });
});

describe("params.json", () => {
  const read = async (params: Record<string, unknown>) => {
    const path = `${folder.path}/params.json`;
    await writeFile(path, JSON.stringify({dim: 64, n_layers: 4, n_heads: 4, norm_eps: 1e-5, ...params}));
    return readParams(path);
  };

  it.each([
    ["LLaMA 3.1 8B", {dim: 4096, n_layers: 32}, 8],
    ["LLaMA 3.1 70B", {dim: 8192, n_layers: 80}, 8],
    ["LLaMA 3.2 1B", {dim: 2048, n_layers: 16}, 32],
    ["LLaMA 3.2 3B", {dim: 3072, n_layers: 28}, 32],
    ["a file that says so", {rope_scaling_factor: 4}, 4]
  ])("stretches positions as transformers does, in %s", async (_, params, factor) => {
    expect((await read({use_scaled_rope: true, ...params})).ropeScaling).toEqual({
      kind: "llama3",
      factor,
      lowFreqFactor: 1,
      highFreqFactor: 4,
      originalLength: 8192
    });
  });

  it("stretches nothing where it does not say so, and leaves the vocabulary to the tensors", async () => {
    const {ropeScaling, vocabSize, keyValueHeads, headDim, slidingWindow} = await read({
      use_scaled_rope: false
    });
    expect([ropeScaling, vocabSize, keyValueHeads, headDim, slidingWindow]).toEqual([
      {kind: "none"},
      -1,
      4,
      16,
      undefined
    ]);
  });

  it("may be Mistral's, with a window", async () => {
    expect(await read({head_dim: 32, hidden_dim: 128, sliding_window: 4096})).toMatchObject({
      headDim: 32,
      hiddenDim: 128,
      ropeTheta: 10000,
      slidingWindow: 4096
    });
  });

  it("must say how fast a Mistral without a window turns, of which there are two opinions", async () => {
    const mistral = {head_dim: 32, hidden_dim: 128, sliding_window: null};
    expect(await read({...mistral, rope_theta: 1e6})).toMatchObject({
      ropeTheta: 1e6,
      slidingWindow: undefined
    });
    await expect(read(mistral)).rejects.toThrow(/rope_theta: a number expected, nothing found/);
  });

  it("may say what goes without saying", async () => {
    const plain = {model_type: "transformer", activation: "silu", use_biases: false, tied_embeddings: false};
    expect(await read({...plain, max_seq_len: 32768, moe: null, lora_args: null})).toEqual(await read({}));
  });

  it.each(["tied_embeddings", "tie_word_embeddings"])("says by %s that embeddings are tied", async (key) => {
    expect((await read({})).tied).toBe(false);
    expect((await read({[key]: true})).tied).toBe(true);
    await expect(read({[key]: "yes"})).rejects.toThrow(
      `params.json: ${key}: true or false expected, yes found`
    );
  });

  it.each<[string, unknown, string]>([
    ["model_type", "mamba", "model_type mamba"],
    ["activation", "gelu", "activation gelu"],
    ["use_biases", true, "use_biases true"],
    ["__proto__x", 1, "__proto__x"],
    ["constructor", 1, "constructor"],
    ["a\nkey", 1, "a\ufffdkey"]
  ])("is refused with %j %j", async (key, value, named) => {
    await expect(read({[key]: value})).rejects.toThrow(`params.json: ${named} is not part of a plain LLaMA`);
  });

  it.each([
    [{n_layers: "32"}, /n_layers: a number expected, 32 found/],
    [{dim: null}, /dim: a number expected, nothing found/],
    [{use_scaled_rope: "yes"}, /use_scaled_rope: true or false expected, yes found/],
    [{rope_scaling_factor: 8}, /use_scaled_rope true expected beside rope_scaling_factor 8/],
    [{sliding_window: [4096, null]}, /sliding_window: a number expected, \[4096,null\] found/]
  ])("is refused with %o", async (params, message) => {
    await expect(read(params)).rejects.toThrow(message);
  });

  it.each(["moe", "vision_chunk_size", "quantization_args", "lora_args"])(
    "is refused with %s",
    async (key) => {
      await expect(read({[key]: {}})).rejects.toThrow(`${key} is not part of a plain LLaMA`);
    }
  );
});
