import {isUtf8} from "node:buffer";
import {readdir, readFile} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {CsvError, parse} from "csv-parse/sync";
import {exists} from "./files.ts";
import {messageOf, nearest, Problem} from "./problem.ts";

/** The statements of a CSV file, in file order; `rows`, `statements`, `labels` and every column are equally long. */
export interface Dataset {
  name: string;
  /** The CSV's path. */
  file: string;
  /** Which row of the CSV a statement is, from 0 and not counting the header: 0…n−1 but for a slice. */
  rows: number[];
  /** As they stand in the file, never trimmed. */
  statements: string[];
  labels: string[];
  /** The columns besides statement and label, in file order. */
  columns: Record<string, string[]>;
}

/** Where datasets are found by name. */
const home = "datasets";

/** A row of the file. Its place is counted as in a spreadsheet: the header is row 1. */
interface Row {
  place: () => string;
  fields: string[];
}

/**
 * Finds a dataset.
 *
 * @param nameOrPath a CSV's name in `folder` without .csv, or the path of a CSV anywhere
 * @throws Problem with the nearest names if there is neither, or as `parseDataset`
 */
export async function findDataset(nameOrPath: string, folder = home): Promise<Dataset> {
  const names = (await csvFiles(folder)).map((file) => basename(file, ".csv"));
  if (names.includes(nameOrPath)) return readDataset(join(folder, `${nameOrPath}.csv`));
  if (await exists(nameOrPath)) return readDataset(nameOrPath);
  const near = nearest(basename(nameOrPath, ".csv"), names).join(", ");
  const expected = `the name of one in ${folder}/ or a CSV's path expected`;
  throw new Problem(`no dataset ${nameOrPath}: ${expected}${near && `; nearest: ${near}`}`);
}

/**
 * Reads every CSV of a folder, by name; those that cannot be read are left out and listed with the reason.
 *
 * @returns `skipped` with a line each, which does not repeat the file
 */
export async function listDatasets(
  folder = home
): Promise<{datasets: Dataset[]; skipped: {file: string; why: string}[]}> {
  const datasets: Dataset[] = [];
  const skipped: {file: string; why: string}[] = [];
  for (const file of (await csvFiles(folder)).map((name) => join(folder, name))) {
    try {
      datasets.push(await readDataset(file));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      skipped.push({file, why: messageOf(error).replace(`${file}: `, "")});
    }
  }
  return {datasets, skipped};
}

/** Files that begin with a full stop are no datasets: macOS writes `._cities.csv` beside a copied cities.csv. */
async function csvFiles(folder: string): Promise<string[]> {
  const files = await readdir(folder);
  return files.filter((file) => file.endsWith(".csv") && !file.startsWith(".")).sort();
}

/**
 * Reads one CSV file; the dataset is named after it.
 *
 * @throws Problem if it is not there or not a file, or as `parseDataset`
 */
export async function readDataset(path: string): Promise<Dataset> {
  const bytes = await readFile(path).catch((error: unknown) => {
    const {code} = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new Problem(`${path}: no such file`);
    if (code === "EISDIR") throw new Problem(`${path}: a CSV file expected, a folder found`);
    throw new Problem(`${path}: not readable: ${messageOf(error)}`);
  });
  return parseDataset(basename(path).replace(/\.csv$/i, ""), path, bytes);
}

/** The dataset that denies this one, `neg_` before its name in the same folder; undefined if there is none to be read. */
export async function readDenial({name, file}: Dataset): Promise<Dataset | undefined> {
  const path = join(dirname(file), `neg_${name}.csv`);
  if (!(await exists(path))) return undefined;
  return readDataset(path).catch((error: unknown) => {
    if (error instanceof Problem) return undefined; // the list of datasets says that it can't be read
    throw error;
  });
}

/**
 * Reads CSV: RFC 4180 in UTF-8, with or without a byte order mark, lines ending in LF, CRLF or CR. The header names
 * `statement` and `label` in any place; lines with nothing on them are passed over.
 *
 * @throws Problem of one line with file and row
 */
export function parseDataset(name: string, file: string, bytes: Uint8Array): Dataset {
  const [header, ...body] = parseRows(file, decode(file, bytes));
  const names = checkHeader(file, header);
  if (body.length === 0) throw new Problem(`${file}: no rows below the header`);
  for (const row of body) checkRow(file, row, names);
  const column = (wanted: string) => body.map(({fields}) => fields[names.indexOf(wanted)]);
  const further = names.filter((other) => other !== "statement" && other !== "label");
  return {
    name,
    file,
    rows: body.map((_, i) => i),
    statements: column("statement"),
    labels: column("label"),
    columns: Object.fromEntries(further.map((other) => [other, column(other)]))
  };
}

