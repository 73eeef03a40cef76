import {beforeAll, describe, expect, it} from "vitest";
import type {Product} from "../../../loaders/matrix.ts";
import {principalComponents, type Components} from "../../../loaders/analysis/pca.ts";
import {seededRandom} from "../../../loaders/analysis/random.ts";
import {bootstrapComponents} from "../../../loaders/analysis/separation/bootstrap.ts";
import {resamples} from "../../../loaders/analysis/separation/groups.ts";
import {nullVarianceRatios} from "../../../loaders/analysis/separation/null-variance.ts";
import {planeAngle} from "../../../loaders/analysis/separation/plane-angle.ts";
import {percentileInterval, quantile} from "../../../loaders/analysis/separation/quantile.ts";
import {shuffle} from "../../../loaders/analysis/separation/shuffle.ts";
import {createProduct} from "../../../loaders/onnx/products.ts";
import {noise, table} from "../../fixtures/analysis/tables.ts";
import {largestDifference, largestRelativeDifference} from "../linear-algebra.ts";
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

/** The table's rows by their numbers, and the components found of these alone. */
async function exactly(x: Float32Array, columns: number, rows: Int32Array): Promise<Components> {
  const drawn = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => drawn.set(x.subarray(row * columns, (row + 1) * columns), i * columns));
  return principalComponents(drawn, rows.length, columns, {components: 10, product});
}

async function bootstrap(
  x: Float32Array,
  columns: number,
  groups: Int32Array,
  options: {components?: number; draws?: number}
) {
  const whole = await principalComponents(x, groups.length, columns, {product});
  return bootstrapComponents({x, columns, whole}, groups, {...options, product});
}

/** Columns of falling length, the first the longest by far: what activations are like. */
function falling(rows: number, columns: number, by: (column: number) => number): Float32Array {
  const {x} = noise(7, rows, columns);
  return x.map((value, i) => value * by(i % columns));
}

const spectra: [name: string, rows: number, columns: number, by: (column: number) => number][] = [
  ["that fall", 150, 200, (column) => (column + 1) ** -0.7],
  ["more rows than columns", 300, 60, (column) => (column + 1) ** -0.5],
  ["the first far above the rest", 120, 150, (column) => (column === 0 ? 300 : (column + 1) ** -0.5)],
  ["nearly alike", 200, 150, (column) => 1 + 2 / (column + 1)],
  ["fewer than are refined", 40, 12, (column) => 1 / (column + 1)]
];

describe("components of tables drawn anew", () => {
  const groups = Int32Array.from({length: 60}, (_, row) => row >> 1);

  it("lie around those of the table, in its plane where that is plain", async () => {
    const {x} = noise(1, 60, 8);
    x.forEach((value, i) => (x[i] = value * [10, 5, 1, 1, 1, 1, 1, 1][i % 8]));
    const {explainedVarianceRatio} = await principalComponents(x, 60, 8, {product});
    const {ratios, angles} = valueOf(await bootstrap(x, 8, groups, {components: 3, draws: 40}));
    ratios.forEach((ofDraws, j) => {
      const [low, high] = percentileInterval(ofDraws);
      expect(low).toBeLessThan(explainedVarianceRatio[j] + 0.02);
      expect(high).toBeGreaterThan(explainedVarianceRatio[j] - 0.02);
    });
    expect(quantile(angles, 0.95)).toBeLessThan(0.2);
    expect(Math.min(...angles)).toBeGreaterThan(0);
  });

  it.each(spectra)("are the draw's own: ratios %s", async (name, rows, columns, by) => {
    const x = falling(rows, columns, by);
    const groups = Int32Array.from({length: rows}, (_, row) => row >> 1);
    const {ratios, angles} = valueOf(await bootstrap(x, columns, groups, {components: 10, draws: 8}));
    const whole = await principalComponents(x, rows, columns, {product});
    let [apart, turned] = [0, 0];
    for (const [draw, drawn] of [...valueOf(resamples(groups, {draws: 8}))].entries()) {
      const exact = await exactly(x, columns, drawn);
      const found = ratios.map((ofDraws) => ofDraws[draw]);
      apart = Math.max(apart, largestRelativeDifference(found, exact.explainedVarianceRatio));
      const angle = valueOf(planeAngle(whole.components, exact.components, columns));
      turned = Math.max(turned, Math.abs(angle - angles[draw]));
    }
    console.log(`${name}: ratios differ by ${apart.toExponential(1)}, angles by ${turned.toExponential(1)}`);
    expect(apart).toBeLessThan(1e-3);
    expect(turned).toBeLessThan(1e-3);
  });

  it("have no plane where the draw has none", async () => {
    const {x} = table(4, 3, (row, column) => Number(row === column));
    const {ratios, angles} = valueOf(await bootstrap(x, 3, each("pqrs").codes, {draws: 100}));
    expect(ratios.flatMap((ofDraws) => [...ofDraws]).every(Number.isFinite)).toBe(true);
    expect(Math.max(...angles)).toBe(Math.PI / 2);
  });

  it.each([
    ["one group only", "pppp", noise(1, 4, 3)],
    ["no plane", "pqrs", table(4, 3, () => 1)],
    ["no plane", "pqrs", table(4, 3, (row) => row)]
  ])("are absent: %s", async (absent, letters, {x}) => {
    expect(await bootstrap(x, 3, each(letters).codes, {draws: 2})).toEqual({absent});
  });
});

describe("variance by chance", () => {
  it.each(spectra)(
    "is that of the components of permuted columns: ratios %s",
    async (name, rows, columns, by) => {
      const x = falling(rows, columns, by);
      const options = {permutations: 6, share: 1, product};
      const found = await nullVarianceRatios(x, rows, columns, options);
      const most = new Float64Array(10);
      const random = seededRandom(1);
      const permuted = Float64Array.from(x);
      for (let i = 0; i < 6; i++) {
        for (let j = 0; j < columns; j++) {
          const column = Float64Array.from({length: rows}, (_, row) => permuted[row * columns + j]);
          shuffle(column, random).forEach((value, row) => (permuted[row * columns + j] = value));
        }
        const components = await principalComponents(Float32Array.from(permuted), rows, columns, {product});
        most.forEach((ratio, j) => (most[j] = Math.max(ratio, components.explainedVarianceRatio[j])));
      }
      const apart = largestRelativeDifference(found, most);
      console.log(`${name}: null ratios differ by ${apart.toExponential(1)}`);
      expect(apart).toBeLessThan(1e-3);
    }
  );

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
