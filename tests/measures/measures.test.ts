import {beforeAll, describe, expect, it} from "vitest";
import {createProduct} from "../../loaders/onnx/products.ts";
import type {Dataset} from "../../loaders/dataset.ts";
import type {Matrix64, Product} from "../../loaders/matrix.ts";
import {isMeasured} from "../../loaders/measures/limits.ts";
import {measureColumns, measureRows, unmeasuredRows} from "../../loaders/measures/measures.ts";
import type {Network} from "../../loaders/measures/networks.ts";

let product: Product;

beforeAll(async () => {
  product = await createProduct();
});

function datasetOf(labels: string[], columns: Record<string, string[]> = {}): Dataset {
  const statements = labels.map((_, i) => `statement ${i}`);
  return {name: "tiny", file: "tiny.csv", rows: [...labels.keys()], statements, labels, columns};
}

/** Two columns: labels far apart, or one place in turn for each label. */
const apart = (labels: string[]): Matrix64 =>
  matrix(labels.map((label, i) => [label === "a" ? 10 : -10, i % 3]));
const mixed = (labels: string[]): Matrix64 => matrix(labels.map((_, i) => [(i * 7) % 16, (i * 5) % 16]));

function matrix(rows: number[][]): Matrix64 {
  return {data: Float64Array.from(rows.flat()), rows: rows.length, columns: rows[0].length};
}

const labels = Array.from({length: 16}, (_, i) => (i % 4 < 2 ? "a" : "b"));

async function measured(dataset: Dataset, networks: Network[]) {
  let steps = 0;
  const rows = await measureRows(dataset, networks, {product, onDepth: () => steps++});
  const row = (network: string, depth: number, measure: string) => {
    const found = rows.filter((r) => r.network === network && r.depth === depth && r.measure === measure);
    expect(found).toHaveLength(1);
    return found[0];
  };
  return {rows, row, steps};
}

