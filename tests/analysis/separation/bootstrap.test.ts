import {beforeAll, describe, expect, it} from "vitest";
import type {Product} from "../../../loaders/matrix.ts";
import {principalComponents} from "../../../loaders/analysis/pca.ts";
import {bootstrapComponents} from "../../../loaders/analysis/separation/bootstrap.ts";
import {resamples} from "../../../loaders/analysis/separation/groups.ts";
import {nullVarianceRatios} from "../../../loaders/analysis/separation/null-variance.ts";
import {planeAngle} from "../../../loaders/analysis/separation/plane-angle.ts";
import {percentileInterval, quantile} from "../../../loaders/analysis/separation/quantile.ts";
import {createProduct} from "../../../loaders/onnx/products.ts";
import {noise, table} from "../../fixtures/analysis/tables.ts";
import {largestDifference} from "../linear-algebra.ts";
import {each, reference, valueOf} from "./reference.ts";

let product: Product;
beforeAll(async () => {
  product = await createProduct();
});

describe("rows are drawn anew", () => {
  const groups = each("ppqrrr").codes;

  it("by whole groups, as many as there are", () => {
    const found = [...valueOf(resamples(groups, {draws: 50}))];
    expect(found.length).toBe(50);
    for (const rows of found) {
      const groupsDrawn = [...rows.filter((row) => [0, 2, 3].includes(row))];
      expect(groupsDrawn.length).toBe(3);
      expect([...rows]).toEqual(groupsDrawn.flatMap((first) => ({0: [0, 1], 2: [2], 3: [3, 4, 5]})[first]));
    }
  });

  it("the same ones each time, others for another seed", () => {
    const found = valueOf(resamples(groups, {draws: 20}));
    expect([...found]).toEqual([...found]);
    expect([...valueOf(resamples(groups, {draws: 20, seed: 2}))]).not.toEqual([...found]);
  });

  it("unless there is one group only", () => {
    expect(resamples(each("ppp").codes)).toEqual({absent: "one group only"});
    expect(resamples(each("").codes)).toEqual({absent: "one group only"});
  });
});

describe("percentiles", () => {
  it("are numpy's", () => {
    const {values, interval} = reference.percentiles;
    expect(largestDifference(percentileInterval(Float64Array.from(values)), interval)).toBeLessThan(1e-15);
  });

  it("lie between values, and are the ends at last", () => {
    expect(quantile(Float64Array.of(3, 1, 2), 0.25)).toBe(1.5);
    expect(percentileInterval(Float64Array.of(3, 1, 2), 1)).toEqual([1, 3]);
    expect(percentileInterval(Float64Array.of(7))).toEqual([7, 7]);
  });
});

describe("the angle between planes", () => {
  it.each(Object.entries(reference.planes))("is scipy's, of planes %s", (name, {a, b, angle}) => {
    const found = valueOf(planeAngle(Float64Array.from(a.flat()), Float64Array.from(b.flat()), a[0].length));
    console.log(`${name}: angles differ by ${Math.abs(found - angle).toExponential(1)}`);
    expect(Math.abs(found - angle)).toBeLessThan(1e-12);
  });

  it("does not depend on how their axes are turned, nor on further components", () => {
    const turned = Float64Array.of(0.6, 0.8, 0, -0.8, 0.6, 0, 0, 0, 1);
    expect(valueOf(planeAngle(turned, Float64Array.of(1, 0, 0, 0, -1, 0), 3))).toBeLessThan(1e-15);
  });

  it("is absent where a table has no plane", () => {
    expect(planeAngle(Float64Array.of(1, 0), Float64Array.of(1, 0, 0, 1), 2)).toEqual({absent: "no plane"});
    expect(planeAngle(new Float64Array(0), new Float64Array(0), 3)).toEqual({absent: "no plane"});
  });
});

describe("components of tables drawn anew", () => {
  const groups = Int32Array.from({length: 60}, (_, row) => row >> 1);

  it("lie around those of the table, in its plane where that is plain", async () => {
    const {x} = noise(1, 60, 8);
    x.forEach((value, i) => (x[i] = value * [10, 5, 1, 1, 1, 1, 1, 1][i % 8]));
    const {explainedVarianceRatio} = await principalComponents(x, 60, 8, {product});
    const {ratios, angles} = valueOf(
      await bootstrapComponents(x, 8, groups, {components: 3, draws: 40, product})
    );
    ratios.forEach((ofDraws, j) => {
      const [low, high] = percentileInterval(ofDraws);
      expect(low).toBeLessThan(explainedVarianceRatio[j] + 0.02);
      expect(high).toBeGreaterThan(explainedVarianceRatio[j] - 0.02);
    });
    expect(quantile(angles, 0.95)).toBeLessThan(0.2);
    expect(Math.min(...angles)).toBeGreaterThan(0);
  });

  it("have no plane where the draw has none", async () => {
    const {x} = table(4, 3, (row, column) => Number(row === column));
    const {ratios, angles} = valueOf(
      await bootstrapComponents(x, 3, each("pqrs").codes, {draws: 100, product})
    );
    expect(ratios.flatMap((ofDraws) => [...ofDraws]).every(Number.isFinite)).toBe(true);
    expect(Math.max(...angles)).toBe(Math.PI / 2);
  });

  it.each([
    ["one group only", "pppp", noise(1, 4, 3)],
    ["no plane", "pqrs", table(4, 3, () => 1)],
    ["no plane", "pqrs", table(4, 3, (row) => row)]
  ])("are absent: %s", async (absent, letters, {x}) => {
    expect(await bootstrapComponents(x, 3, each(letters).codes, {draws: 2, product})).toEqual({absent});
  });
});

describe("variance by chance", () => {
  it("is that of columns that have nothing to do with each other", async () => {
    const directions = noise(3, 1, 20).x;
    const along = noise(4, 50, 1).x;
    const {x} = table(50, 20, (row, column) => along[row] * directions[column]);
    const found = await nullVarianceRatios(x, 50, 20, {product});
    const {explainedVarianceRatio} = await principalComponents(x, 50, 20, {product});
    expect(explainedVarianceRatio[0]).toBeCloseTo(1, 6);
    expect(found.length).toBe(10);
    expect(found[0]).toBeLessThan(0.35);
    expect([...found]).toEqual([...found].sort((a, b) => b - a));
    expect(await nullVarianceRatios(x, 50, 20, {product})).toEqual(found);
    expect(await nullVarianceRatios(x, 50, 20, {product, seed: 2})).not.toEqual(found);
  });

  it("is the table's own where permuting changes nothing", async () => {
    const {x} = table(6, 1, (row) => row);
    expect(await nullVarianceRatios(x, 6, 1, {components: 2, product})).toEqual(Float64Array.of(1, 0));
  });

  it("is 0 where all rows are equal", async () => {
    const {x} = table(5, 4, (_, column) => column);
    expect(await nullVarianceRatios(x, 5, 4, {components: 3, product})).toEqual(new Float64Array(3));
  });
});
