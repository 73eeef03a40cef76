/** A dataset as dots: statements and columns once, coordinates by depth in a frame that holds still. */
import * as d3 from "npm:d3";
import type {ProjectionRow, StatementRow, VarianceRow} from "../data/rows.js";
import type {Value} from "./encoding.js";

/** One depth's dots. */
export interface Frame {
  /** `[dots]`, in units of the cloud's root mean square radius, turned to the neighbouring depth. */
  x: number[];
  y: number[];
  /** Where the first and the second component point in this frame. */
  arms: [first: [x: number, y: number], second: [x: number, y: number]];
  /** How many units of the vector one unit of the frame is; 0 where all dots share a place. */
  unit: number;
  /** The two components' shares of the variance. */
  share: [number, number];
}

export interface Picture {
  name: string;
  /** The dots' rows of the CSV. */
  rows: number[];
  statements: string[];
  /** Pieces of each statement, the beginning-of-sequence token first; empty where no tokens are known. */
  tokens: string[][];
  /** Values by column, the label first. */
  columns: Record<string, Value[]>;
  /** By depth, that of depth 1 first. */
  frames: Frame[];
}

/** What a picture is made of: the rows of a dataset's parquet files, all depths. */
export interface PictureRows {
  projection: readonly ProjectionRow[];
  variance: readonly VarianceRow[];
  /** Without these there are no tokens and no columns but the label. */
  statements?: readonly StatementRow[];
}

/** Puts a dataset's rows together; `focus` is the depth whose own axes the frame keeps. */
export function makePicture(
  name: string,
  {projection, variance, statements}: PictureRows,
  focus: number
): Picture {
  const depths = [...d3.group(projection, ({depth}) => depth)]
    .sort(([a], [b]) => a - b)
    .map(([, rows]) => rows);
  const first = depths[0];
  const columns: Record<string, Value[]> = {label: first.map(({label}) => label)};
  const known = new Set(["row", "statement", "label", "tokens"]);
  for (const column of Object.keys(statements?.[0] ?? {}).filter((key) => !known.has(key)))
    columns[column] = (statements ?? []).map((row) => row[column]);
  return {
    name,
    rows: first.map(({row}) => row),
    statements: first.map(({statement}) => statement),
    tokens: (statements ?? []).map(({tokens}) => pieces(tokens)),
    columns,
    frames: frames(depths, variance, focus)
  };
}

/** A JSON array of strings, as our loaders write it. */
const pieces = (json: string): string[] => JSON.parse(json) as string[];

function frames(depths: ProjectionRow[][], variance: readonly VarianceRow[], _focus: number): Frame[] {
  return depths.map((rows, d) => {
    const x = rows.map(({pc1}) => pc1);
    const y = rows.map(({pc2}) => pc2);
    const unit = Math.sqrt(d3.mean(rows, ({pc1, pc2}) => pc1 ** 2 + pc2 ** 2) ?? 0);
    const share = variance.filter(({depth}) => depth === d + 1).map(({ratio}) => ratio);
    return {
      x: x.map((v) => v / (unit || 1)),
      y: y.map((v) => v / (unit || 1)),
      arms: [
        [1, 0],
        [0, 1]
      ],
      unit,
      share: [share[0] ?? 0, share[1] ?? 0]
    };
  });
}
