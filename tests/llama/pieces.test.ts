import {describe, expect, it} from "vitest";
import {pieceRows, weightPieces} from "../../loaders/llama/pieces.ts";
import {randomCheckpoint, smallConfig} from "./random-checkpoint.ts";

describe("the rows of a weight", () => {
  it("are one piece if it is not large", () => {
    expect(pieceRows([6, 10], 60)).toEqual([6]);
    expect(pieceRows([6], 6)).toEqual([6]);
  });

  it("are cut evenly, so that no piece has more numbers than wanted", () => {
    expect(pieceRows([6, 10], 59)).toEqual([3, 3]);
    expect(pieceRows([7, 10], 30)).toEqual([2, 2, 3]);
    expect(pieceRows([11008, 4096], 2 ** 23)).toEqual([1834, 1835, 1835, 1834, 1835, 1835]);
  });

  it("stay whole, however long one is", () => {
    expect(pieceRows([3, 10], 5)).toEqual([1, 1, 1]);
  });
});

describe("the pieces of a block's weights", () => {
  it("are views of all rows in their order", async () => {
    const checkpoint = randomCheckpoint(smallConfig);
    const weights = await checkpoint.block(0);
    const pieces = weightPieces(weights, smallConfig, 200); // 10 rows of 20
    const [first, second, third] = ["up.0", "up.1", "up.2"].map((name) => pieces[name]);
    expect([first, second, third].map(({shape}) => shape)).toEqual([
      [9, 20],
      [9, 20],
      [10, 20]
    ]);
    expect([...first.data, ...second.data, ...third.data]).toEqual([...weights.up.data]);
    expect(second.data.buffer).toBe(weights.up.data.buffer);
    expect(pieces["up.3"]).toBeUndefined();
    expect(pieces["attentionNorm.0"]).toEqual(weights.attentionNorm);
  });

  it("cut a bias as they cut its matrix", async () => {
    const config = {...smallConfig, biases: ["up"] as const};
    const weights = await randomCheckpoint(config).block(0);
    const pieces = weightPieces(weights, config, 200);
    expect(["upBias.0", "upBias.1", "upBias.2"].map((name) => pieces[name].shape)).toEqual([[9], [9], [10]]);
    expect([...pieces["upBias.1"].data]).toEqual([...(weights.upBias?.data ?? [])].slice(9, 18));
  });
});
