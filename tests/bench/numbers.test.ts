import {describe, expect, it} from "vitest";
import {largestDifference} from "../../bench/compare.ts";
import {rotatedHalves} from "../../bench/hugging-face.ts";
import {paddedTokens} from "../../bench/speed.ts";
import {inVocabulary, largerThan, manySums, statementsOf} from "../../bench/statements.ts";
import {fitLine, significant, spreadOf, spreadText} from "../../bench/statistics.ts";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {readDataset} from "../../loaders/dataset.ts";
import {tries} from "../../loaders/llama/trie.ts";

describe("a spread", () => {
  it("has the middle of an odd number of values, and the mean of the middle two of an even one", () => {
    expect(spreadOf([10, 9, 100])).toEqual({min: 9, median: 10, max: 100});
    expect(spreadOf([4, 1, 3, 2])).toEqual({min: 1, median: 2.5, max: 4});
    expect(spreadOf([7])).toEqual({min: 7, median: 7, max: 7});
  });

  it("is written with three digits, and with its ends if it has any", () => {
    expect(spreadText({min: 5.1, median: 5.3456, max: 1234.5})).toBe("5.35 (5.1–1235)");
    expect(spreadText({min: 2, median: 2, max: 2})).toBe("2");
    expect([0.012345, 99.96, 0].map(significant)).toEqual(["0.0123", "100", "0"]);
  });
});

describe("a line", () => {
  it("goes through points that lie on one", () => {
    const line = fitLine([
      [0, 1],
      [10, 6],
      [20, 11]
    ]);
    expect(line.slope).toBeCloseTo(0.5, 12);
    expect(line.intercept).toBeCloseTo(1, 12);
    expect(line.deviation).toBeCloseTo(0, 12);
  });

  it("says how far off points are that don't", () => {
    // least squares by hand: slope 3/2, intercept 1/6
    const line = fitLine([
      [1, 2],
      [2, 2.5],
      [3, 5]
    ]);
    expect(line.slope).toBeCloseTo(1.5, 12);
    expect(line.intercept).toBeCloseTo(1 / 6, 12);
    expect(line.deviation).toBeCloseTo((3 + 1 / 6 - 2.5) / 2.5, 12);
  });
});

describe("the largest difference", () => {
  const reference = Float32Array.of(3, 4, 0, 0, -3, -4); // three rows
  it("is a share of the root mean square of the rows that are compared", () => {
    const activations = Float32Array.of(-3, -4.5, 3, 4);
    expect(largestDifference(activations, [2, 0], reference)).toBeCloseTo(0.5 / Math.sqrt(12.5), 12);
  });

  it("is NaN if a number is", () => {
    expect(largestDifference(Float32Array.of(NaN, 4), [0], reference)).toBeNaN();
    expect(largestDifference(Float32Array.of(3, NaN), [0], reference)).toBeNaN();
  });
});

describe("statements", () => {
  it("compare every two of 45 numbers", () => {
    const statements = largerThan();
    expect(new Set(statements).size).toBe(45 * 44);
    expect(statements[0]).toBe("Fifty-one is larger than fifty-two.");
    expect(statements.at(-1)).toBe("Ninety-nine is larger than ninety-eight.");
  });

  it("of larger_than and many_sums are those, whatever datasets/ has under that name", async () => {
    expect(await statementsOf("larger_than")).toEqual(largerThan());
    expect(await statementsOf("many_sums")).toEqual(manySums(1500));
    expect(await statementsOf("maths")).toEqual((await readDataset("datasets/maths.csv")).statements);
  });

  it("are sums, the same ones every time, fewer being the first of more", () => {
    const sums = manySums(1000);
    expect(manySums(100)).toEqual(sums.slice(0, 100));
    for (const sum of sums) expect(sum).toMatch(/^What is \(\d\d?[-+/]\d\d?\)[-+/]\d\d?\?$/);
  });

  it("have the same trie in another vocabulary", () => {
    const statements = [
      [0, 700, 30, 9],
      [0, 700, 30],
      [0, 699, 30, 30]
    ];
    const mapped = inVocabulary(statements, 20);
    expect(new Set(mapped.flat()).size).toBe(5);
    expect(Math.max(...mapped.flat())).toBeLessThan(20);
    const shape = (of: number[][]) => tries(of, 1024).map(({parents, ends}) => ({parents, ends}));
    expect(shape(mapped)).toEqual(shape(statements));
    expect(() => inVocabulary(statements, 4)).toThrow(/5 different tokens/);
  });

  it("are padded to the longest of their batch", () => {
    expect(paddedTokens([[1], [1, 2, 3], [1, 2]], 2)).toBe(6 + 2);
  });
});

describe("weights for peers", () => {
  it("have rows of a head that are turned together half a head apart", async () => {
    const checkpoint = await openCheckpoint("tests/fixtures/tiny-llama");
    await checkpoint.close();
    const config = {...checkpoint.config, headDim: 4, ropeInterleaved: true};
    const tensor = (...rows: number[]) => ({shape: [rows.length, 1], data: Float32Array.from(rows)});
    const none = tensor(0);
    const rest = {attentionOutput: none, attentionNorm: none, feedForwardNorm: none, gate: none, up: none};
    const block = {
      ...rest,
      query: tensor(0, 1, 2, 3, 4, 5, 6, 7),
      key: tensor(0, 1, 2, 3),
      value: none,
      down: none
    };
    const moved = rotatedHalves(block, config);
    expect([...moved.query.data]).toEqual([0, 2, 1, 3, 4, 6, 5, 7]);
    expect([...moved.key.data]).toEqual([0, 2, 1, 3]);
    expect(rotatedHalves(block, {...config, ropeInterleaved: false})).toBe(block);
  });
});