describe("measures by depth", () => {
  const networks: Network[] = [
    {
      name: "trained",
      depths: [
        {depth: 1, points: mixed(labels), readings: []},
        {depth: 2, points: apart(labels), readings: []}
      ]
    },
    {name: "shuffled 1", depths: [{depth: 1, points: apart(labels), readings: []}]},
    {name: "tokens", depths: [{depth: 0, points: apart(labels), readings: []}]}
  ];

  it("tell labels that are apart from labels that are not, and from permuted ones", async () => {
    const {row, steps} = await measured(datasetOf(labels), networks);
    expect(steps).toBe(2);
    for (const measure of ["neighbour-2", "neighbour-10", "share-1", "plane-auc"]) {
      const found = row("trained", 2, measure);
      expect(found.value).toBeCloseTo(1, 6);
      expect(found.nullHigh).toBeLessThan(1);
      expect(found.chance).toBeLessThan(found.nullHigh);
      expect(found.p).toBeLessThan(0.01);
      expect(found.pAll).toBeGreaterThanOrEqual(found.p);
      expect(found.pAll).toBeLessThan(0.02);
      expect(row("trained", 1, measure).value).toBeLessThan(0.8);
    }
    expect(row("trained", 2, "silhouette-2").value).toBeGreaterThan(0.8);
    expect(row("trained", 2, "share-2").value).toBeLessThan(0.1);
  });

  it("of controls are values and no more", async () => {
    const {row} = await measured(datasetOf(labels), networks);
    for (const [network, depth] of [
      ["shuffled 1", 1],
      ["tokens", 0]
    ] as const) {
      const {value, chance, nullHigh, p, pAll, absent} = row(network, depth, "neighbour-2");
      expect(value).toBe(1);
      expect([chance, nullHigh, p, pAll]).toEqual([NaN, NaN, NaN, NaN]);
      expect(absent).toBe("");
    }
  });

  it("that labels are not made for say why", async () => {
    const {row} = await measured(datasetOf(labels), networks);
    expect(row("trained", 1, "rank").absent).toBe("labels are not numbers");
    expect(row("tokens", 0, "calendar-neighbours").absent).toBe("labels are neither months nor days");
    expect(row("trained", 2, "rank").value).toBeNaN();
  });

  it("of numbers and of days are their order and their circle", async () => {
    const points = matrix(labels.map((_, i) => [i, 0]));
    const numbers = await measured(datasetOf(labels.map((_, i) => String(i >> 1))), [
      {name: "trained", depths: [{depth: 1, points, readings: []}]}
    ]);
    expect(numbers.row("trained", 1, "rank").value).toBeCloseTo(1, 1);
    const days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    const twice = [...days, ...days];
    const circle = matrix(
      twice.map((_, i) => [Math.cos((2 * Math.PI * i) / 7), Math.sin((2 * Math.PI * i) / 7)])
    );
    const {row} = await measured(datasetOf(twice), [
      {name: "trained", depths: [{depth: 1, points: circle, readings: []}]}
    ]);
    expect(row("trained", 1, "calendar-neighbours").value).toBe(7);
    expect(row("trained", 1, "calendar-correlation").value).toBeCloseTo(1, 6);
  });

  it("are absent where all statements have one subject and the measure asks for others", async () => {
    const subject = labels.map(() => "cats");
    const {row} = await measured(datasetOf(labels, {subject}), networks);
    expect(row("trained", 2, "neighbour-2").absent).toBe("one group only");
    expect(row("trained", 2, "plane-auc").absent).toBe("no fold has both labels");
    expect(row("trained", 2, "share-1").absent).toBe("");
  });

  it("leave a statement's whole subject out, and where labels have one subject each its pair or itself", async () => {
    const subject = labels.map((_, i) => String(i >> 1)); // both of a subject have one label, and one place
    const points = matrix(labels.map((_, i) => [i >> 1, 0]));
    const value = async (columns: Record<string, string[]>) => {
      const {row} = await measured(datasetOf(labels, columns), [
        {name: "trained", depths: [{depth: 1, points, readings: []}]}
      ]);
      return row("trained", 1, "neighbour-2").value;
    };
    expect(await value({})).toBe(1);
    expect(await value({subject})).toBe(0);
    expect(await value({subject: labels})).toBe(1);
    expect(await value({subject: labels, pair: subject})).toBe(0);
  });

  it("of classes say why they have no null where permuted labels would only have other names", async () => {
    const pair = labels.map((_, i) => String(i >> 1));
    const years = datasetOf(
      labels.map((_, i) => String(1900 + (i >> 1))),
      {pair}
    );
    const points = matrix(labels.map((_, i) => [i, 0]));
    const {row} = await measured(years, [{name: "trained", depths: [{depth: 1, points, readings: []}]}]);
    for (const measure of ["neighbour-2", "silhouette-2", "share-1"]) {
      const {value, nullHigh, p, unpermuted} = row("trained", 1, measure);
      expect(value).toBeGreaterThan(0);
      expect([nullHigh, p]).toEqual([NaN, NaN]);
      expect(unpermuted).toBe("labels can only be renamed");
    }
    expect(row("trained", 1, "rank")).toMatchObject({unpermuted: ""});
    expect(row("trained", 1, "rank").p).toBeLessThan(0.01);
  });

  it("are the same every time", async () => {
    const first = await measured(datasetOf(labels), networks);
    expect((await measured(datasetOf(labels), networks)).rows).toEqual(first.rows);
  });
});

describe("a dataset that is too large", () => {
  it("is not measured, and says so at each depth", () => {
    expect(isMeasured({length: 2000} as unknown[])).toBe(true);
    expect(isMeasured({length: 2001} as unknown[])).toBe(false);
    const rows = unmeasuredRows(3);
    expect(rows.map(({depth, absent}) => [depth, absent])).toEqual(
      [1, 2, 3].map((depth) => [depth, "more than 2000 statements"])
    );
  });
});

describe("the table", () => {
  it("has a column for each field", () => {
    const columns = measureColumns(unmeasuredRows(2));
    expect(columns.map(({name, type, data}) => [name, type, data.length])).toEqual([
      ["depth", "INT32", 2],
      ["network", "STRING", 2],
      ["measure", "STRING", 2],
      ["value", "FLOAT", 2],
      ["low", "FLOAT", 2],
      ["high", "FLOAT", 2],
      ["chance", "FLOAT", 2],
      ["nullHigh", "FLOAT", 2],
      ["p", "FLOAT", 2],
      ["pAll", "FLOAT", 2],
      ["absent", "STRING", 2],
      ["unpermuted", "STRING", 2]
    ]);
  });
});
