import {describe, expect, it} from "vitest";
import {CheckpointFile} from "../../loaders/checkpoint/file.ts";
import {readSafetensors} from "../../loaders/checkpoint/safetensors.ts";
import type {StoredTensor} from "../../loaders/checkpoint/tensors.ts";
import {Problem} from "../../loaders/problem.ts";
import {concat, f32, u16, u64, type Bytes} from "./bytes.ts";
import {temporaryFolder} from "./files.ts";
import {countingTensors, safetensorsBytes} from "./safetensors-bytes.ts";

const folder = temporaryFolder();

/** What `look` finds of the file's tensors while it is open. */
async function looking<T>(
  bytes: Uint8Array,
  look: (tensors: ReadonlyMap<string, StoredTensor>) => T | Promise<T>
): Promise<T> {
  const file = await CheckpointFile.open(await folder.write("model.safetensors", bytes));
  try {
    return await look(await readSafetensors(file));
  } finally {
    await file.close();
  }
}

async function complaint(bytes: Uint8Array): Promise<string> {
  try {
    return await looking(bytes, (tensors) => `${tensors.size} tensors`);
  } catch (error) {
    if (error instanceof Problem && !error.message.includes("\n")) return error.message;
    throw error;
  }
}

const pair = {dtype: "F32", shape: [2], data_offsets: [0, 8]};
const eight = f32(1, 2);

