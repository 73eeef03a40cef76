import {runInNewContext} from "node:vm";
import {csvParse} from "d3";
import {describe, expect, it} from "vitest";
import {rangesText, rowsIn, selectionCell, selectionCsv} from "../../src/components/selected.ts";
import {pictureOf} from "./pictures.ts";

const rows = Array.from({length: 3000}, (_, i) => i);

describe("selected rows in an address", () => {
  it("are ranges, whatever their order", () => {
    expect(rangesText([7, 2, 0, 1, 9, 10])).toBe("0-2,7,9-10");
    expect(rowsIn("0-2,7,9-10", rows)).toEqual({rows: [0, 1, 2, 7, 9, 10], unknown: []});
  });

  it("are left out where they are too many pieces", () => {
    expect(rangesText(rows)).toBe("0-2999");
    expect(rangesText(rows.filter((row) => row % 2 === 0))).toBe("");
  });

  it("are none where the address says nothing", () => {
    expect(rowsIn("", rows)).toEqual({rows: [], unknown: []});
  });

  it("are what there is of them; the rest is told", () => {
    expect(rowsIn("2998-3001,5,-1,x,1e3,6-4", rows)).toEqual({
      rows: [5, 2998, 2999],
      unknown: ["2998-3001", "-1", "x", "1e3", "6-4"]
    });
  });
});

describe("copies of a selection", () => {
  const picture = pictureOf(
    ["=1+1", "-3"],
    [
      [0, 0],
      [1, 1]
    ]
  );
  picture.columns.number = [-3, 4];
  picture.statements = ['He said "a, b".\nSo?', "@sum <b>"];

  it("are CSV in which no text is a formula, and numbers are numbers", () => {
    const [first, second] = csvParse(selectionCsv(picture, [0, 1]));
    expect(first).toEqual({row: "10", statement: 'He said "a, b".\nSo?', label: "'=1+1", number: "-3"});
    expect(second).toEqual({row: "11", statement: "'@sum <b>", label: "'-3", number: "4"});
  });

  it("are a cell that loads the dataset and picks its rows, whatever the dataset's name", () => {
    const name = 'a`b"c\n```';
    const cell = selectionCell(name, rows.slice(0, 45));
    expect(cell.match(/```/g)).toHaveLength(2);
    const code = cell.split("\n").slice(1, -2).join("\n").replace("await ", "");
    const seen: unknown[] = [];
    runInNewContext(code, {
      load: (dataset: string) => seen.push(dataset),
      pick: (_: unknown, some: number[]) => seen.push([...some]),
      pair: () => null,
      display: () => null
    });
    expect(seen).toEqual([name, rows.slice(0, 45)]);
  });
});
