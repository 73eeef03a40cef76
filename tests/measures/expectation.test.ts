import {describe, expect, it} from "vitest";
import type {Dataset} from "../../loaders/dataset.ts";
import {
  expectation,
  expectationAuc,
  expectationCorrelation,
  expectationRows
} from "../../loaders/measures/expectation.ts";
import {measureRows} from "../../loaders/measures/measures.ts";
import {createProduct} from "../../loaders/onnx/products.ts";

/** Forty subjects, each with a true and a false statement. */
const count = 80;
const labels = Array.from({length: count}, (_, i) => (i % 2 === 0 ? "true" : "false"));
const subject = labels.map((_, i) => String(i >> 1));

function datasetOf(names: string[]): Dataset {
  const statements = names.map((_, i) => `statement ${i}`);
  return {
    name: "tiny",
    file: "tiny.csv",
    rows: [...names.keys()],
    statements,
    labels: names,
    columns: {subject}
  };
}

/** A number of each statement that looks like chance. */
const mixed = (i: number) => ((i * 37) % count) / count;
/** Two numbers a statement: true and false apart, and `across` within each. */
const stream = (across: (i: number) => number) =>
  Float32Array.from(labels.flatMap((label, i) => [(label === "true" ? 10 : -10) + across(i), i % 3]));

async function correlation(across: (i: number) => number, logProbability: (i: number) => number) {
  const values = Float64Array.from(labels, (_, i) => logProbability(i));
  const found = await expectationCorrelation(datasetOf(labels), stream(across), values);
  return "absent" in found ? NaN : found.value;
}

describe("the correlation of log-probability and place along the held-out direction", () => {
  it("is 1 where within a label one is the order of the other, and −1 where it is the reverse", async () => {
    expect(await correlation(mixed, (i) => -50 + mixed(i))).toBeCloseTo(1, 1);
    expect(await correlation(mixed, (i) => -50 - mixed(i))).toBeCloseTo(-1, 1);
  });

  it("is near 0 where both tell the labels apart and no more", async () => {
    const both = await correlation(mixed, (i) => (labels[i] === "true" ? -20 : -40) + ((i * 53 + 7) % 11));
    expect(Math.abs(both)).toBeLessThan(0.2);
  });

  it("is not asked of other labels", async () => {
    const names = labels.map((label) => (label === "true" ? "+-" : "-+"));
    expect(await expectationCorrelation(datasetOf(names), stream(mixed), new Float64Array(count))).toEqual({
      absent: "labels are not true and false"
    });
  });

  it("is absent where every statement is as likely", async () => {
    expect(await expectationCorrelation(datasetOf(labels), stream(mixed), new Float64Array(count))).toEqual({
      absent: "all statements in one place"
    });
  });
});

describe("how often a true statement is likelier than a false one", () => {
  it("is counted over all pairs, and below a half where false ones are expected", () => {
    const area = (...values: number[]) =>
      expectationAuc(datasetOf(["true", "false", "true", "false"]), Float64Array.from(values));
    expect(area(-1, -2, -3, -4)).toEqual({value: 0.75});
    expect(area(-2, -1, -4, -3)).toEqual({value: 0.25});
    expect(area(-1, -1, -1, -1)).toEqual({value: 0.5});
    expect(expectationAuc(datasetOf(["true", "true"]), Float64Array.of(1, 2))).toEqual({
      absent: "one label only"
    });
    expect(expectationAuc(datasetOf(["+-", "-+"]), Float64Array.of(1, 2))).toEqual({
      absent: "labels are not true and false"
    });
  });

  it("has a row, and so has the correlation at its depth", async () => {
    const values = Float64Array.from(labels, (_, i) => mixed(i));
    const rows = await expectationRows(datasetOf(labels), values, {depth: 7, stream: stream(mixed)});
    expect(rows.map(({network, measure, depth, absent}) => [network, measure, depth, absent])).toEqual([
      ["log-probability", "true-over-false", 0, ""],
      ["trained", "log-probability-correlation", 7, ""]
    ]);
    for (const {value, p} of rows) expect([Number.isFinite(value), p]).toEqual([true, NaN]);
  });
});

describe("log-probability as a rival of the components", () => {
  const measured = async (names: string[], values: number[]) => {
    const rival = expectation(Float64Array.from(values));
    const trained = {name: "trained", depths: [{depth: 1, points: rival.depths[0].points, readings: []}]};
    const product = await createProduct();
    const rows = await measureRows(datasetOf(names), [trained, rival], {product, onDepth: () => undefined});
    return (measure: string) =>
      rows.find((row) => row.network === "log-probability" && row.measure === measure);
  };

  it("is measured as they are, on a line, whichever label is the likelier one", async () => {
    for (const sign of [1, -1]) {
      const row = await measured(
        labels,
        labels.map((label, i) => sign * (label === "true" ? -20 : -40) + mixed(i))
      );
      expect(row("plane-auc")).toMatchObject({depth: 0, value: 1, absent: ""});
      expect(row("neighbour-2")?.value).toBe(1);
      expect(row("share-1")?.value).toBeGreaterThan(0.9);
      expect(row("share-2")?.absent).toBe("all statements in one place");
    }
  });

  it("has an area of about a half where it tells nothing", async () => {
    const row = await measured(
      labels,
      labels.map((_, i) => mixed(i))
    );
    expect(row("plane-auc")?.value).toBeGreaterThan(0.3);
    expect(row("plane-auc")?.value).toBeLessThan(0.7);
  });
});
