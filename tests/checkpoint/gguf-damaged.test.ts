import {describe, expect, it} from "vitest";
import {concat} from "./bytes.ts";
import {problemOf, temporaryFolder} from "./files.ts";
import {
  array,
  boolean,
  ggufBytes,
  smallest,
  text,
  uint32,
  withInfo,
  withMetadata,
  type Parts
} from "./gguf-bytes.ts";

const folder = temporaryFolder();

const complaint = async (parts: Parts) => problemOf(await folder.write("model.gguf", ggufBytes(parts)));

describe("a damaged GGUF file", () => {
  const whole = ggufBytes(smallest());
  const huge = 2n ** 60n;

  it.each<[string, Parts, RegExp]>([
    [
      "2^60 tensors",
      {...smallest(), tensorCount: huge},
      /tensors: 65536 at most expected, 1152921504606846976/
    ],
    ["2^60 pairs", {...smallest(), pairCount: huge}, /metadata pairs: 65536 at most expected/],
    ["more pairs than there are", {...smallest(), pairCount: 9}, /damaged or cut short/],
    [
      "an array of 2^60 strings",
      withMetadata({"tokenizer.ggml.tokens": array(8, huge)}),
      /elements of tokenizer\.ggml\.tokens/
    ],
    [
      "an array that goes past the end",
      withMetadata({x: array(5, 10_000)}),
      /the header goes on past the last byte/
    ],
    [
      "an array of 2^20 strings that aren't there",
      withMetadata({x: array(8, 2 ** 20)}),
      /bytes of a string: \d+ at most expected/
    ],
    ["one of 2^20 + 1 numbers", withMetadata({x: array(0, 2 ** 20 + 1)}), /elements of x: 1048576 at most/],
    ["arrays in arrays", withMetadata({x: array(9, 1)}), /an array of strings or numbers expected/],
    [
      "a string longer than the file",
      withMetadata({x: {type: 8, bytes: array(8, 0).bytes}}),
      /bytes of a string: \d+ at most/
    ],
    [
      "text that is not UTF-8",
      withMetadata({x: {type: 8, bytes: concat(2, [0, 0, 0, 0, 0, 0, 0], [0xff, 0xfe])}}),
      /is not UTF-8/
    ],
    [
      "a value of an unknown type",
      withMetadata({x: {type: 77, bytes: concat()}}),
      /a type from 0 to 12 expected, 77 found/
    ],
    ["a boolean of 2", withMetadata({x: boolean(2)}), /true or false expected, 2 found/],
    ["a key over several lines", withMetadata({"a\nb": uint32(1)}), /a name in ASCII expected, a.b found/],
    [
      "an alignment of 3",
      withMetadata({"general.alignment": uint32(3)}),
      /a power of two from 8 to 4096 expected, 3/
    ],
    [
      "dimensions whose product is beyond all numbers",
      withInfo(0, {shape: [huge, huge, huge, huge]}),
      /values of F32 don't fit/
    ],
    ["an offset beyond 2^53", withInfo(0, {offset: huge}), /token_embd\.weight: bytes up to \d+ expected/],
    [
      "a tensor that nobody needs behind the end",
      withInfo(9, {name: "output.weight", type: 20, offset: 3200}),
      /output\.weight: bytes up to \d+ expected/
    ],
    ["a dimension of 0", withInfo(0, {shape: [0, 2]}), /0×2 values of F32 don't fit/],
    ["five dimensions", withInfo(0, {shape: [1, 1, 1, 1, 6]}), /1 to 4 dimensions expected, 5 found/],
    ["rows that are no whole groups", withInfo(0, {type: 8}), /3×2 values of Q8_0 don't fit/],
    [
      "a tensor behind the end",
      withInfo(9, {offset: 320}),
      /blk\.0\.ffn_down\.weight: bytes up to \d+ expected/
    ],
    ["a tensor at an odd place", withInfo(0, {offset: 4}), /a multiple of 32 expected, offset 4 found/],
    [
      "two tensors in one place",
      withInfo(3, {offset: 64}),
      /attn_k\.weight overlaps tensor blk\.0\.attn_q\.weight/
    ],
    ["two tensors of one name", withInfo(3, {name: "blk.0.attn_q.weight"}), /attn_q\.weight is there twice/]
  ])("with %s is a problem of one line", async (_, parts, message) => {
    expect(await complaint(parts)).toMatch(message);
  });

  it("is a problem wherever it is cut short", async () => {
    for (let length = 0; length < whole.length; length++) {
      const message = await problemOf(await folder.write("cut.gguf", whole.subarray(0, length)));
      expect(message, `cut after ${length} bytes`).toMatch(/cut\.gguf/);
    }
  });

  it("is a problem when its header is longer than any", async () => {
    expect(await complaint(withMetadata({x: text("é".repeat(17 << 20))}))).toMatch(
      /a header of 33554432 bytes at most expected$/
    );
  });

  it("is one that says the same thing twice", async () => {
    const bytes = Buffer.from(ggufBytes(withMetadata({"llama.block_size_": uint32(2)})));
    bytes.write("llama.block_count", bytes.indexOf("llama.block_size_"));
    expect(await problemOf(await folder.write("twice.gguf", bytes))).toMatch(
      /llama\.block_count is there twice/
    );
  });
});
