/** A dataset as dots: statements and columns once, coordinates by depth, turned so that dots move little. */
import * as d3 from "npm:d3";
import type {ProjectionRow, StatementRow, VarianceRow} from "../data/rows.js";
import type {Value} from "./encoding.js";
import {steadyFrames} from "./statistics.js";
import type {Turn} from "./statistics.js";

/** One depth's dots. */
export interface Frame {
  depth: number;
  /** `[dots]`, in units of the cloud's root mean square radius, turned to the neighbouring depth. */
  x: number[];
  y: number[];
  /** Where the first and the second component point in this frame. */
  arms: Turn;
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
  /** One a depth that is known. */
  frames: Frame[];
}

/** The dots of one depth; of the nearest known one where that depth is not. */
export function frameAt({frames}: Picture, depth: number): Frame {
  return frames.reduce((a, b) => (Math.abs(b.depth - depth) < Math.abs(a.depth - depth) ? b : a));
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
    columns[column] = (statements ?? []).map((row) => readable(row[column]));
  return {
    name,
    rows: first.map(({row}) => row),
    statements: first.map(({statement}) => statement),
    tokens: (statements ?? []).map(({tokens}) => pieces(tokens)),
    columns,
    frames: frames(depths, variance, focus)
  };
}

/** A single-precision number without the digits that double precision adds to it. */
const readable = (value: Value): Value => (typeof value === "number" ? Number(value.toPrecision(7)) : value);

/** A JSON array of strings, as our loaders write it. */
const pieces = (json: string): string[] => JSON.parse(json) as string[];

function frames(depths: ProjectionRow[][], variance: readonly VarianceRow[], focus: number): Frame[] {
  const clouds = depths.map((rows) => ({x: rows.map(({pc1}) => pc1), y: rows.map(({pc2}) => pc2)}));
  const numbers = depths.map(([{depth}]) => depth);
  const kept = Math.max(0, numbers.indexOf(focus));
  return steadyFrames(clouds, kept).map(({x, y, turn, rms}, i): Frame => {
    const share = (component: number) =>
      variance.find((row) => row.depth === numbers[i] && row.component === component)?.ratio ?? 0;
    return {depth: numbers[i], x: [...x], y: [...y], arms: turn, unit: rms, share: [share(1), share(2)]};
  });
}
