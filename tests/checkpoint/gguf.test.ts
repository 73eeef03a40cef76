import {readFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import type {Tensor} from "../../loaders/checkpoint/checkpoint.ts";
import {float16} from "../../loaders/checkpoint/dtype.ts";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {problemOf, temporaryFolder} from "./files.ts";
import {
  array,
  ggufBytes,
  smallest,
  string,
  text,
  uint32,
  withInfo,
  withMetadata,
  type Parts
} from "./gguf-bytes.ts";

const fixture = "tests/fixtures/tiny-gguf/tiny-llama.gguf";
const folder = temporaryFolder();

const open = async (parts: Parts) => openCheckpoint(await folder.write("model.gguf", ggufBytes(parts)));
const complaint = async (parts: Parts) => problemOf(await folder.write("model.gguf", ggufBytes(parts)));

describe("a GGUF file", () => {
  it("gives the configuration of its metadata", async () => {
    const checkpoint = await openCheckpoint(fixture);
    expect(checkpoint.format).toBe("gguf");
    expect(checkpoint.files).toEqual([fixture]);
    expect(checkpoint.config).toEqual({
      hiddenSize: 32,
      intermediateSize: 48,
      numHiddenLayers: 3,
      numAttentionHeads: 4,
      numKeyValueHeads: 2,
      headDim: 8,
      vocabSize: 384,
      rmsNormEps: Math.fround(1e-5),
      ropeTheta: 10000,
      ropeInterleaved: true
    });
    await checkpoint.close();
  });

  it("gives the values of the gguf package for a block of F32, F16, Q8_0 and Q4_1, and for embeddings", async () => {
    const checkpoint = await openCheckpoint(fixture);
    const block = await checkpoint.block(1);
    const embeddings = await checkpoint.embeddings([1, 200, 383]);
    await checkpoint.close();
    const {attentionNorm, query, key, value, attentionOutput, feedForwardNorm, gate, down, up} = block;
    const tensors = [attentionNorm, query, key, value, attentionOutput, feedForwardNorm, gate, down, up];
    const found = [...tensors.flatMap(valuesOf), ...embeddings];
    const reference = new Float32Array(
      new Uint8Array(await readFile("tests/fixtures/tiny-gguf/reference.f32")).buffer
    );
    expect(found.length).toBe(reference.length);
    const largest = Math.max(...found.map((x, i) => Math.abs(x - reference[i])));
    console.log(`largest difference to the gguf package: ${largest}`);
    expect(largest).toBe(0);
  });

  it("gives the tokenizer of its metadata", async () => {
    const checkpoint = await openCheckpoint(fixture);
    await checkpoint.close();
    expect(checkpoint.tokenizer).toMatchObject({model: "gpt2", pre: "smollm", bosId: 0, addBos: true});
    expect(checkpoint.tokenizer?.tokens.slice(0, 3)).toEqual(["<s>", "Ġt1", "Ġt2"]);
    expect(checkpoint.tokenizer?.merges).toEqual(["Ġ t", "Ġt 1"]);
    expect(checkpoint.tokenizer?.tokenTypes).toEqual([3, ...Array<number>(383).fill(1)]);
  });

  it("gives embeddings in the order of the ids, as often as they are asked for", async () => {
    const checkpoint = await open(smallest());
    expect(await checkpoint.embeddings([2, 0, 2])).toEqual(Float32Array.of(4, 5, 0, 1, 4, 5));
    await checkpoint.close();
  });

  it("may be of version 2, without a tokenizer, with attention to every head and a base of 10000", async () => {
    const checkpoint = await open({...smallest(), version: 2});
    await checkpoint.close();
    expect(checkpoint.tokenizer).toBeUndefined();
    expect(checkpoint.config).toMatchObject({
      numKeyValueHeads: 1,
      ropeTheta: 10000,
      headDim: 2,
      vocabSize: 3
    });
  });

  it("has as many rows of embeddings as tokens where it says nothing of the vocabulary", async () => {
    const parts = withMetadata({"tokenizer.ggml.tokens": array(8, 3, string("a"), string("b"), string("c"))});
    delete parts.metadata["llama.vocab_size"];
    const checkpoint = await open(parts);
    await checkpoint.close();
    expect(checkpoint.config.vocabSize).toBe(3);
  });

  it("may lack blocks as long as nobody asks for them", async () => {
    const checkpoint = await open(smallest());
    expect((await checkpoint.block(0)).down).toEqual({
      shape: [2, 4],
      data: Float32Array.of(72, 73, 74, 75, 76, 77, 78, 79)
    });
    await expect(checkpoint.block(1)).rejects.toThrow(
      /^tensor blk\.1\.\w+\.weight is missing in .*model\.gguf/
    );
    await expect(checkpoint.block(2)).rejects.toThrow(/^block 2: .* has blocks 0 to 1$/);
    await expect(checkpoint.embeddings([3])).rejects.toThrow(/^token 3: an id from 0 to 2 expected/);
    await checkpoint.close();
  });

  it.each<[string, Parts, RegExp]>([
    [
      "another architecture",
      withMetadata({"general.architecture": text("qwen2")}),
      /llama expected, qwen2 in/
    ],
    ["version 1", {...smallest(), version: 1}, /GGUF version 2 or 3, little-endian, expected, 1 found/],
    ["big-endian numbers", {...smallest(), version: 3 << 24}, /little-endian, expected/],
    [
      "scaled positions",
      withMetadata({"llama.rope.scaling.type": text("yarn")}),
      /llama\.rope\.scaling\.type is not/
    ],
    [
      "a sliding window",
      withMetadata({"llama.attention.sliding_window": uint32(4096)}),
      /sliding_window is not part/
    ],
    ["experts", withMetadata({"llama.expert_count": uint32(8)}), /llama\.expert_count is not part/],
    [
      "heads that turn in part",
      withMetadata({"llama.rope.dimension_count": uint32(4)}),
      /dimension_count: 2 expected, .* 4 found/
    ],
    ["a part of several", withMetadata({"split.count": uint32(2)}), /one part of several/],
    [
      "no number of heads",
      withMetadata({"llama.attention.head_count": text("two")}),
      /a number expected, two in/
    ],
    [
      "heads that can't be grouped",
      withMetadata({"llama.attention.head_count_kv": uint32(2)}),
      /a divisor of 1 heads expected, 2 found/
    ],
    [
      "a bias",
      withInfo(2, {name: "blk.0.attn_q.bias"}),
      /tensor blk\.0\.attn_q\.bias is not part of a plain LLaMA/
    ],
    ["position factors", withInfo(2, {name: "rope_freqs.weight"}), /rope_freqs\.weight is not part/],
    ["a block too many", withInfo(2, {name: "blk.2.attn_q.weight"}), /block 2 in a model of 2 blocks/],
    ["Q4_K", withInfo(2, {type: 12}), /attn_q\.weight: F32, F16, Q8_0 or Q4_1 expected, Q4_K found/],
    ["an unknown type", withInfo(2, {type: 99}), /expected, type 99 found/],
    [
      "another shape",
      withInfo(2, {shape: [2, 1]}),
      /^tensor blk\.0\.attn_q\.weight: 2×2 values expected, 2×1 in model\.gguf$/
    ]
  ])("is refused by name with %s", async (_, parts, message) => {
    expect(await complaint(parts)).toMatch(message);
  });

  it("is read where keys that change the graph leave it as it is", async () => {
    const parts = withMetadata({"llama.rope.scaling.type": text("none"), "llama.expert_count": uint32(0)});
    const checkpoint = await open(parts);
    await checkpoint.close();
    expect(checkpoint.config.numHiddenLayers).toBe(2);
  });
});

function valuesOf({data}: Tensor): number[] {
  return data instanceof Uint16Array ? Array.from(data, float16) : [...data];
}
