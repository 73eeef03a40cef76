import {expect, it} from "vitest";
import {principalComponents} from "../../loaders/analysis/pca.ts";
import {seededRandom} from "../../loaders/analysis/random.ts";
import {slicePca} from "../../src/components/slice-pca.js";
import {largestDifference, naiveProduct} from "../analysis/linear-algebra.ts";

function noise(seed: number, rows: number, columns: number): Float32Array[] {
  const random = seededRandom(seed);
  return Array.from({length: rows}, () => Float32Array.from({length: columns}, (_, j) => random() / (j + 1)));
}

const origin = {pc1: 0, pc2: 0, pc3: 0};

it("finds what the loaders find in the same vectors", async () => {
  const vectors = noise(1, 100, 64);
  const {points, ratio} = slicePca(vectors, {components: 10});
  const x = Float32Array.from(vectors.flatMap((vector) => [...vector]));
  const loaders = await principalComponents(x, 100, 64, {components: 3, product: naiveProduct});
  const scores = points.flatMap(({pc1, pc2, pc3}) => [pc1, pc2, pc3]);
  const difference = largestDifference(scores, loaders.scores);
  console.log(`largest difference from the loaders' scores: ${difference.toExponential(1)}`);
  expect(difference).toBeLessThan(1e-10);
  expect(largestDifference(ratio.slice(0, 3), loaders.explainedVarianceRatio)).toBeLessThan(1e-13);
  expect(ratio).toHaveLength(10);
});

it("states shares of the whole variance of the given columns", () => {
  const {points, ratio} = slicePca([
    [3, 0, 7],
    [-3, 0, 7],
    [0, 1, 7],
    [0, -1, 7]
  ]);
  expect(ratio[0]).toBeCloseTo(0.9, 14);
  expect(ratio[1]).toBeCloseTo(0.1, 14);
  expect(ratio[2]).toBe(0);
  expect(points.map(({pc1}) => Math.round(pc1) + 0)).toEqual([3, -3, 0, 0]);
  expect(points.map(({pc2}) => Math.round(Math.abs(pc2)))).toEqual([0, 0, 1, 1]);
  expect(points.map(({pc3}) => pc3)).toEqual([0, 0, 0, 0]);
});

it("turns each component so that its largest loading is positive", () => {
  const {points} = slicePca([
    [1, -3],
    [-1, 3]
  ]);
  expect(points[0].pc1).toBeCloseTo(-Math.sqrt(10), 12);
  expect(points[1].pc1).toBeCloseTo(Math.sqrt(10), 12);
});

it("turns it so that the first loading is positive where all are equally large", () => {
  const {points} = slicePca([
    [-1, 1, 1],
    [1, -1, -1]
  ]);
  expect(points[0].pc1).toBeCloseTo(-Math.sqrt(3), 12);
});

it("puts two dots on a line", () => {
  const {points, ratio} = slicePca(noise(2, 2, 64));
  expect(ratio).toEqual([expect.closeTo(1, 12), 0, 0]);
  expect(points[0].pc1).toBeCloseTo(-points[1].pc1, 12);
  expect(points.map(({pc2, pc3}) => [pc2, pc3])).toEqual([
    [0, 0],
    [0, 0]
  ]);
});

it("finds nothing in no vector, in one, and in equal ones", () => {
  expect(slicePca([])).toMatchObject({points: [], ratio: [0, 0, 0], axes: []});
  expect(slicePca(noise(3, 1, 64))).toMatchObject({points: [origin], ratio: [0, 0, 0], axes: []});
  const [vector] = noise(4, 1, 64);
  const equal = slicePca([vector, vector, vector], {components: 2});
  expect(equal).toMatchObject({points: [origin, origin, origin], ratio: [0, 0], axes: []});
});

it("finds all of them where fewer rows than columns leave few", async () => {
  const vectors = noise(5, 7, 64);
  const {scores, ratio, axes} = slicePca(vectors, {components: 20});
  const x = Float32Array.from(vectors.flatMap((vector) => [...vector]));
  const loaders = await principalComponents(x, 7, 64, {components: 6, product: naiveProduct});
  expect(axes).toHaveLength(6);
  expect(largestDifference(ratio.slice(0, 6), loaders.explainedVarianceRatio)).toBeLessThan(1e-13);
  expect(
    largestDifference(
      scores.flatMap((row) => row.slice(0, 6)),
      loaders.scores
    )
  ).toBeLessThan(1e-10);
});

it("finds equal variances in a space of few directions, each as often as it is there", () => {
  // Eight directions of the same variance, of 32 columns: every image of a vector lies in one plane with it.
  const vectors = Array.from({length: 16}, (_, i) =>
    Float64Array.from({length: 32}, (__, j) => (j === i % 8 ? (i < 8 ? 1 : -1) : 0))
  );
  const {ratio, axes} = slicePca(vectors, {components: 10});
  expect(largestDifference(ratio, [...new Array<number>(8).fill(1 / 8), 0, 0])).toBeLessThan(1e-12);
  axes.forEach((axis, i) =>
    axes.forEach((other, k) =>
      expect(axis.reduce((sum, value, j) => sum + value * other[j], 0)).toBeCloseTo(i === k ? 1 : 0, 10)
    )
  );
});

it("gives axes and a mean from which the scores follow", () => {
  const vectors = noise(6, 40, 64);
  const {scores, axes, mean} = slicePca(vectors, {components: 4});
  const again = vectors.map((vector) =>
    axes.map((axis) => axis.reduce((sum, value, j) => sum + value * (vector[j] - mean[j]), 0))
  );
  expect(largestDifference(again.flat(), scores.flat())).toBeLessThan(1e-12);
});

it("takes vectors of fewer than three columns", () => {
  const {points, ratio} = slicePca([[1], [2], [6]]);
  expect(points.map(({pc1, pc2}) => [pc1, pc2])).toEqual([
    [expect.closeTo(-2, 14), 0],
    [expect.closeTo(-1, 14), 0],
    [expect.closeTo(3, 14), 0]
  ]);
  expect(ratio).toEqual([1, 0, 0]);
});

it("leaves the vectors as they are", () => {
  const vectors = [
    [1, 2],
    [3, 5]
  ];
  slicePca(vectors);
  expect(vectors).toEqual([
    [1, 2],
    [3, 5]
  ]);
});
