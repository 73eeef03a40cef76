import {beforeAll, describe, expect, it} from "vitest";
import type {Product} from "../../../loaders/matrix.ts";
import {firstColumns} from "../../../loaders/analysis/separation/points.ts";
import {silhouette, silhouetteStatistic} from "../../../loaders/analysis/separation/silhouette.ts";
import {createProduct} from "../../../loaders/onnx/products.ts";
import {noise} from "../../fixtures/analysis/tables.ts";
import {naiveProduct} from "../linear-algebra.ts";
import {difference, each, line, matrix, numbered, onePlace, reference, valueOf} from "./reference.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct();
});

it("compares distances from the own label and from the nearest other one; a statement alone counts 0", async () => {
  const found = valueOf(await silhouette(line(0, 1, 30, 55), each("aabc"), naiveProduct));
  expect(found).toBeCloseTo((29 / 30 + 28 / 29) / 4, 12);
});

it("is negative where statements are nearer to another label", async () => {
  expect(valueOf(await silhouette(line(0, 10, 1, 11), each("aabb"), naiveProduct))).toBeLessThan(0);
});

it("is 0 for statements that are in one place with those of both labels", async () => {
  expect(await silhouette(line(0, 0, 0, 0, 5), each("aabbc"), naiveProduct)).toEqual({value: 0});
});

describe.each(Object.entries(reference.separated))("of %s", (name, {points, labels, columns}) => {
  it.each(Object.entries(columns))("is scikit-learn's in %s columns", async (k, expected) => {
    const found = await silhouette(firstColumns(matrix(points), Number(k)), numbered(labels), product);
    expect(difference(name, found, expected.silhouette)).toBeLessThan(1e-6);
  });
});

it("is the same for many labellings at once as for each, and in tables of more rows than a block", async () => {
  const rows = 300;
  const points = {data: Float64Array.from(noise(1, rows, 2).x), rows, columns: 2};
  const labellings = [5, 7, 11].map((step) =>
    numbered(Array.from({length: rows}, (_, i) => ((i * step) % 13) % 3))
  );
  const statistic = valueOf(silhouetteStatistic(points, labellings[0], product));
  const together = await statistic(labellings.map(({codes}) => codes));
  for (const [i, labels] of labellings.entries())
    expect(together[i]).toBeCloseTo(valueOf(await silhouette(points, labels, product)), 12);
});

it.each([
  ["one label only", line(0, 1, 2), "aaa"],
  ["every statement has a label of its own", line(0, 1, 2), "abc"],
  ["all statements in one place", onePlace(3), "aab"],
  ["one label only", line(), ""]
])("is absent: %s", async (absent, points, labels) => {
  expect(await silhouette(points, each(labels), naiveProduct)).toEqual({absent});
});

it("is absent for tables whose distances would be too many", async () => {
  const points = {data: Float64Array.from({length: 5001}, (_, i) => i), rows: 5001, columns: 1};
  const labels = numbered(Array.from(points.data, (i) => i % 2));
  expect(await silhouette(points, labels, naiveProduct)).toEqual({absent: "more than 5000 statements"});
});
