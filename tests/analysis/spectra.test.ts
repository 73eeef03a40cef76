import {beforeAll, describe, expect, it} from "vitest";
import type {Product} from "../../loaders/matrix.ts";
import {principalComponents} from "../../loaders/analysis/pca.ts";
import {seededRandom} from "../../loaders/analysis/random.ts";
import {createProduct} from "../../loaders/onnx/products.ts";
import {uncorrelated} from "../fixtures/analysis/tables.ts";
import {distanceFromOrthonormal, largestDifference, largestRelativeDifference} from "./linear-algebra.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct();
});

describe("finds the variances where more of them are nearly equal than there are components", () => {
  const random = seededRandom(20);
  const cluster = (count: number, width: number) =>
    Array.from({length: count}, () => 1 + (width / 2) * random());
  const rest = Array.from({length: 100}, () => random() / 2);
  const tables: [string, number[]][] = [
    ["equal", [...cluster(150, 0), ...rest]],
    ["equal, beside three large ones", [800, 700, 900, ...cluster(150, 0), ...rest]],
    ["equal, beside sixty larger ones", [...cluster(150, 0), ...rest, ...cluster(60, 0.5).map((x) => 3 * x)]],
    ["nearly equal", [...cluster(150, 1e-5), ...rest]],
    ["nearly equal, beside three large ones", [...cluster(150, 1e-4), 800, 700, 900, ...rest]],
    ["within a percent", [...cluster(200, 1e-2), ...rest]],
    ["just below the last", [...cluster(64, 0), ...cluster(150, 0).map((x) => x - 1e-3)]]
  ];
  it.each(tables)("%s", async (title, numbers) => {
    const {x, rows, columns} = uncorrelated(numbers);
    const found = await principalComponents(x, rows, columns, {product});
    const variances = numbers.map((number) => (2 * Math.fround(number) ** 2) / (rows - 1));
    const expected = variances.toSorted((a, b) => b - a).slice(0, 64);
    const difference = largestRelativeDifference(found.explainedVariance, expected);
    const distance = distanceFromOrthonormal({data: found.components, rows: 64, columns});
    console.log(
      `${title}: variances differ by ${difference.toExponential(1)}, orthonormal to ${distance.toExponential(1)}`
    );
    expect(difference).toBeLessThan(1e-7);
    expect(distance).toBeLessThan(1e-12);
  });
});

it("finds orthogonal components where no direction has more variance than another", async () => {
  const {x, rows, columns} = uncorrelated(new Array<number>(200).fill(1));
  const {k, components, explainedVariance} = await principalComponents(x, rows, columns, {product});
  expect(k).toBe(64);
  expect(largestDifference(explainedVariance, new Float64Array(64).fill(2 / 399))).toBeLessThan(1e-14);
  expect(distanceFromOrthonormal({data: components, rows: 64, columns: 200})).toBeLessThan(1e-12);
});
