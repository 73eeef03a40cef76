import {cp} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {concat, f32, u16} from "./bytes.ts";
import {problemOf, temporaryFolder} from "./files.ts";
import {op, pickle, tensor, zipBytes, type TensorSpec, type ZipOptions} from "./pth-bytes.ts";

const folder = temporaryFolder();

const params = {dim: 2, multiple_of: 4, n_heads: 1, n_layers: 2, norm_eps: 1e-6, vocab_size: -1};

/** One block of one head of two numbers, a storage for each tensor. */
const shapes: Record<string, number[]> = {
  "tok_embeddings.weight": [3, 2],
  "layers.0.attention.wq.weight": [2, 2],
  "layers.0.attention.wk.weight": [2, 2],
  "layers.0.attention.wv.weight": [2, 2],
  "layers.0.attention.wo.weight": [2, 2],
  "layers.0.feed_forward.w1.weight": [4, 2],
  "layers.0.feed_forward.w2.weight": [2, 4],
  "layers.0.feed_forward.w3.weight": [4, 2],
  "layers.0.attention_norm.weight": [2],
  "layers.0.ffn_norm.weight": [2]
};

interface Changes {
  params?: Record<string, unknown>;
  /** Of the tensor wq, whose storage is data/1. */
  query?: Partial<TensorSpec>;
  /** Tensors besides those of the block, all of which view data/1. */
  more?: Record<string, TensorSpec>;
  entries?: Record<string, Uint8Array>;
  without?: string;
  zip?: ZipOptions;
}

/** Writes a checkpoint; storage `key` holds 10 × key + 0, 1, 2, … as float32. */
async function write({params: changed, query, more, entries, without, zip}: Changes = {}): Promise<string> {
  const names = Object.keys(shapes);
  const specs = Object.fromEntries(names.map((name, i) => [name, {key: String(i), shape: shapes[name]}]));
  Object.assign(specs["layers.0.attention.wq.weight"], query);
  const tensors = Object.entries({...specs, ...more}).map(([name, spec]) => [name, tensor(spec)] as const);
  const storages = names.map((name, key) => {
    const count = shapes[name].reduce((a, b) => a * b, 1);
    return [`model/data/${key}`, f32(...Array.from({length: count}, (_, i) => 10 * key + i))] as const;
  });
  const all = {
    "model/data.pkl": pickle(Object.fromEntries(tensors)),
    ...Object.fromEntries(storages),
    ...entries
  };
  const kept = Object.entries(all).filter(([name]) => name !== without);
  await folder.write("params.json", JSON.stringify({...params, ...changed}));
  return folder.write("model.pth", zipBytes(kept, zip));
}

const complaint = async (changes: Changes) => problemOf(await write(changes));

