import {readFileSync} from "node:fs";
import {beforeAll, describe, expect, it} from "vitest";
import type {Matrix64, Product} from "../../loaders/matrix.ts";
import {principalComponents, type Components} from "../../loaders/analysis/pca.ts";
import {createProduct} from "../../loaders/onnx/products.ts";
import {noise, table, tables, type Table} from "../fixtures/analysis/tables.ts";
import {
  distanceFromOrthonormal,
  distanceFromSpan,
  largestDifference,
  largestRelativeDifference,
  naiveProduct
} from "./linear-algebra.ts";

/** What make_pca.py writes of each table. */
interface Reference {
  rank: number;
  totalVariance: number;
  explainedVariance: number[];
  plane: number[][];
}

const file = new URL("../fixtures/analysis/pca.json", import.meta.url);
const references = JSON.parse(readFileSync(file, "utf8")) as Record<string, Reference>;

let product: Product;
beforeAll(async () => {
  product = await createProduct();
});

function pca({x, rows, columns}: Table, components = 64): Promise<Components> {
  return principalComponents(x, rows, columns, {components, product});
}

function matrix(rows: number[][]): Matrix64 {
  return {data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0].length};
}

/** The mean product of two columns of `scores`. */
function covariance({scores, k}: Components, rows: number, i: number, j: number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += scores[row * k + i] * scores[row * k + j];
  return sum / (rows - 1);
}

/** The components, each as long as its standard deviation is against the first's: what varies less is known less exactly. */
function weighted({k, components, explainedVariance}: Components): Float64Array {
  const weights = explainedVariance.map((variance) => Math.sqrt(variance / explainedVariance[0]));
  const columns = components.length / k;
  return components.map((value, i) => value * weights[Math.floor(i / columns)]);
}

function say(what: string, ...differences: number[]): void {
  console.log(`${what}: ${differences.map((difference) => difference.toExponential(1)).join(", ")}`);
}

describe.each(Object.keys(tables))("the principal components of a table %s", (name) => {
  const reference = references[name];
  const {x, rows, columns} = tables[name]();
  let found: Components;
  beforeAll(async () => {
    found = await pca({x, rows, columns});
  });

  it("are as many as its rank, at most 64", () => {
    expect(found.k).toBe(Math.min(reference.rank, 64));
  });

  it("have numpy's variances", () => {
    const difference = (count: number) =>
      largestRelativeDifference(
        found.explainedVariance.slice(0, count),
        reference.explainedVariance.slice(0, count)
      );
    const total = Math.abs(found.totalVariance / reference.totalVariance - 1);
    say(
      `${name}: relative differences of the variances, the first ten, the total`,
      difference(64),
      difference(10),
      total
    );
    expect(difference(64)).toBeLessThan(1e-8);
    expect(difference(10)).toBeLessThan(1e-12);
    expect(total).toBeLessThan(1e-12);
  });

  it("begin with numpy's plane", () => {
    const plane = matrix(reference.plane);
    const first = {data: found.components.slice(0, plane.data.length), rows: plane.rows, columns};
    const distance = distanceFromSpan(plane, first);
    say(`${name}: sine of the angle between the planes`, distance);
    expect(distance).toBeLessThan(1e-10);
  });

  it("are orthogonal unit vectors", () => {
    const distance = distanceFromOrthonormal({data: found.components, rows: found.k, columns});
    say(`${name}: distance from orthonormal`, distance);
    expect(distance).toBeLessThan(1e-12);
  });

  it("are told from the rows' scores: uncorrelated, and of the explained variance", () => {
    let [most, ofOwn] = [0, 0];
    for (let i = 0; i < found.k; i++) {
      for (let j = 0; j < i; j++) most = Math.max(most, Math.abs(covariance(found, rows, i, j)));
      ofOwn = Math.max(ofOwn, Math.abs(covariance(found, rows, i, i) / found.explainedVariance[i] - 1));
    }
    say(
      `${name}: share of the total that correlates, relative difference of variances`,
      most / found.totalVariance,
      ofOwn
    );
    expect(most).toBeLessThan(1e-13 * found.totalVariance);
    expect(ofOwn).toBeLessThan(1e-8);
  });

  it("are what the scores are measured along", async () => {
    const mean = (column: number) =>
      x.reduce((sum, v, i) => sum + (i % columns === column ? v : 0), 0) / rows;
    const means = Array.from({length: columns}, (_, column) => mean(column));
    const centred = {data: Float64Array.from(x, (value, i) => value - means[i % columns]), rows, columns};
    const directions = {data: found.components, rows: found.k, columns};
    const {data} = await naiveProduct(centred, directions, {transposeB: true});
    const largest = data.reduce((most, score) => Math.max(most, Math.abs(score)), 0);
    const difference = largestDifference(found.scores, data) / largest;
    say(`${name}: difference of the scores from projections, relative to the largest`, difference);
    expect(difference).toBeLessThan(1e-13);
  });

  it("explain shares of the whole variance, falling, and together no more than all", () => {
    const shares = [...found.explainedVarianceRatio];
    const expected = reference.explainedVariance.map((variance) => variance / reference.totalVariance);
    expect(largestDifference(shares, expected)).toBeLessThan(1e-13);
    expect(shares).toEqual(shares.toSorted((a, b) => b - a));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(1 + 1e-15);
  });

  it("do not depend on how products are computed", async () => {
    const other = await principalComponents(x, rows, columns, {product: naiveProduct});
    const variances = largestRelativeDifference(found.explainedVariance, other.explainedVariance);
    const components = largestDifference(weighted(found), weighted(other));
    say(`${name}: variances and components by another product differ by`, variances, components);
    expect(variances).toBeLessThan(1e-9);
    expect(components).toBeLessThan(1e-9);
  });
});

