/** A dataset's files as a picture: read whole if they are small, else what is seen first, and the rest when it is asked for. */
import {asyncBufferFromUrl, cachedAsyncBuffer, parquetMetadataAsync, parquetReadObjects} from "npm:hyparquet";
import type {AsyncBuffer, FileMetaData} from "npm:hyparquet";
import type {Value} from "./encoding.js";
import {readVariance} from "./parquet.js";
import {frameAt, framesOf, isFurther, pieces, readable} from "./picture.js";
import type {DepthCloud, Frame, Picture, Rest} from "./picture.js";
import type {Cloud} from "./statistics.js";
import {statementsOf} from "./variants.js";
import type {CoordinatesRow, RunReport, VarianceRow} from "../data/rows.js";

/** Addresses of files, as a page has them from `FileAttachment("…").href`, by which no other reader is loaded. */
type Hrefs = Record<"coordinates" | "statements" | "variance", string>;

/** A parquet file of which any part can be read. */
export interface Table {
  file: AsyncBuffer;
  metadata: FileMetaData;
}

/** More dots than this, of all depths, are not read at once. */
const readAtOnce = 50_000;
/** Bytes of a large dataset's columns that are read at once, the smallest first: who has them can be coloured by. */
const columnBytes = 300_000;
/** Statements that are read together. */
const pieceRows = 512;
/** Where the end of a file is read, in the hope that all that describes it is there. */
const footerBytes = 2 ** 14;

/** Reads a dataset, or a variant of one, for a page; its dots are turned towards those of `towards`, the same rows. */
export async function readDataset(
  name: string,
  hrefs: Hrefs,
  run: RunReport,
  towards?: Picture
): Promise<{picture: Picture; variance: VarianceRow[]}> {
  const {depth, focusDepth} = run;
  const rows = statementsOf(run, name);
  const open = rows * depth > readAtOnce ? openInPieces : openWhole;
  const [coordinates, statements, variance] = await Promise.all([
    open(hrefs.coordinates),
    open(hrefs.statements),
    readVariance(fetchWhole(hrefs.variance))
  ]);
  const large = open === openInPieces;
  const known = large ? [focusDepth] : Array.from({length: depth}, (_, i) => i + 1);
  const clouds = readClouds(coordinates, Number(statements.metadata.num_rows));
  const start = towards && frameAt(towards, focusDepth);
  const [frames, columns] = await Promise.all([
    Promise.all(known.map(clouds)).then((some) => framesOf(some, variance, focusDepth, start)),
    readColumns(statements, large ? columnBytes : Infinity)
  ]);
  const none = columns.label.map(() => "");
  const all = none.map((_, i) => i);
  const picture: Picture = {name, rows: all, statements: none, tokens: [], columns, frames};
  picture.standardised = run.variants.some((variant) => variant.name === name && variant.standardised);
  const rest = restOf(picture, {statements, clouds, variance, focusDepth, towards: start});
  if (large) picture.rest = rest;
  else {
    await rest.statements(all);
    picture.rows = await readRows(statements);
  }
  return {picture, variance};
}

/** A file as `FileAttachment("…").arrayBuffer()` gives it. */
export async function fetchWhole(href: string): Promise<ArrayBuffer> {
  return (await request(href)).arrayBuffer();
}

async function openWhole(href: string): Promise<Table> {
  const file = await fetchWhole(href);
  return {file, metadata: await parquetMetadataAsync(file)};
}

/** Asks the host for parts of the file only; one that cannot do that sends the whole, and no more is asked for. */
export async function openInPieces(href: string): Promise<Table> {
  const response = await request(href, {headers: {Range: "bytes=0-3"}});
  const start = await response.arrayBuffer();
  const length = /\d+$/.exec(response.headers.get("Content-Range") ?? "")?.[0];
  if (response.status !== 206 || length === undefined)
    return {file: start, metadata: await parquetMetadataAsync(start)};
  const parts = await asyncBufferFromUrl({url: href, byteLength: Number(length)});
  const file = cachedAsyncBuffer(parts, {minSize: 0});
  return {file, metadata: await parquetMetadataAsync(file, {initialFetchSize: footerBytes})};
}

async function request(href: string, options?: RequestInit): Promise<Response> {
  const response = await fetch(href, options);
  if (!response.ok) throw new Error(`${href}: status ${response.status}`);
  return response;
}

