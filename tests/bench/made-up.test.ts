import {createHash} from "node:crypto";
import {mkdtemp, readFile, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {writeMadeUp} from "../../bench/made-up.ts";
import {bfloat16Bits, float16Bits} from "../../bench/random-weights.ts";
import {shapes, type Shape} from "../../bench/shapes.ts";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {float16} from "../../loaders/checkpoint/dtype/dtype.ts";
import {residualStream} from "../../loaders/llama/runner.ts";
import {createSession} from "../../loaders/onnx/session.ts";

const statements = [
  [0, 5, 9, 4095],
  [0, 5, 9, 2],
  [0, 7]
];
const rootMeanSquare = (values: Float32Array) =>
  Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

describe.each<[string, Shape]>([
  ["float16", shapes.tiny],
  ["bfloat16", {...shapes.tiny, dtype: "BF16"}]
])("a made-up checkpoint in %s", (_, shape) => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "made-up-"));
    await writeMadeUp(folder, shape, 8);
  });
  afterAll(() => rm(folder, {recursive: true}));

  it("opens as Meta's, whole and in the shape that it should have", async () => {
    const checkpoint = await openCheckpoint(folder);
    const {format, config} = checkpoint;
    expect(format).toBe("Meta");
    expect(config).toMatchObject({
      hiddenSize: 64,
      intermediateSize: 176,
      numHiddenLayers: 8,
      numAttentionHeads: 4,
      numKeyValueHeads: 2,
      vocabSize: 4096
    });
    expect(await checkpoint.files(8)).toEqual([
      join(folder, "consolidated.00.pth"),
      join(folder, "params.json")
    ]);
    await checkpoint.close();
  });

  it("has weights of the deviation that keeps numbers near 1, in every block different ones", async () => {
    const checkpoint = await openCheckpoint(folder);
    const [first, second] = [await checkpoint.block(0), await checkpoint.block(1)];
    await checkpoint.close();
    const values = ({data}: {data: Float32Array | Uint16Array}) =>
      Float32Array.from(data, (value) => (data instanceof Uint16Array ? float16(value) : value));
    expect(rootMeanSquare(values(first.query))).toBeCloseTo(1 / Math.sqrt(64), 2);
    expect(rootMeanSquare(values(first.down))).toBeCloseTo(1 / Math.sqrt(176), 2);
    expect(rootMeanSquare(values(first.attentionNorm))).toBeCloseTo(Math.sqrt(1 + 1 / 12), 1);
    expect(values(first.query)).not.toEqual(values(second.query));
  });

  it("gives activations that stay finite and near 1 through all blocks", async () => {
    const checkpoint = await openCheckpoint(folder);
    const sizes: number[] = [];
    for await (const ends of residualStream(checkpoint, statements, 8, createSession))
      sizes.push(rootMeanSquare(ends));
    await checkpoint.close();
    expect(sizes).toHaveLength(8);
    for (const size of sizes) {
      expect(size).toBeGreaterThan(0.5);
      expect(size).toBeLessThan(10);
    }
  });

  it("has the same bytes every time", async () => {
    const again = await mkdtemp(join(tmpdir(), "made-up-"));
    await writeMadeUp(again, shape, 8);
    const hashes = await Promise.all(
      [folder, again].map(async (path) =>
        createHash("sha256")
          .update(await readFile(join(path, "consolidated.00.pth")))
          .digest("hex")
      )
    );
    await rm(again, {recursive: true});
    expect(hashes[0]).toBe(hashes[1]);
  });
});

describe("the nearest 16-bit number", () => {
  it("is itself for every finite half-precision number", () => {
    const wrong: number[] = [];
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = float16(bits);
      if (Number.isFinite(value) && bits !== 0x8000 && float16Bits(value) !== bits) wrong.push(bits);
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    [1 + 2 ** -11 + 2 ** -20, 0x3c01], // just above the middle between 1 and the next
    [1 + 2 ** -11 - 2 ** -20, 0x3c00],
    [2 - 2 ** -12, 0x4000], // carries into the exponent
    [-(2 ** -24), 0x8001], // the smallest there is
    [2 ** -14 - 2 ** -26, 0x0400] // carries out of the subnormal ones
  ])("in half precision of %d", (value, bits) => {
    expect(float16Bits(value)).toBe(bits);
  });

  it.each([
    [1, 0x3f80],
    [1 + 2 ** -8 + 2 ** -20, 0x3f81],
    [1 + 2 ** -8, 0x3f80], // a tie goes to the even one
    [-2, 0xc000]
  ])("in bfloat16 of %d", (value, bits) => {
    expect(bfloat16Bits(value)).toBe(bits);
  });
});
