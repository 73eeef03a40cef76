import type {ColumnTable} from "arquero";
import {describe, expect, it} from "vitest";
import {keep} from "../../src/components/slices-load.js";
import {pca, project} from "../../src/components/slices-plane.js";
import {aboutOf, encodingOf, keptOf, pictureOf, recordsOf} from "../../src/components/slices-plot.js";
import {derive, filter, pick, stack, valuesOf} from "../../src/components/slices-table.js";
import {placesIn, wholeOf} from "../../src/components/SlicePair.js";

const rowsOf = (name: string, labels: string[]) =>
  labels.map((label, row) => ({
    row,
    statement: `${name} ${row}`,
    label,
    tokens: JSON.stringify(["<s>", name, ` ${row}`]),
    depth: "of the CSV"
  }));
const at = (vectors: number[][]) => vectors.map((activation, row) => ({row, depth: 15, activation}));

// Two squares, one of them moved aside and longer.
const {table: near} = keep(
  "near",
  rowsOf("near", ["a", "a", "b", "b"]),
  at([
    [2, 1, 0],
    [-2, 1, 0],
    [2, -1, 0],
    [-2, -1, 0]
  ])
);
const {table: far} = keep(
  "far",
  rowsOf("far", ["a", "b"]),
  at([
    [14, 0, 4],
    [6, 0, -4]
  ])
);

describe("a dataset as a table", () => {
  it("has the CSV's columns, tokens as a list, and whose vectors its statements have", () => {
    expect(near.object(1)).toEqual({
      dataset: "near",
      depth: 15,
      row: 1,
      statement: "near 1",
      label: "a",
      tokens: ["<s>", "near", " 1"],
      "depth (csv)": "of the CSV"
    });
  });

  it("is filtered, also by what is neither a column nor a number", () => {
    const wanted = new Set(["b"]);
    expect(
      valuesOf(
        filter(near, ({label}) => wanted.has(String(label))),
        "row"
      )
    ).toEqual([2, 3]);
    expect(
      valuesOf(
        filter(
          filter(near, (d) => d.label === "b"),
          ({row}) => row !== 2
        ),
        "row"
      )
    ).toEqual([3]);
  });

  it("keeps the rows that are picked, in its own order", () => {
    expect(valuesOf(pick(near, [3, 0]), "row")).toEqual([0, 3]);
    expect(() => pick(near, [3, 7])).toThrow("datasets/near has no row 7 among the 4 given: leave it out");
  });

  it("gets further columns, of filtered tables too", () => {
    const length = ({tokens}: Readonly<Record<string, unknown>>) => (tokens as string[]).length;
    const some = derive(
      filter(near, (d) => d.label === "b"),
      {length}
    );
    expect(some.objects()).toMatchObject([
      {row: 2, length: 3},
      {row: 3, length: 3}
    ]);
    expect(() => derive(near, {row: () => 1})).toThrow("`row` says which statement a row is");
  });

  it("says which columns there are when asked for another", () => {
    const words = "datasets/near has no column `lable`; it has statement, label, tokens and depth (csv)";
    expect(() => filter(near, (d) => d.lable === "a")).toThrow(words);
    expect(() => encodingOf(near, "lable")).toThrow(words);
  });

  it("is put under another with the columns of both", () => {
    const both = stack(near, derive(far, {long: () => 1}));
    expect(both.columnNames()).toEqual(near.columnNames());
    expect(valuesOf(both, "dataset")).toEqual(["near", "near", "near", "near", "far", "far"]);
  });
});

describe("a plane", () => {
  it("has the components of a slice", () => {
    const {table, ratio, fit} = pca(near);
    expect(valuesOf(table, "pc1").map((value) => Number(value).toFixed(6))).toEqual(
      ["2", "-2", "2", "-2"].map((v) => Number(v).toFixed(6))
    );
    expect(ratio.slice(0, 3)).toEqual([expect.closeTo(0.8, 12), expect.closeTo(0.2, 12), 0]);
    expect([...fit.mean]).toEqual([0, 0, 0]);
    expect(pca(near)).toBe(pca(near));
  });

  it("takes statements of another dataset, and says how much of their own variance it has", () => {
    const plane = project(far, near);
    expect(valuesOf(plane.table, "pc1")).toEqual([expect.closeTo(14, 10), expect.closeTo(6, 10)]);
    expect(plane.ratio[0]).toBeCloseTo(0.5, 12);
    expect(plane.ratio[1]).toBeCloseTo(0, 12);
    expect(aboutOf(plane)).toBe("2 statements of far at depth 15 on the plane of 4 statements of near");
    expect(keptOf(plane)).toMatch(/^two components keep 50.% of their variance$/);
  });

  it("is refused to fewer than three statements, and to rows that are nobody's", () => {
    expect(() => pca(pick(near, [1, 2]))).toThrow("the slice has 2 statements, too few for components");
    expect(() => pca(near.select("statement", "label"))).toThrow("has lost its column `dataset`");
    const shifted: ColumnTable = derive(near, {other: ({row}) => Number(row) + 9});
    expect(() => pca(shifted.select("dataset", "depth", {other: "row"}))).toThrow(
      "no vector is known of row 9 of datasets/near at depth 15"
    );
  });

  it("is a picture in units of its dots' distance, with a name a row where rows are of several datasets", () => {
    const picture = pictureOf(pca(near));
    const {x, y, unit} = picture.frames[0];
    expect(unit).toBeCloseTo(Math.sqrt(5), 12);
    expect(x.map((value) => value * unit)).toEqual(
      [2, -2, 2, -2].map((v) => expect.closeTo(v, 10) as unknown)
    );
    expect(y.reduce((a, b) => a + b)).toBeCloseTo(0, 12);
    expect(pictureOf(pca(stack(near, far))).rows).toEqual([0, 1, 2, 3, 4, 5]);
    expect(picture.tokens[2]).toEqual(["<s>", "near", " 2"]);
  });

  it("is written down as it is, lists as JSON", () => {
    expect(recordsOf(near)[0]).toMatchObject({row: 0, tokens: '["<s>","near"," 0"]'});
  });
});

describe("a slice beside the whole", () => {
  it("is found in all statements of its datasets", () => {
    const slice = pick(near, [3, 1]);
    expect(wholeOf(slice)).toBe(near);
    expect(placesIn(near, slice)).toEqual([1, 3]);
    expect(placesIn(stack(far, near), slice)).toEqual([3, 5]);
    expect(() => placesIn(far, slice)).toThrow("the whole lacks a statement of the slice");
  });
});