/** Reads the coordinates of a depth, each depth's once. */
function readClouds({file, metadata}: Table, rows: number): (depth: number) => Promise<DepthCloud> {
  return remembered(async (depth) => {
    const [rowStart, rowEnd] = [(depth - 1) * rows, depth * rows];
    const columns = ["pc1", "pc2"];
    // What our own loaders wrote into these columns, as rows.ts says: that is what the casts here and below rest on.
    const dots = (await parquetReadObjects({file, metadata, columns, rowStart, rowEnd})) as CoordinatesRow[];
    return {depth, x: dots.map(({pc1}) => pc1), y: dots.map(({pc2}) => pc2)};
  });
}

/** The label and the other columns, the smallest first and in their order, as long as they are no more than so many bytes. */
async function readColumns({file, metadata}: Table, bytes: number): Promise<Record<string, Value[]>> {
  const sizes = metadata.row_groups[0].columns.flatMap(({meta_data: meta}) =>
    meta ? [{name: meta.path_in_schema[0], size: Number(meta.total_compressed_size)}] : []
  );
  let left = bytes;
  const chosen = new Set(["label"]);
  for (const {name, size} of sizes.filter(({name}) => isFurther(name)).sort((a, b) => a.size - b.size))
    if ((left -= size) >= 0) chosen.add(name);
  const columns = sizes.map(({name}) => name).filter((name) => chosen.has(name));
  const rows = (await parquetReadObjects({file, metadata, columns})) as Record<string, Value>[];
  return Object.fromEntries(columns.map((name) => [name, rows.map((row) => readable(row[name]))]));
}

/** Which rows of the CSV the dots are: of a slice, not all. */
async function readRows({file, metadata}: Table): Promise<number[]> {
  return ((await parquetReadObjects({file, metadata, columns: ["row"]})) as {row: number}[]).map(
    ({row}) => row
  );
}

interface Source {
  statements: Table;
  clouds: (depth: number) => Promise<DepthCloud>;
  variance: readonly VarianceRow[];
  focusDepth: number;
  towards?: Cloud;
}

function restOf(picture: Picture, {statements, clouds, variance, focusDepth, towards}: Source): Rest {
  const {rows} = picture;
  const read = async (columns: string[], rowStart: number, rowEnd: number) =>
    (await parquetReadObjects({...statements, columns, rowStart, rowEnd, useOffsetIndex: true})) as {
      statement: string;
      tokens?: string;
    }[];
  const piece = remembered(async (index) => {
    const start = index * pieceRows;
    const some = await read(["statement", "tokens"], start, Math.min(start + pieceRows, rows.length));
    some.forEach(({statement, tokens = "[]"}, i) => {
      picture.statements[start + i] = statement;
      picture.tokens[start + i] = pieces(tokens);
    });
  });
  const whole = remembered(async () => {
    (await read(["statement"], 0, rows.length)).forEach(
      ({statement}, i) => (picture.statements[i] = statement)
    );
  });
  return {
    async frame(depth) {
      const {missing, beside} = wayTo(depth, focusDepth, picture.frames);
      if (missing.length === 0) return;
      const nearest = depth < focusDepth ? missing[missing.length - 1] : missing[0];
      const found = framesOf(await Promise.all(missing.map(clouds)), variance, nearest, beside ?? towards);
      const others = picture.frames.filter((frame) => !missing.includes(frame.depth));
      picture.frames = [...others, ...found].sort((a, b) => a.depth - b.depth);
    },
    async statements(dots) {
      await Promise.all([...new Set(dots.map((dot) => Math.floor(dot / pieceRows)))].map(piece));
    },
    everyStatement: () => whole(0)
  };
}

/**
 * The depths to be read to show one, in order, as each is turned towards the one before: from there to the nearest known
 * frame on the way to the focus, beside which they are put. Where none is known, all, the focus included.
 */
function wayTo(depth: number, focus: number, frames: readonly Frame[]): {missing: number[]; beside?: Frame} {
  const [first, last] = [Math.min(depth, focus), Math.max(depth, focus)];
  const known = frames.filter((frame) => frame.depth >= first && frame.depth <= last && frame.unit > 0);
  const beside = depth < focus ? known[0] : known.at(-1); // frames are in order
  const between = Array.from({length: last - first + 1}, (_, i) => first + i);
  if (!beside) return {missing: between};
  return {missing: between.filter((d) => (depth < focus ? d < beside.depth : d > beside.depth)), beside};
}

/** Does the same work once only; where it failed, again when it is next asked for. */
function remembered<T>(work: (key: number) => Promise<T>): (key: number) => Promise<T> {
  const results = new Map<number, Promise<T>>();
  return (key) => {
    const result = results.get(key) ?? work(key);
    results.set(key, result);
    result.catch(() => results.delete(key));
    return result;
  };
}