it("finds the same components whatever the order of the rows", async () => {
  const {x, rows, columns} = tables.tall();
  const backwards = table(rows, columns, (row, column) => x[(rows - 1 - row) * columns + column]);
  const [one, other] = [await pca({x, rows, columns}, 5), await pca(backwards, 5)];
  const scores = Array.from(
    other.scores,
    (_, i) => other.scores[(rows - 1 - Math.floor(i / 5)) * 5 + (i % 5)]
  );
  say(
    "in reverse order",
    largestDifference(one.components, other.components),
    largestDifference(one.scores, scores)
  );
  expect(largestDifference(one.components, other.components)).toBeLessThan(1e-10);
  expect(largestDifference(one.scores, scores)).toBeLessThan(1e-10);
});

it("finds the same first components, with the same shares, when fewer are asked for", async () => {
  const [few, many] = [await pca(tables.wide(), 3), await pca(tables.wide())];
  expect(few.k).toBe(3);
  expect(largestDifference(few.components, many.components.slice(0, 3 * 300))).toBeLessThan(1e-10);
  expect(largestDifference(few.explainedVarianceRatio, many.explainedVarianceRatio.slice(0, 3))).toBeLessThan(
    1e-14
  );
});

it("gives the scores of a table worked out by hand", async () => {
  const x = Float32Array.of(3, 4, -3, -4, 0, 0);
  const {k, scores, components, explainedVariance} = await pca({x, rows: 3, columns: 2});
  expect(k).toBe(1);
  expect(largestDifference(scores, [5, -5, 0])).toBeLessThan(1e-14);
  expect(largestDifference(components, [0.6, 0.8])).toBeLessThan(1e-15);
  expect(largestDifference(explainedVariance, [25])).toBeLessThan(1e-13);
});

describe("a component's largest loading is positive", () => {
  it("wherever it stands", async () => {
    const {components} = await pca({x: Float32Array.of(1, -3, -1, 3), rows: 2, columns: 2});
    expect(components[0]).toBeLessThan(0);
    expect(components[1]).toBeGreaterThan(0);
  });

  it("and among equally large ones the first, whatever rounding makes of them", async () => {
    const parts = [1, -1, 1 - 2 ** -24];
    const first = table(4, 3, (row, column) => (row - 1.5) * parts[column]);
    const last = table(4, 3, (row, column) => (row - 1.5) * -parts[2 - column]);
    for (const equal of [first, last]) {
      const {components} = await pca(equal);
      expect(components[0]).toBeGreaterThan(0);
      expect(components[1]).toBeLessThan(0);
    }
  });
});

it.each([
  ["equal rows", table(7, 3, (_, column) => 0.1 + column)],
  ["a single row", noise(1, 1, 4)],
  ["no rows", noise(1, 0, 4)]
])("finds no components in %s", async (_, constant) => {
  const nothing = new Float64Array(0);
  expect(await pca(constant)).toEqual({
    k: 0,
    scores: nothing,
    components: nothing,
    explainedVariance: nothing,
    explainedVarianceRatio: nothing,
    totalVariance: 0
  });
});

it.each([NaN, Infinity, -Infinity])("says where a number is %d", async (value) => {
  const {x, rows, columns} = noise(1, 4, 5);
  x[13] = value;
  await expect(pca({x, rows, columns})).rejects.toThrow(
    `principal components: row 2, column 3 (from 0) is ${value}; finite numbers needed`
  );
});

it("refuses a table of another size than told", async () => {
  await expect(pca({x: new Float32Array(5), rows: 2, columns: 3})).rejects.toThrow(
    "2 × 3 numbers expected, 5 were given"
  );
});
