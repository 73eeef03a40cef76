/** Parquet files as rows, read in the browser by 30 kB of JavaScript. */
import {parquetReadObjects} from "npm:hyparquet";
import {makePicture} from "./picture.js";
import type {Picture} from "./picture.js";
import type {
  ArrowRow,
  ControlRow,
  CosineRow,
  MeasureRow,
  ProjectionRow,
  ShuffledRow,
  StatementRow,
  TransferRow,
  VarianceRow
} from "../data/rows.js";

/** A file's contents as a page gives them: `FileAttachment("…").arrayBuffer()`, by which no other reader is loaded. */
type File = Promise<ArrayBuffer>;

const read = async (file: File) => parquetReadObjects({file: await file});

// The files are our loaders' own, whose rows src/data/rows.ts describes: that is what the casts rest on.
export const readProjection = async (file: File) => (await read(file)) as ProjectionRow[];
export const readVariance = async (file: File) => (await read(file)) as VarianceRow[];
export const readStatements = async (file: File) => (await read(file)) as StatementRow[];
export const readMeasures = async (file: File) => (await read(file)) as MeasureRow[];
export const readTransfer = async (file: File) => (await read(file)) as TransferRow[];
export const readControls = async (file: File) => (await read(file)) as ControlRow[];
export const readCosines = async (file: File) => (await read(file)) as CosineRow[];
export const readShuffled = async (file: File) => (await read(file)) as ShuffledRow[];
export const readArrows = async (file: File) => (await read(file)) as ArrowRow[];

/** A dataset's files as a picture whose frame keeps the axes of depth `focus`. */
export async function readPicture(
  name: string,
  files: {projection: File; variance: File; statements: File},
  focus: number
): Promise<{picture: Picture; variance: VarianceRow[]}> {
  const [projection, variance, statements] = await Promise.all([
    readProjection(files.projection),
    readVariance(files.variance),
    readStatements(files.statements)
  ]);
  return {picture: makePicture(name, {projection, variance, statements}, focus), variance};
}
