import {readFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import type {Tensor} from "../../loaders/checkpoint/checkpoint.ts";
import {float16} from "../../loaders/checkpoint/dtype/dtype.ts";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {concat, f32} from "./bytes.ts";
import {temporaryFolder} from "./files.ts";
import {
  array,
  boolean,
  ggufBytes,
  smallest,
  string,
  text,
  uint32,
  withMetadata,
  without,
  withTensor,
  type Parts
} from "./gguf-bytes.ts";

const fixture = "tests/fixtures/tiny-gguf/tiny-llama.gguf";
const folder = temporaryFolder();

async function opened(parts: Parts) {
  const checkpoint = await openCheckpoint(await folder.write("model.gguf", ggufBytes(parts)));
  await checkpoint.close();
  return checkpoint;
}

describe("a GGUF file", () => {
  it("gives the configuration of its metadata", async () => {
    const checkpoint = await openCheckpoint(fixture);
    expect(checkpoint.format).toBe("GGUF");
    expect(checkpoint.path).toBe(fixture);
    expect(await checkpoint.files(3)).toEqual([fixture]);
    const {ropeFrequencies, ...config} = checkpoint.config;
    expect(config).toEqual({
      hiddenSize: 32,
      intermediateSize: 48,
      numHiddenLayers: 3,
      numAttentionHeads: 4,
      numKeyValueHeads: 2,
      headDim: 8,
      vocabSize: 384,
      rmsNormEps: Math.fround(1e-5),
      ropeInterleaved: true,
      biases: []
    });
    expect(ropeFrequencies.map((frequency) => frequency.toPrecision(12))).toEqual([
      "1.00000000000",
      "0.100000000000",
      "0.0100000000000",
      "0.00100000000000"
    ]);
    await checkpoint.close();
  });

  it("gives the gguf package's values of a block of F32, F16, Q8_0 and Q4_1, and of embeddings", async () => {
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
    expect(checkpoint.tokenizer).toMatchObject({model: "gpt2", pre: "smollm", scores: []});
    expect(checkpoint.tokenizer?.tokens.slice(0, 3)).toEqual(["<s>", "Ġt1", "Ġt2"]);
    expect(checkpoint.tokenizer?.merges).toEqual(["Ġ t", "Ġt 1"]);
    expect(checkpoint.tokenizer?.tokenTypes).toEqual([3, ...Array<number>(383).fill(1)]);
    expect(checkpoint.bosId).toBe(0);
  });

  it("gives embeddings in the order of the ids, as often as they are asked for", async () => {
    const checkpoint = await openCheckpoint(await folder.write("model.gguf", ggufBytes(smallest())));
    expect(await checkpoint.embeddings([2, 0, 2])).toEqual(Float32Array.of(4, 5, 0, 1, 4, 5));
    await checkpoint.close();
  });

  it("may be of version 2, without a tokenizer, with a key head for every query head", async () => {
    const checkpoint = await opened({...smallest(), version: 2});
    expect(checkpoint.tokenizer).toBeUndefined();
    expect(checkpoint.bosId).toBeUndefined();
    expect(checkpoint.config).toMatchObject({numKeyValueHeads: 1, headDim: 2, vocabSize: 3});
  });

  it("may align its tensors to 64 bytes", async () => {
    const {infos, data, metadata} = withMetadata({"general.alignment": uint32(64)});
    const spaced = infos.map((info, i) => ({...info, offset: 64 * i}));
    const apart = infos.map((_, i) => concat(data.subarray(32 * i, 32 * (i + 1)), new Uint8Array(32)));
    const bytes = ggufBytes({metadata, infos: spaced, data: concat(...apart), alignment: 64});
    const checkpoint = await openCheckpoint(await folder.write("model.gguf", bytes));
    expect(await checkpoint.embeddings([1])).toEqual(Float32Array.of(2, 3));
    expect((await checkpoint.block(0)).key.data).toEqual(Float32Array.of(24, 25, 26, 27));
    await checkpoint.close();
  });

  it("may have a longer header than is read at first", async () => {
    const {config} = await opened(withMetadata({x: text("é".repeat(3 << 20))}));
    expect(config.hiddenSize).toBe(2);
  });

  it("may have keys longer than a share of the embeddings", async () => {
    const parts = withMetadata({
      "llama.attention.key_length": uint32(4),
      "llama.attention.value_length": uint32(4),
      "llama.rope.dimension_count": uint32(4)
    });
    expect((await opened(parts)).config).toMatchObject({hiddenSize: 2, numAttentionHeads: 1, headDim: 4});
  });

  it("may lack blocks as long as nobody asks for them", async () => {
    const path = await folder.write("model.gguf", ggufBytes(smallest()));
    const checkpoint = await openCheckpoint(path);
    expect(await checkpoint.files(1)).toEqual([path]);
    expect((await checkpoint.block(0)).down).toEqual({
      shape: [2, 4],
      data: Float32Array.of(72, 73, 74, 75, 76, 77, 78, 79)
    });
    const missing =
      /model\.gguf: tensor blk\.1\.\w+\.weight is missing; use a checkpoint that holds all that is/;
    await expect(checkpoint.block(1)).rejects.toThrow(missing);
    await expect(checkpoint.files(2)).rejects.toThrow(missing);
    await expect(checkpoint.block(2)).rejects.toThrow(/^block 2: .* has blocks 0 to 1$/);
    await expect(checkpoint.embeddings([3])).rejects.toThrow(/^token 3: an id from 0 to 2 expected/);
    await checkpoint.close();
  });

  it("says how many tokens a token sees, where that is not all", async () => {
    const key = "llama.attention.sliding_window";
    expect((await opened(withMetadata({[key]: uint32(4096)}))).config.slidingWindow).toBe(4096);
    expect((await opened(withMetadata({[key]: uint32(0)}))).config).not.toHaveProperty("slidingWindow");
  });

  it("is read where keys that change the graph leave it as it is", async () => {
    const {config} = await opened(
      withMetadata({
        "general.type": text("model"),
        "llama.context_length": uint32(2048),
        "llama.expert_count": uint32(0),
        "llama.expert_used_count": uint32(0),
        "llama.tensor_data_layout": text("Meta AI original pth"),
        "llama.use_parallel_residual": boolean(0),
        "llama.attention.causal": boolean(1),
        "llama.pooling_type": uint32(3)
      })
    );
    expect(config).toEqual((await opened(smallest())).config);
  });

  it("may hold a list of rotary frequencies for each block, which nobody needs", async () => {
    const parts = withTensor(smallest(), "blk.0.attn_rot_embd.weight", [1], f32(7));
    expect((await opened(parts)).config).toEqual((await opened(smallest())).config);
  });
});

describe("a GGUF file's vocabulary", () => {
  const tokens = array(8, 3, string("a"), string("b"), string("c"));
  const unsaid = without(smallest(), "llama.vocab_size");

  it("is as large as the embeddings where no key says so", async () => {
    expect((await opened(unsaid)).config.vocabSize).toBe(3);
  });

  it("may have fewer tokens than there are embeddings", async () => {
    const parts = {...unsaid, metadata: {...unsaid.metadata, "tokenizer.ggml.tokens": tokens}};
    expect((await opened(parts)).config.vocabSize).toBe(3);
    const two = {...parts.metadata, "tokenizer.ggml.tokens": array(8, 2, string("a"), string("b"))};
    expect((await opened({...parts, metadata: two})).config.vocabSize).toBe(3);
  });

  it.each<[string, string, Parts["metadata"], number | undefined]>([
    ["SentencePiece", "llama", {}, 1],
    ["SentencePiece, if it says otherwise", "llama", {"tokenizer.ggml.add_bos_token": boolean(0)}, undefined],
    ["byte-level BPE", "gpt2", {}, undefined],
    ["byte-level BPE, if it says so", "gpt2", {"tokenizer.ggml.add_bos_token": boolean(1)}, 1],
    ["LLaMA 3's byte-level BPE", "gpt2", {"tokenizer.ggml.pre": text("llama-bpe")}, 1]
  ])("begins with its first token, as llama.cpp has it: %s", async (_, model, more, bosId) => {
    const parts = withMetadata({
      "tokenizer.ggml.model": text(model),
      "tokenizer.ggml.tokens": tokens,
      "tokenizer.ggml.bos_token_id": uint32(1),
      ...more
    });
    expect((await opened(parts)).bosId).toBe(bosId);
  });
});

function valuesOf({data}: Tensor): number[] {
  return data instanceof Uint16Array ? Array.from(data, float16) : [...data];
}
