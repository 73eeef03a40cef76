import {expect, it} from "vitest";
import {inColumns, rowSpace} from "../../../loaders/analysis/probes/row-space.ts";
import {solveSystems, weigh} from "../../../loaders/analysis/probes/systems.ts";
import {fromRows} from "../../../loaders/analysis/probes/vectors.ts";
import {noise} from "../../fixtures/analysis/tables.ts";
import {distanceFromOrthonormal, largestDifference, naiveProduct} from "../linear-algebra.ts";

const product = naiveProduct;

it("frees rows of their block's weighted mean and weighs them", () => {
  const values = Float64Array.of(1, 5, 7, 2, 4);
  weigh(values, {weights: Float64Array.of(1, 3, 0, 2, 2), penalty: 1, blocks: Int32Array.of(0, 0, 0, 1, 1)});
  expect([...values]).toEqual([-3, 3, 0, -2, 2]);
});

it("solves a system by hand", async () => {
  // 2 I + Zᵀ Z, without the mean (0, 0)
  const z = fromRows([
    Float64Array.of(1, 0),
    Float64Array.of(-1, 0),
    Float64Array.of(0, 2),
    Float64Array.of(0, -2)
  ]);
  const system = {weights: new Float64Array(4).fill(1), penalty: 2};
  const [solution] = await solveSystems(z, [system], [Float64Array.of(8, 30)], {
    tolerances: [1e-12],
    product
  });
  expect(largestDifference(solution, [2, 3])).toBeLessThan(1e-12);
});

it("solves each system as it would alone", async () => {
  const {x, rows, columns} = noise(3, 20, 6);
  const z = {data: Float64Array.from(x), rows, columns};
  const systems = [1, 0.01, 100].map((penalty, s) => ({
    weights: Float64Array.from({length: rows}, (_, i) => ((i + s) % 4 === 0 ? 0 : 1 + s)),
    penalty
  }));
  const sides = systems.map((_, s) => Float64Array.from(noise(4 + s, 1, columns).x));
  const tolerances = [1e-12, 1e-12, 1e-12];
  const together = await solveSystems(z, systems, sides, {tolerances, product});
  for (const [s, system] of systems.entries()) {
    const [alone] = await solveSystems(z, [system], [sides[s]], {tolerances: [1e-12], product});
    expect(largestDifference(together[s], alone)).toBe(0);
  }
});

it("finds nothing for a right side of nothing", async () => {
  const z = fromRows([Float64Array.of(1, 2)]);
  const system = {weights: Float64Array.of(1), penalty: 1};
  const options = {tolerances: [1e-12], product};
  expect(await solveSystems(z, [system], [new Float64Array(2)], options)).toEqual([new Float64Array(2)]);
});

it.each([
  ["fewer rows than columns", 8, 30],
  ["repeated rows", 9, 30],
  ["more rows than columns", 30, 8]
])("keeps the products of rows in the space of %s", async (title, rows, columns) => {
  const {x} = noise(9, rows, columns);
  if (title === "repeated rows") x.set(x.subarray(0, columns), 2 * columns);
  const table = {data: Float64Array.from(x), rows, columns};
  const before = table.data.slice();
  const space = await rowSpace(table, product);
  expect(table.data).toEqual(before);
  expect(space.coordinates.columns).toBe(Math.min(rows, columns));
  const [wide, narrow] = await Promise.all(
    [table, space.coordinates].map((a) => product(a, a, {transposeB: true}))
  );
  expect(largestDifference(wide.data, narrow.data)).toBeLessThan(1e-12);
  const back = await inColumns(space, space.coordinates, product);
  expect(largestDifference(back.data, table.data)).toBeLessThan(1e-12);
  if (space.basis) expect(distanceFromOrthonormal(space.basis)).toBeLessThan(1e-12);
});
