/** A dataset as dots: statements and columns once, coordinates by depth, turned so that dots move little. */
import * as d3 from "npm:d3";
import type {ProjectionRow, StatementRow, VarianceRow} from "../data/rows.js";
import type {Value} from "./encoding.js";
import {steadyFrames} from "./statistics.js";
import type {Cloud, Turn} from "./statistics.js";

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
  /** Whether the vector's columns were divided by their standard deviations, which are its units then. */
  standardised?: boolean;
  /** Of a large dataset, what is still to be read: statements that are not known are empty, their tokens undefined. */
  rest?: Rest;
}

/** Reads on, in pieces; what is read is put into the picture. */
export interface Rest {
  /** Makes a depth's frame known. */
  frame: (depth: number) => Promise<void>;
  /** Makes the statements of these dots known, and their tokens. */
  statements: (dots: readonly number[]) => Promise<void>;
  /** Makes all statements known, for a search in them. */
  everyStatement: () => Promise<void>;
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
  for (const column of Object.keys(statements?.[0] ?? {}).filter(isFurther))
    columns[column] = (statements ?? []).map((row) => readable(row[column]));
  return {
    name,
    rows: first.map(({row}) => row),
    statements: first.map(({statement}) => statement),
    tokens: (statements ?? []).map(({tokens}) => pieces(tokens)),
    columns,
    frames: framesOf(
      depths.map((rows) => ({
        depth: rows[0].depth,
        x: rows.map(({pc1}) => pc1),
        y: rows.map(({pc2}) => pc2)
      })),
      variance,
      focus
    )
  };
}

/** Whether a column of statements.parquet is one of the CSV's own beside statement and label. */
export const isFurther = (column: string): boolean =>
  !["row", "statement", "label", "tokens"].includes(column);

/** A single-precision number without the digits that double precision adds to it. */
export const readable = (value: Value): Value =>
  typeof value === "number" ? Number(value.toPrecision(7)) : value;

/** A JSON array of strings, as our loaders write it. */
export const pieces = (json: string): string[] => JSON.parse(json) as string[];

/** A depth's coordinates on its first two components. */
export interface DepthCloud extends Cloud {
  depth: number;
}

/**
 * One frame for several depths, in which those beside each other lie as near as they can.
 *
 * @param clouds of depths in order, none between them left out
 * @param towards dots to which those of depth `focus` are turned; without, they keep their own axes
 */
export function framesOf(
  clouds: readonly DepthCloud[],
  variance: readonly VarianceRow[],
  focus: number,
  towards?: Cloud
): Frame[] {
  const kept = Math.max(
    0,
    clouds.findIndex(({depth}) => depth === focus)
  );
  return steadyFrames(clouds, kept, towards).map(({x, y, turn, rms}, i): Frame => {
    const {depth} = clouds[i];
    const share = (component: number) =>
      variance.find((row) => row.depth === depth && row.component === component)?.ratio ?? 0;
    return {depth, x: [...x], y: [...y], arms: turn, unit: rms, share: [share(1), share(2)]};
  });
}