/** The text without its byte order mark. */
function decode(file: string, bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff))
    throw new Problem(`${file}: UTF-8 expected, UTF-16 found; save it as CSV in UTF-8`);
  if (!isUtf8(bytes)) {
    const lines = Buffer.from(bytes).toString("latin1").split("\n");
    const line = 1 + lines.findIndex((text) => !isUtf8(Buffer.from(text, "latin1")));
    throw new Problem(`${file}: line ${line} is not UTF-8; save it as CSV in UTF-8`);
  }
  const text = new TextDecoder().decode(bytes);
  const zero = text.indexOf("\0");
  if (zero >= 0)
    throw new Problem(`${file}: text expected, a zero byte found in line ${lineAt(text.slice(0, zero))}`);
  return text;
}

/** Every row with something in it, the header first. */
function parseRows(file: string, text: string): Row[] {
  const bytes = Buffer.from(text);
  const starts = [0];
  const placeOf = (row: number) => {
    const line = lineAt(bytes.toString("utf8", 0, starts[row]));
    return `row ${row + 1}${line === row + 1 ? "" : ` (line ${line})`}`;
  };
  try {
    const records = parse(bytes, {
      record_delimiter: ["\r\n", "\n", "\r"],
      relax_column_count: true,
      on_record: (fields: string[], {bytes: end}) => {
        starts.push(end);
        return fields;
      }
    });
    return records
      .map((fields, row) => ({fields, place: () => placeOf(row)}))
      .filter(({fields}) => fields.length > 1 || fields[0].trim() !== "");
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new Problem(`${file}: ${placeOf(starts.length - 1)}: ${describe(error)}`);
  }
}

/** The number of the line on which `text` ends. */
function lineAt(text: string): number {
  return text.split(/\r\n|\n|\r/).length;
}

function describe(error: CsvError): string {
  switch (error.code) {
    case "CSV_QUOTE_NOT_CLOSED":
      return "a quote that opens here is never closed";
    case "CSV_INVALID_CLOSING_QUOTE":
      return `text after a closing quote; close it where the field ends, and write a quote inside it as ""`;
    case "INVALID_OPENING_QUOTE":
      return `a quote inside a field without quotes; put the field in quotes and write the quote as ""`;
    default:
      return error.message;
  }
}

/** The names of the columns, without spaces around them; one without a name, as pandas writes, is named by its place. */
function checkHeader(file: string, header: Row | undefined): string[] {
  if (!header) throw new Problem(`${file}: empty; a header that names statement and label expected`);
  const names = header.fields.map((name, i) => name.trim() || `column ${i + 1}`);
  for (const wanted of ["statement", "label"]) {
    if (names.includes(wanted)) continue;
    const separator = names.length === 1 ? /[;\t|]/.exec(names[0])?.[0] : undefined;
    const mend = separator
      ? `; columns seem to be separated by ${separator === "\t" ? "tabs" : separator}, commas expected`
      : ` (nearest: ${nearest(wanted, names)[0]}); rename the one that holds the ${wanted}s`;
    throw new Problem(`${file}: no ${wanted} column among ${names.join(", ")}${mend}`);
  }
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new Problem(`${file}: two columns are named ${twice}; rename one`);
  return names;
}

function checkRow(file: string, {place, fields}: Row, names: string[]): void {
  if (fields.length !== names.length) {
    const mend = fields.length > names.length ? "; put a field that holds a comma in quotes" : "";
    const expected = `${names.length} columns expected, as in the header, ${fields.length} found`;
    throw new Problem(`${file}: ${place()}: ${expected}${mend}`);
  }
  if (fields[names.indexOf("statement")] === "")
    throw new Problem(`${file}: ${place()}: empty statement; write one or delete the row`);
}

/**
 * The part of a dataset whose rows have one of `values` in `column`.
 *
 * @param column `label` or the name of a further column
 * @throws Problem for a column that there is not, or a value that no row has
 */
export function sliceOf(dataset: Dataset, {column, values}: {column: string; values: string[]}): Dataset {
  const columns: Record<string, string[]> = {label: dataset.labels, ...dataset.columns};
  if (!Object.hasOwn(columns, column)) {
    const near = nearest(column, Object.keys(columns)).join(", ");
    throw new Problem(`${dataset.file}: no ${column} column to slice by; nearest: ${near}`);
  }
  for (const value of values) {
    if (columns[column].includes(value)) continue;
    const near = nearest(value, new Set(columns[column])).join(", ");
    throw new Problem(`${dataset.file}: no row whose ${column} is ${value}; nearest: ${near}`);
  }
  const kept = dataset.rows.map((_, i) => i).filter((i) => values.includes(columns[column][i]));
  const pick = <T>(all: T[]) => kept.map((i) => all[i]);
  return {
    ...dataset,
    rows: pick(dataset.rows),
    statements: pick(dataset.statements),
    labels: pick(dataset.labels),
    columns: Object.fromEntries(Object.entries(dataset.columns).map(([name, all]) => [name, pick(all)]))
  };
}
