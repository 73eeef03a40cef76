import {describe, expect, it} from "vitest";
import {f32} from "./bytes.ts";
import {problemOf, temporaryFolder} from "./files.ts";
import {
  array,
  boolean,
  float32,
  ggufBytes,
  smallest,
  string,
  text,
  uint32,
  withInfo,
  withMetadata,
  without,
  withTensor,
  type Parts
} from "./gguf-bytes.ts";

const folder = temporaryFolder();

const complaint = async (parts: Parts) => problemOf(await folder.write("model.gguf", ggufBytes(parts)));

const another = (architecture: string) => withMetadata({"general.architecture": text(architecture)});

describe("a GGUF file that is no LLaMA", () => {
  it.each<[string, Parts, RegExp]>([
    [
      "another architecture",
      another("mamba"),
      /model\.gguf: general\.architecture: llama expected, mamba found; only a LLaMA is run here$/
    ],
    ["Qwen 2", another("qwen2"), /llama expected, qwen2 found \(Qwen 2, which turns other pairs/],
    ["Gemma", another("gemma"), /llama expected, gemma found \(Gemma, which scales its embeddings\)/],
    ["Phi 3", another("phi3"), /llama expected, phi3 found \(Phi 3, which has one matrix/],
    ["an image encoder", another("clip"), /clip found \(.*its language model is a file of its own\)/],
    ["an inherited name", another("constructor"), /llama expected, constructor found; only/],
    ["no architecture", without(smallest(), "general.architecture"), /llama expected, none found; only/],
    [
      "an architecture that is no text",
      withMetadata({"general.architecture": uint32(1)}),
      /a string expected/
    ],
    ["an adapter", withMetadata({"general.type": text("adapter")}), /general\.type: model expected, adapter/],
    [
      "experts",
      withMetadata({"llama.expert_used_count": uint32(2), "llama.expert_count": uint32(8)}),
      /llama\.expert_count: 0 expected, 8 found \(experts as in Mixtral\); only a plain LLaMA is run here$/
    ],
    [
      "another order of its tensors",
      withMetadata({"llama.tensor_data_layout": text("theirs")}),
      /tensor_data_layout: Meta AI original pth expected, theirs found/
    ],
    [
      "attention to what follows",
      withMetadata({"llama.attention.causal": boolean(0)}),
      /causal: true expected/
    ],
    [
      "a list of flags",
      withMetadata({"llama.attention.causal": array(7, 0)}),
      /causal: true expected, an array/
    ],
    [
      "a key that is not known",
      withMetadata({"llama.attention.scale": float32(0.1)}),
      /model\.gguf: llama\.attention\.scale is no key of a plain LLaMA/
    ],
    [
      "blocks of different numbers of heads",
      withMetadata({"llama.attention.head_count_kv": array(4, 0)}),
      /model\.gguf: llama\.attention\.head_count_kv: a number expected, an array of 0 in the file$/
    ],
    [
      "values of another length than keys",
      withMetadata({"llama.attention.value_length": uint32(4)}),
      /attention\.value_length: 2 expected, as for keys, 4 found/
    ],
    [
      "keys of another length than values",
      withMetadata({"llama.attention.key_length": uint32(4)}),
      /attention\.value_length: 4 expected, as for keys, 2 found/
    ],
    [
      "heads that turn in part",
      withMetadata({"llama.rope.dimension_count": uint32(4)}),
      /rope\.dimension_count: 2 expected, as for keys, 4 found/
    ],
    [
      "one matrix for queries, keys and values",
      withInfo(2, {name: "blk.0.attn_qkv.weight"}),
      /tensor blk\.0\.attn_qkv\.weight is not part of a LLaMA/
    ],
    ["norms of queries", withInfo(2, {name: "blk.0.attn_q_norm.weight"}), /attn_q_norm\.weight is not part/],
    ["biases of norms", withInfo(2, {name: "blk.0.attn_norm.bias"}), /attn_norm\.bias is not part of/],
    [
      "long factors",
      withInfo(2, {name: "rope_factors_long.weight"}),
      /rope_factors_long\.weight is not part/
    ],
    ["a block too many", withInfo(2, {name: "blk.2.attn_q.weight"}), /block 2 in a model of 2 blocks/]
  ])("is refused by name: %s", async (_, parts, message) => {
    expect(await complaint(parts)).toMatch(message);
  });
});

describe("a GGUF file that is read in another way", () => {
  it.each<[string, Parts, RegExp]>([
    [
      "version 1",
      {...smallest(), version: 1},
      /GGUF version 2 or 3 expected, version 1 of August 2023 found/
    ],
    ["version 4", {...smallest(), version: 4}, /GGUF version 2 or 3 expected, 4 found$/],
    [
      "big-endian numbers",
      {...smallest(), version: 3 << 24},
      /version 2 or 3 expected, its bytes are in big-endian order; convert it with .*gguf-convert-endian$/
    ]
  ])("is refused by name: %s", async (_, parts, message) => {
    expect(await complaint(parts)).toMatch(message);
  });
});

describe("a GGUF file whose numbers contradict each other", () => {
  const missing = (key: string) => without(smallest(), key);

  it.each<[string, Parts, RegExp]>([
    [
      "no length of the stream",
      missing("llama.embedding_length"),
      /embedding_length: a number expected, nothing/
    ],
    [
      "no number of blocks",
      missing("llama.block_count"),
      /block_count: a number expected, nothing in the file/
    ],
    [
      "heads that are no number",
      withMetadata({"llama.attention.head_count": text("two")}),
      /head_count: a number expected, two in the file/
    ],
    ["no heads", withMetadata({"llama.attention.head_count": uint32(0)}), /found/],
    [
      "heads that can't be grouped",
      withMetadata({"llama.attention.head_count_kv": uint32(2)}),
      /a divisor of 1 heads expected, 2 found/
    ],
    [
      "a vocabulary of 2^32",
      withMetadata({"llama.vocab_size": uint32(2 ** 32 - 1)}),
      /vocabSize: a whole number from 1/
    ],
    ["no blocks", withMetadata({"llama.block_count": uint32(0)}), /numHiddenLayers: .* expected, 0 found/],
    [
      "a vocabulary larger than its embeddings",
      withMetadata({"llama.vocab_size": uint32(4), "llama.block_count": uint32(1)}),
      /tensor token_embd\.weight: 4×2 values expected by the configuration, 3×2 found/
    ],
    [
      "more tokens than embeddings",
      withMetadata({"tokenizer.ggml.tokens": array(8, 4, ...["a", "b", "c", "d"].map(string))}),
      /tokenizer\.ggml\.tokens: 3 at most expected, as many as embeddings, 4 found/
    ],
    [
      "scores for some tokens",
      withMetadata({
        "tokenizer.ggml.model": text("llama"),
        "tokenizer.ggml.tokens": array(8, 2, string("a"), string("b")),
        "tokenizer.ggml.scores": array(6, 1, f32(1))
      }),
      /tokenizer\.ggml\.scores: 2 expected, 1 in the file/
    ],
    [
      "a tensor of another shape",
      withInfo(2, {shape: [2, 1]}),
      /model\.gguf: tensor blk\.0\.attn_q\.weight: 2×2 values expected by the configuration, 2×1 found$/
    ],
    [
      "a weight that is no number",
      withTensor(
        without(smallest(), "blk.0.attn_v.weight"),
        "blk.0.attn_v.weight",
        [2, 2],
        f32(1, NaN, 2, 3)
      ),
      /tensor blk\.0\.attn_v\.weight: value 1 is not a finite number/
    ]
  ])("is refused by name: %s", async (_, parts, message) => {
    expect(await complaint(parts)).toMatch(message);
  });
});
