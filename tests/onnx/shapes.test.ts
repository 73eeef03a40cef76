import {describe, expect, it} from "vitest";
import {broadcast, productShape, reshapeLengths} from "../../loaders/onnx/shapes.ts";

describe("broadcast", () => {
  it("lines shapes up at the last axis and stretches lengths of 1", () => {
    expect(broadcast([2, 3], [3])).toEqual([2, 3]);
    expect(broadcast([], ["tokens", 4])).toEqual(["tokens", 4]);
    expect(broadcast(["tokens", 1, 4], [5, 1])).toEqual(["tokens", 5, 4]);
  });

  it("refuses lengths that differ, and names that do", () => {
    expect(() => broadcast([2, 3], [2])).toThrow("shapes that don't go together: [2, 3] and [2]");
    expect(() => broadcast(["tokens"], ["groups"])).toThrow("[tokens] and [groups]");
    expect(() => broadcast(["tokens"], [2])).toThrow("[tokens] and [2]");
  });
});

describe("productShape", () => {
  it("is that of the last two axes' matrix product, with the others broadcast", () => {
    expect(productShape(["tokens", 2], [2, 3])).toEqual(["tokens", 3]);
    expect(productShape([5, 1, 2, 3], [4, 3, 6])).toEqual([5, 4, 2, 6]);
  });

  it("refuses inner lengths that differ", () => {
    expect(() => productShape([2, 3], [2, 3])).toThrow("shapes that can't be multiplied: [2, 3] and [2, 3]");
    expect(() => productShape([2, 3], [3])).toThrow("[2, 3] and [3]");
  });
});

describe("reshapeLengths", () => {
  it("leaves a named length to be worked out", () => {
    expect(reshapeLengths(["tokens", 6], ["tokens", 2, 3])).toEqual([-1, 2, 3]);
    expect(reshapeLengths(["tokens", 6], ["groups", 4, 6])).toEqual([-1, 4, 6]);
    expect(reshapeLengths([4, 3], [2, 6])).toEqual([2, 6]);
  });

  it("refuses another number of elements", () => {
    expect(() => reshapeLengths([4, 3], [2, 5])).toThrow("shapes of different sizes: [4, 3] and [2, 5]");
    expect(() => reshapeLengths(["tokens", 6], ["tokens", 3])).toThrow("[tokens, 6] and [tokens, 3]");
    expect(() => reshapeLengths(["tokens", 6], ["groups", 5])).toThrow("[tokens, 6] and [groups, 5]");
    expect(() => reshapeLengths(["tokens", 6], [12])).toThrow("[tokens, 6] and [12]");
    expect(() => reshapeLengths(["tokens", 6], ["tokens", "groups"])).toThrow("[tokens, groups]");
  });
});
