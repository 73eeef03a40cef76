import {join} from "node:path";
import {afterEach, describe, expect, it} from "vitest";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {openFilesIn, problemOf, temporaryFolder} from "./files.ts";
import {blockTensors, embeddings, tensors, writeSingle} from "./hugging-face-files.ts";
import {countingTensors, safetensorsBytes} from "./safetensors-bytes.ts";

const folder = temporaryFolder();
const {write} = folder;

afterEach(() => expect(openFilesIn(folder.path)).toEqual([]));

const single = async (changes: Parameters<typeof writeSingle>[2]) =>
  problemOf(await writeSingle(write, "single", changes));

describe("Hugging Face's model.safetensors", () => {
  it("gives the tensors of each block by our names", async () => {
    const path = await writeSingle(write, "whole", {config: {bos_token_id: 2}});
    const checkpoint = await openCheckpoint(path);
    expect([checkpoint.format, checkpoint.path, checkpoint.bosId]).toEqual(["Hugging Face", path, 2]);
    expect(checkpoint.tokenizer).toBeUndefined();
    expect(await checkpoint.files(2)).toEqual([path, join(folder.path, "whole/config.json")]);
    expect(await checkpoint.embeddings([2, 0])).toEqual(Float32Array.of(4, 5, 0, 1));
    const {attentionNorm, value, down} = await checkpoint.block(0);
    expect(attentionNorm).toEqual({shape: [2], data: Float32Array.of(6, 7)});
    expect(value).toEqual({shape: [2, 2], data: Float32Array.of(16, 17, 18, 19)});
    expect(down).toEqual({shape: [2, 4], data: Float32Array.of(42, 43, 44, 45, 46, 47, 48, 49)});
    expect((await checkpoint.block(1)).attentionNorm.data).toEqual(Float32Array.of(50, 51));
    await checkpoint.close();
  });

  it("may hold the output and its norm, and frequencies of old", async () => {
    const more = {
      "lm_head.weight": [3, 2],
      "model.norm.weight": [2],
      "model.layers.0.self_attn.rotary_emb.inv_freq": [1]
    };
    expect(await single({tensors: {...tensors, ...more}})).toBeNull();
  });

  it("may be saved without its head, whose names have no prefix", async () => {
    const bare = {
      "embed_tokens.weight": [3, 2],
      ...blockTensors(0, ""),
      ...blockTensors(1, ""),
      "norm.weight": [2]
    };
    expect(await single({tensors: bare, config: {architectures: ["LlamaModel"]}})).toBeNull();
  });

  it("may hold tied embeddings as the output's matrix alone", async () => {
    const tied = {"lm_head.weight": [3, 2], ...blockTensors(0), ...blockTensors(1)};
    const path = await writeSingle(write, "tied", {tensors: tied, config: {tie_word_embeddings: true}});
    const checkpoint = await openCheckpoint(path);
    expect(await checkpoint.embeddings([1])).toEqual(Float32Array.of(2, 3));
    await checkpoint.close();
    expect(await single({tensors: tied})).toMatch(
      /tensor model\.embed_tokens\.weight is missing; use a checkpoint/
    );
  });

  it("may have biases where its configuration says so", async () => {
    const biases = Object.fromEntries(
      [0, 1].flatMap((i) =>
        ["q", "k", "v", "o"].map((name) => [`model.layers.${i}.self_attn.${name}_proj.bias`, [2]])
      )
    );
    const biased = {...tensors, ...biases};
    expect(await single({tensors: biased, config: {attention_bias: true}})).toBeNull();
    expect(await single({tensors: biased})).toMatch(
      /q_proj\.bias is not part of a LLaMA with this configuration/
    );
    expect(await single({config: {attention_bias: true}})).toMatch(
      /layers\.0\.self_attn\.q_proj\.bias is missing/
    );
  });

  it.each<[string, Parameters<typeof writeSingle>[2], RegExp]>([
    [
      "an adapter",
      {tensors: {...tensors, "model.layers.0.self_attn.q_proj.lora_A.weight": [1, 2]}},
      /lora_A\.weight is not part of a LLaMA/
    ],
    ["a block too many", {tensors: {...tensors, ...blockTensors(2)}}, /block 2 in a model of 2 blocks/],
    [
      "names of two layouts",
      {tensors: {...tensors, "layers.0.input_layernorm.weight": [2]}},
      /tensor layers\.0\.input_layernorm\.weight is not part/
    ],
    [
      "no embeddings",
      {tensors: {...blockTensors(0), ...blockTensors(1)}},
      /model\.embed_tokens\.weight is missing/
    ],
    [
      "another vocabulary",
      {config: {vocab_size: 4}},
      /tensor model\.embed_tokens\.weight: 4×2 values expected by the configuration, 3×2 found/
    ],
    [
      "fewer key heads than it says",
      {config: {num_attention_heads: 2, head_dim: 2}},
      /q_proj\.weight: 4×2 values expected by the configuration, 2×2 found/
    ],
    [
      "another architecture",
      {config: {model_type: "gpt2", architectures: ["GPT2LMHeadModel"]}, tensors: {"wte.weight": [3, 2]}},
      /config\.json: architecture GPT2LMHeadModel is not run here/
    ]
  ])("is refused with %s", async (_, changes, message) => {
    expect(await single(changes)).toMatch(message);
  });

  it("may lack blocks that nobody asks for", async () => {
    const path = await writeSingle(write, "first", {tensors: {...embeddings, ...blockTensors(0)}});
    const checkpoint = await openCheckpoint(path);
    expect(await checkpoint.files(1)).toHaveLength(2);
    await expect(checkpoint.files(2)).rejects.toThrow(
      /first\/model\.safetensors: tensor model\.layers\.1\.\S+ is missing/
    );
    await checkpoint.close();
  });

  it("may hold types that are not read here where nobody needs them", async () => {
    const name = "model.layers.1.mlp.up_proj.weight";
    const text = JSON.stringify({[name]: {dtype: "F8_E4M3", shape: [4, 2], data_offsets: [0, 8]}});
    const others = Object.fromEntries(Object.entries(tensors).filter(([other]) => other !== name));
    const plain = Buffer.from(countingTensors(others));
    const end = 8 + Number(plain.readBigUInt64LE(0));
    const data = plain.subarray(end);
    const shifted = text.replace("[0,8]", `[${data.length},${data.length + 8}]`).slice(1);
    const header = `${plain.toString("utf8", 8, end).slice(0, -1)},${shifted}`;
    await writeSingle(write, "mixed");
    const checkpoint = await openCheckpoint(
      await write("mixed/model.safetensors", safetensorsBytes(header, data, new Uint8Array(8)))
    );
    expect(await checkpoint.files(1)).toHaveLength(2);
    const refusal = new RegExp(
      `${name}: F32, F16 or BF16 expected, F8_E4M3 found; use a checkpoint in one of these`
    );
    await expect(checkpoint.files(2)).rejects.toThrow(refusal);
    await expect(checkpoint.block(1)).rejects.toThrow(refusal);
    await checkpoint.close();
  });

  it("is refused without config.json beside it", async () => {
    const path = await write("lonely/model.safetensors", countingTensors(tensors));
    expect(await problemOf(path)).toMatch(
      /lonely\/config\.json: a file of JSON expected, nothing found; put it there/
    );
  });
});
