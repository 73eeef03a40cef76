import {expect, it} from "vitest";
import {checkSample, join, subset, type Sample} from "../../../loaders/analysis/probes/sample.ts";
import {sampleOf} from "./samples.ts";

const sample: Sample = {
  ...sampleOf(
    [
      [1, 2],
      [3, 4],
      [5, 6]
    ],
    [0, 1, 1],
    [7, 7, 8]
  ),
  negations: Float32Array.of(-1, -2, -3, -4, -5, -6),
  polarities: Int8Array.of(1, -1, 1),
  topics: Int32Array.of(0, 1, 0)
};

it("takes some statements with all that is known of them", () => {
  expect(subset(sample, [2, 0])).toEqual({
    ...sampleOf(
      [
        [5, 6],
        [1, 2]
      ],
      [1, 0],
      [8, 7]
    ),
    negations: Float32Array.of(-5, -6, -1, -2),
    polarities: Int8Array.of(1, 1),
    topics: Int32Array.of(0, 0)
  });
});

it("copies what it takes", () => {
  const taken = subset(sample, [0]);
  taken.x[0] = 100;
  expect(sample.x[0]).toBe(1);
});

it("joins what was parted", () => {
  expect(join([subset(sample, [0]), subset(sample, [1, 2])])).toEqual(sample);
});

it("leaves out what not all parts have", () => {
  const bare = sampleOf([[0, 0]], [1]);
  expect(Object.keys(join([sample, bare]))).toEqual(Object.keys(bare));
});

it("doesn't join statements of different models", () => {
  expect(() => join([sample, sampleOf([[1]], [0])])).toThrow("samples of unequal columns");
});

it.each([NaN, -Infinity])("says where an activation is %d", (value) => {
  const broken = subset(sample, [0, 1, 2]);
  broken.x[3] = value;
  expect(() => checkSample(broken)).toThrow(
    `probes: row 1, column 1 (from 0) is ${value}; finite numbers needed`
  );
});

it("refuses lists of another length", () => {
  expect(() => checkSample({...sample, topics: Int32Array.of(1)})).toThrow("lists of 3 numbers expected");
  expect(() => checkSample({...sample, x: new Float32Array(5)})).toThrow(
    "3 × 2 numbers expected, 5 were given"
  );
});