describe("Meta's consolidated.00.pth", () => {
  it("gives the configuration of params.json and of the tensors' shapes", async () => {
    const checkpoint = await openCheckpoint("tests/fixtures/tiny-llama");
    expect(checkpoint.format).toBe("Meta");
    expect(checkpoint.tokenizer).toBeUndefined();
    expect(await checkpoint.files(3)).toEqual([
      "tests/fixtures/tiny-llama/consolidated.00.pth",
      "tests/fixtures/tiny-llama/params.json"
    ]);
    expect(checkpoint.config).toEqual({
      hiddenSize: 32,
      intermediateSize: 48,
      numHiddenLayers: 3,
      numAttentionHeads: 4,
      numKeyValueHeads: 2,
      headDim: 8,
      vocabSize: 384,
      rmsNormEps: 1e-5,
      ropeFrequencies: [1, 0.1, 0.01, 0.001],
      ropeInterleaved: true,
      biases: []
    });
    await checkpoint.close();
  });

  it("gives the bits of float16 that torch wrote, as its twin in GGUF has them", async () => {
    const pth = await openCheckpoint("tests/fixtures/tiny-llama");
    const gguf = await openCheckpoint("tests/fixtures/tiny-gguf");
    for (let i = 0; i < 3; i++) {
      const [ours, twin] = [await pth.block(i), await gguf.block(i)];
      expect(ours.value).toEqual(twin.value);
      expect(ours.down).toEqual(twin.down);
    }
    await pth.close();
    await gguf.close();
  });

  it.each([{zip64: false}, {zip64: true}])("may have places of 64 bits in its archive: %o", async (zip) => {
    const checkpoint = await openCheckpoint(await write({zip}));
    const block = await checkpoint.block(0);
    expect(block.key).toEqual({shape: [2, 2], data: Float32Array.of(20, 21, 22, 23)});
    expect(block.down).toEqual({shape: [2, 4], data: Float32Array.of(60, 61, 62, 63, 64, 65, 66, 67)});
    expect(await checkpoint.embeddings([2, 0])).toEqual(Float32Array.of(4, 5, 0, 1));
    await checkpoint.close();
  });

  it("may hold bfloat16, which becomes float32, and a part of a storage", async () => {
    const path = await write({
      query: {type: "BFloat16Storage", offset: 1, count: 6},
      entries: {"model/data/1": concat(...[9, 0x3f80, 0x4000, 0xbf80, 0, 9].map(u16))}
    });
    const checkpoint = await openCheckpoint(path);
    expect((await checkpoint.block(0)).query.data).toEqual(Float32Array.of(1, 2, -1, 0));
    await checkpoint.close();
  });

  it("may be a state_dict, whose versions are left out", async () => {
    const versions = concat(op.dictionary, op.text("_metadata"), op.dictionary, op.setItem, op.build);
    const plain = pickle(
      Object.fromEntries(
        Object.entries(shapes).map(([name, shape], i) => [name, tensor({key: String(i), shape})])
      )
    );
    const stateDict = concat(plain.subarray(0, -1), versions, op.stop);
    expect(await complaint({entries: {"model/data.pkl": stateDict}, params: {n_layers: 1}})).toBeNull();
  });

  it("may lack blocks as long as nobody asks for them", async () => {
    const checkpoint = await openCheckpoint(await write());
    await expect(checkpoint.block(1)).rejects.toThrow(
      /model\.pth: tensor layers\.1\.attention_norm\.weight is missing; use a checkpoint/
    );
    await checkpoint.close();
  });

  it("takes the vocabulary's size from params.json where it is there", async () => {
    expect(await complaint({params: {vocab_size: 4, n_layers: 1}})).toBe(
      `${folder.path}/model.pth: tensor tok_embeddings.weight: 4×2 values expected by the configuration, 3×2 found`
    );
  });

  const wq = {key: "1", shape: [2, 2]};

  it.each<[string, Changes, RegExp]>([
    [
      "a tensor of another shape",
      {query: {shape: [2, 1]}, entries: {"model/data/1": f32(1, 2)}},
      /model\.pth: tensor layers\.0\.attention\.wq\.weight: 2×2 values expected by the configuration, 2×1 found$/
    ],
    [
      "a bias",
      {more: {"layers.0.attention.wq.bias": wq}},
      /wq\.bias is not part of a LLaMA with this configuration/
    ],
    ["a block too many", {more: {"layers.2.attention.wq.weight": wq}}, /block 2 in a model of 2 blocks/],
    [
      "positions scaled by 0",
      {params: {use_scaled_rope: true, rope_scaling_factor: 0}},
      /factor: 1 or more expected, 0/
    ],
    [
      "a factor for positions that are not scaled",
      {params: {rope_scaling_factor: 8}},
      /use_scaled_rope true expected beside rope_scaling_factor 8/
    ],
    [
      "another hidden_dim than that of w1",
      {params: {hidden_dim: 5, rope_theta: 1e6}},
      /hidden_dim: 4 expected, the rows of w1, 5/
    ],
    ["experts", {params: {moe: {num_experts: 8}}}, /moe is not part of a plain LLaMA/],
    ["no dim", {params: {dim: undefined}}, /params\.json: dim: a number expected, nothing found/],
    ["a dim in words", {params: {dim: "two"}}, /dim: a number expected, two found/],
    ["heads that don't divide dim", {params: {n_heads: 3}}, /headDim: an even number from 2/],
    [
      "columns before rows",
      {query: {strides: [1, 2]}},
      /wq\.weight is not stored row by row; save its \.contiguous\(\)/
    ],
    [
      "integers",
      {query: {type: "IntStorage"}},
      /wq\.weight: float32, float16 or bfloat16 expected, torch\.IntStorage found/
    ],
    ["compressed entries", {zip: {method: 8}}, /entry model\/data\.pkl is compressed or encrypted/],
    [
      "big-endian numbers",
      {entries: {"model/byteorder": concat("big")}},
      /byte order little expected, big found/
    ]
  ])("is refused by name with %s", async (_, changes, message) => {
    expect(await complaint(changes)).toMatch(message);
  });

  it.each<[string, Changes, RegExp]>([
    [
      "a tensor beyond its storage",
      {query: {offset: 1}},
      /wq\.weight: 2×2 values from 1 on expected, 4 stored/
    ],
    [
      "a tensor of 2^62 values",
      {query: {shape: [2 ** 31 - 1, 2 ** 31 - 1], count: 4}},
      /values from 0 on expected, 4 stored/
    ],
    ["a storage longer than its entry", {query: {count: 5}}, /a storage of 5 F32 expected, 16 bytes found/],
    [
      "a storage without an entry",
      {without: "model/data/1"},
      /wq\.weight: entry data\/1 expected in the archive, none/
    ],
    ["fewer strides than dimensions", {query: {strides: [2]}}, /not stored row by row/],
    ["a negative offset", {query: {offset: -1}}, /a whole number expected, -1 found/],
    [
      "no pickle",
      {without: "model/data.pkl"},
      /one data\.pkl of torch\.save expected in the archive, 0 found/
    ],
    [
      "two pickles",
      {entries: {"other/data.pkl": pickle({})}},
      /one data\.pkl .* expected in the archive, 2 found/
    ],
    [
      "an endless pickle",
      {entries: {"model/data.pkl": new Uint8Array(2 ** 20 + 1)}},
      /1048576 bytes of data\.pkl at most/
    ]
  ])("is damaged with %s", async (_, changes, message) => {
    expect(await complaint(changes)).toMatch(message);
  });

  it("is refused without params.json beside it", async () => {
    await write();
    const lonely = `${folder.path}/lonely/model.pth`;
    await cp(`${folder.path}/model.pth`, lonely);
    expect(await problemOf(lonely)).toMatch(/params\.json: a file of JSON expected, nothing found/);
  });

  it.each(["", "{", "[1]", "null"])("is refused when params.json is %j", async (text) => {
    const path = await write();
    await folder.write("params.json", text);
    expect(await problemOf(path)).toMatch(/params\.json: (JSON expected|a JSON object expected)/);
  });
});
