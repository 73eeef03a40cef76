import {readFile} from "node:fs/promises";
import {describe, expect, it} from "vitest";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {concat, f32} from "./bytes.ts";
import {temporaryFolder} from "./files.ts";
import {ggufBytes, smallest, uint32, withInfo, withMetadata, withTensor, type Parts} from "./gguf-bytes.ts";

const folder = temporaryFolder();

const open = async (parts: Parts) => openCheckpoint(await folder.write("model.gguf", ggufBytes(parts)));

async function biasesOf(parts: Parts) {
  const checkpoint = await open(parts);
  await checkpoint.close();
  return checkpoint.config.biases;
}

describe("a GGUF file's biases", () => {
  const names = ["attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"];
  const lengths = [2, 2, 2, 2, 4, 4, 2];
  const biased = names.reduce(
    (parts, name, i) =>
      withTensor(parts, `blk.0.${name}.bias`, [lengths[i]], f32(...Array<number>(lengths[i]).fill(i))),
    smallest()
  );

  it("are those of all projections, if the first block has them", async () => {
    const checkpoint = await open(biased);
    expect(checkpoint.config.biases).toEqual([
      "query",
      "key",
      "value",
      "attentionOutput",
      "gate",
      "up",
      "down"
    ]);
    const {queryBias, attentionOutputBias, downBias} = await checkpoint.block(0);
    expect(queryBias?.data).toEqual(Float32Array.of(0, 0));
    expect(attentionOutputBias?.data).toEqual(Float32Array.of(3, 3));
    expect(downBias?.data).toEqual(Float32Array.of(6, 6));
    await checkpoint.close();
  });

  it("may be those of some", async () => {
    const parts = withTensor(smallest(), "blk.0.attn_k.bias", [2], f32(1, 2));
    expect(await biasesOf(parts)).toEqual(["key"]);
  });

  it("must be there in every block that is run", async () => {
    const {infos, data, metadata} = withTensor(smallest(), "blk.0.attn_k.bias", [2], f32(1, 2));
    const second = infos
      .filter(({name}) => name.startsWith("blk.0.") && name.endsWith(".weight"))
      .map((info, i) => ({
        ...info,
        name: info.name.replace("blk.0", "blk.1"),
        offset: data.length + 32 * i
      }));
    const parts = {metadata, infos: [...infos, ...second], data: concat(data, new Uint8Array(32 * 9))};
    const checkpoint = await open(parts);
    expect((await checkpoint.files(1)).length).toBe(1);
    await expect(checkpoint.files(2)).rejects.toThrow(/tensor blk\.1\.attn_k\.bias is missing/);
    await checkpoint.close();
  });

  it("must be there in the first block", async () => {
    const parts = withTensor(smallest(), "blk.1.attn_k.bias", [2], f32(1, 2));
    await expect(open(parts)).rejects.toThrow(/tensor blk\.1\.attn_k\.bias is not part of a LLaMA/);
  });

  it("must be as long as the projection's output", async () => {
    const parts = withTensor(smallest(), "blk.0.attn_k.bias", [3], f32(1, 2, 3));
    const checkpoint = await open(parts);
    await expect(checkpoint.files(1)).rejects.toThrow(
      /tensor blk\.0\.attn_k\.bias: 2 values expected by the configuration, 3 found/
    );
    await checkpoint.close();
  });
});

describe("a GGUF file's types", () => {
  const quantized = "tests/fixtures/quantized";
  const ofEmbeddings = (type: number, bytes: Uint8Array, rows: number): Parts => {
    const sizes = {"llama.embedding_length": uint32(256), "llama.vocab_size": uint32(rows)};
    const {metadata} = withMetadata(sizes);
    return {metadata, infos: [{name: "token_embd.weight", shape: [rows, 256], type, offset: 0}], data: bytes};
  };

  it.each([
    [2, "q4_0"],
    [3, "q4_1"],
    [6, "q5_0"],
    [7, "q5_1"],
    [8, "q8_0"],
    [10, "q2_k"],
    [11, "q3_k"],
    [12, "q4_k"],
    [13, "q5_k"],
    [14, "q6_k"]
  ])("have the numbers that ggml gives them: %i is %s", async (type, name) => {
    const values = new Float32Array(Uint8Array.from(await readFile(`${quantized}/${name}.f32`)).buffer);
    const rows = values.length / 256;
    const bytes = ggufBytes(ofEmbeddings(type, await readFile(`${quantized}/${name}.bin`), rows));
    const checkpoint = await openCheckpoint(await folder.write("model.gguf", bytes));
    const found = await checkpoint.embeddings(Array.from({length: rows}, (_, row) => row));
    await checkpoint.close();
    expect(rows).toBeGreaterThan(1);
    expect(found).toEqual(values);
  });

  it.each([
    [1, "F16", [0x00, 0x3c, 0x00, 0xc0], [1, -2]],
    [30, "BF16", [0x80, 0x3f, 0x00, 0xc0], [1, -2]]
  ])("have the numbers that ggml gives them: %i is %s", async (type, _, bytes, values) => {
    const row = concat(bytes, new Uint8Array(508));
    const path = await folder.write("model.gguf", ggufBytes(ofEmbeddings(type, row, 1)));
    const checkpoint = await openCheckpoint(path);
    expect([...(await checkpoint.embeddings([0]))].slice(0, 2)).toEqual(values);
    await checkpoint.close();
  });

  it("may be others where nobody needs the tensor", async () => {
    const output = withTensor(smallest(), "output.weight", [3, 2], new Uint8Array(32), 20);
    const last = withTensor(output, "blk.1.attn_q.weight", [2, 2], new Uint8Array(32), 23);
    const checkpoint = await open(last);
    expect((await checkpoint.files(1)).length).toBe(1);
    expect((await checkpoint.block(0)).query.data).toEqual(Float32Array.of(16, 17, 18, 19));
    await checkpoint.close();
  });

  it.each([
    [20, "IQ4_NL"],
    [23, "IQ4_XS"],
    [31, "Q4_0_4_4"],
    [36, "IQ4_NL_4_4"],
    [39, "MXFP4"],
    [99, "type 99"]
  ])("are refused by name where somebody does: %i, %s", async (type, name) => {
    const path = await folder.write("model.gguf", ggufBytes(withInfo(2, {type})));
    const checkpoint = await openCheckpoint(path);
    const can = "F32, F16, Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, BF16";
    const advice = "use a file in one of these types";
    const message = `${path}: tensor blk.0.attn_q.weight: ${can} expected, ${name} found; ${advice}`;
    await expect(checkpoint.files(1)).rejects.toThrow(message);
    await expect(checkpoint.block(0)).rejects.toThrow(message);
    await checkpoint.close();
  });
});