describe("a file of safetensors", () => {
  it("gives each tensor's shape, type and bytes", async () => {
    const header = {
      __metadata__: {format: "pt", note: "ωριμο"},
      wide: {dtype: "F32", shape: [1, 2], data_offsets: [6, 14]},
      half: {dtype: "F16", shape: [2], data_offsets: [2, 6]},
      brain: {dtype: "BF16", shape: [], data_offsets: [0, 2]},
      none: {dtype: "F32", shape: [3, 0], data_offsets: [14, 14]}
    };
    const bytes = safetensorsBytes(header, u16(9), u16(7), u16(8), f32(1, 2));
    const found = await looking(bytes, async (tensors) => {
      const places: [string, number, number][] = [
        ["wide", 0, 8],
        ["half", 2, 2],
        ["brain", 0, 2]
      ];
      const read: number[][] = [];
      for (const [name, from, length] of places)
        read.push([...((await tensors.get(name)?.read(from, length)) ?? [])]);
      const kinds = [...tensors].map(([name, {shape, dtype, paths}]) => [name, shape, dtype, paths]);
      return {read, kinds};
    });
    const paths = [`${folder.path}/model.safetensors`];
    expect(found.kinds).toEqual([
      ["wide", [1, 2], "F32", paths],
      ["half", [2], "F16", paths],
      ["brain", [], "BF16", paths],
      ["none", [3, 0], "F32", paths]
    ]);
    expect(found.read).toEqual([[...f32(1, 2)], [8, 0], [9, 0]]);
  });

  it("may have spaces after its header, and no tensors", async () => {
    expect(
      await complaint(safetensorsBytes('{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}   ', eight))
    ).toBe("1 tensors");
    expect(await complaint(safetensorsBytes("{}"))).toBe("0 tensors");
  });

  it.each(["F8_E4M3", "I64", "BOOL", "F4", "something new"])(
    "may hold %s, which is refused by name where it is needed",
    async (dtype) => {
      const other = {dtype, shape: [3, 1], data_offsets: [8, 13]};
      const says =
        /model\.safetensors: tensor other: F32, F16 or BF16 expected, .* found; use a checkpoint in one of these$/;
      await looking(safetensorsBytes({pair, other}, eight, [1, 2, 3, 4, 5]), async (tensors) => {
        expect(tensors.get("pair")?.refusal).toBeUndefined();
        const needed = tensors.get("other");
        expect(needed?.refusal?.message).toMatch(says);
        expect(needed?.refusal?.message).toContain(dtype);
        expect(needed?.shape).toEqual([3, 1]);
        await expect(needed?.read(0, 1)).rejects.toBe(needed?.refusal);
      });
    }
  );

  it("may call a tensor as objects call what is theirs", async () => {
    const names = ["__proto__", "constructor", "toString"];
    const entries = names.map((name) => `"${name}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`);
    const bytes = safetensorsBytes(`{${entries.join(",")}}`);
    expect(await looking(bytes, (tensors) => [...tensors.keys()])).toEqual(names);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  const entry = (changes: Record<string, unknown>): [unknown, Bytes] => [{a: {...pair, ...changes}}, eight];
  const text = (header: string): [unknown, Bytes] => [header, eight];

  it.each<[string, [header: unknown, data: Bytes], RegExp]>([
    ["no JSON", text("{a"), /JSON expected: /],
    ["a list", text('["{"]'), /a JSON object expected, \["\{"\] found/],
    ["a deep header", text(`{"a":${"[".repeat(64)}${"]".repeat(64)}}`), /JSON of 64 levels at most expected/],
    ["brackets without end", text("{" + "[".repeat(4_000_000)), /JSON of 64 levels at most expected/],
    ["a number for a tensor", [{a: 1}, eight], /tensor a: a JSON object expected, 1 found/],
    ["a name of two lines", [{"a\nb": pair}, eight], /a tensor's name in ASCII expected, a.b found/],
    [
      "a name without end",
      [{["a".repeat(257)]: pair}, eight],
      /a tensor's name in ASCII expected, a{80}… found/
    ],
    ["no name", [{"": pair}, eight], /a tensor's name in ASCII expected, {2}found/],
    ["no dtype", entry({dtype: undefined}), /tensor a: dtype: a string expected, nothing found/],
    [
      "a dtype with a text of its own",
      entry({dtype: {toString: 1}}),
      /dtype: a string expected, \{"toString":1\} found/
    ],
    [
      "no shape",
      entry({shape: undefined}),
      /tensor a: shape: a list of whole numbers expected, nothing found/
    ],
    ["half a value", entry({shape: [0.5, 4]}), /shape: a list of whole numbers expected, \[0\.5,4\] found/],
    ["less than no values", entry({shape: [-2, -1]}), /shape: a list of whole numbers expected, \[-2,-1\]/],
    [
      "a side beyond all numbers",
      text('{"a":{"dtype":"F32","shape":[1e999],"data_offsets":[0,8]}}'),
      /\[null\] found/
    ],
    [
      "nine dimensions",
      entry({shape: [2, 1, 1, 1, 1, 1, 1, 1, 1]}),
      /shape: a list of whole numbers expected/
    ],
    ["sides that are words", entry({shape: ["2"]}), /shape: a list of whole numbers expected, \["2"\] found/],
    ["no offsets", entry({data_offsets: undefined}), /data_offsets: begin and end expected, nothing found/],
    ["one offset", entry({data_offsets: [8]}), /data_offsets: begin and end expected, \[8\] found/],
    ["three offsets", entry({data_offsets: [0, 8, 8]}), /begin and end expected, \[0,8,8\] found/],
    ["an end before its begin", entry({data_offsets: [8, 0]}), /begin and end expected, \[8,0\] found/],
    ["an end beyond exact numbers", entry({data_offsets: [0, 2 ** 53]}), /begin and end expected/],
    ["a begin before the data", entry({data_offsets: [-8, 0]}), /begin and end expected, \[-8,0\] found/],
    [
      "something more of a tensor",
      entry({strides: [1]}),
      /tensor a: dtype, shape, data_offsets expected, strides found/
    ],
    [
      "metadata that is a list",
      [{__metadata__: ["x"]}, ""],
      /__metadata__: a JSON object expected, \["x"\] found/
    ],
    ["metadata that is a number", [{__metadata__: {x: 1}}, ""], /__metadata__: x: a string expected, 1 found/]
  ])("is refused with %s", async (_, [header, data], message) => {
    expect(await complaint(safetensorsBytes(header, data))).toMatch(message);
  });

  it.each<[string, [header: unknown, data: Bytes], RegExp]>([
    ["more values than bytes", entry({shape: [3]}), /tensor a: 12 bytes of 3 F32 expected, 8 found/],
    ["fewer values than bytes", entry({shape: []}), /tensor a: 4 bytes of {2}F32 expected, 8 found/],
    ["2^64 values", entry({shape: [2 ** 32, 2 ** 32]}), /tensor a: 73786976294838210000 bytes/],
    [
      "offsets past the end",
      entry({shape: [2 ** 50], data_offsets: [0, 2 ** 52]}),
      /tensor a: bytes up to \d+ expected, \d+ in the file/
    ],
    [
      "tensors over one another",
      [{a: pair, b: {...pair, data_offsets: [4, 12]}}, f32(1, 2, 3)],
      /tensor b overlaps tensor a/
    ],
    ["a tensor over its like", [{a: pair, b: pair}, eight], /tensor b overlaps tensor a/],
    [
      "a hole before",
      entry({shape: [1], data_offsets: [4, 8]}),
      /\d+ bytes of header and tensors expected, \d+ in the file/
    ],
    [
      "a hole between",
      [{a: pair, b: {...pair, data_offsets: [12, 20]}}, f32(1, 2, 3, 4, 5)],
      /bytes of header and/
    ],
    ["bytes that are no tensor's", [{a: pair}, f32(1, 2, 3)], /bytes of header and tensors expected/],
    [
      "a tensor that is there twice",
      [
        `{"a":${JSON.stringify({...pair, data_offsets: [8, 16]})},"a":${JSON.stringify(pair)}}`,
        f32(1, 2, 3, 4)
      ],
      /bytes of header and tensors expected/
    ]
  ])("is damaged with %s", async (_, [header, data], message) => {
    expect(await complaint(safetensorsBytes(header, data))).toMatch(message);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ["longer than the file", concat(u64(100), "{}"), /a header of 100 bytes expected, 10 in the file/],
    ["of 2^64 bytes", concat(u64(2n ** 64n - 1n), "{}"), /a header of 18446744073709551615 bytes expected/],
    [
      "longer than is read",
      safetensorsBytes(`{}${" ".repeat(4 << 20)}`),
      /a header of 4194304 bytes at most expected, 4194306 found/
    ],
    ["that is not UTF-8", concat(u64(4), '{"', 0xff, '"'), /the header is not UTF-8/]
  ])("is refused with a header %s", async (_, bytes, message) => {
    expect(await complaint(bytes)).toMatch(message);
  });

  it("is a problem wherever it is cut short", async () => {
    const whole = countingTensors({"a.weight": [2, 3], "b.weight": [4], "c.weight": []});
    expect(await complaint(whole)).toBe("3 tensors");
    for (let length = 0; length < whole.length; length++) {
      const message = await complaint(whole.subarray(0, length));
      expect(message, `cut after ${length} bytes`).toMatch(/model\.safetensors: .*damaged or cut short/);
    }
  });
});
