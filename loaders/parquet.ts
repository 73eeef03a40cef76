import {fileWriter, ParquetWriter} from "hyparquet-writer";

/** A column of a parquet file. FLOAT and INT32, as 64-bit integers would reach the browser as BigInt. */
export type Column =
  | {name: string; type: "INT32"; data: Int32Array}
  | {name: string; type: "FLOAT"; data: Float32Array}
  | {name: string; type: "STRING"; data: string[]}
  | {name: string; type: "LIST<FLOAT>"; data: Float32Array[]};

/** A parquet file that is written one row group after another, so that only one of them need be in memory. */
export interface ParquetFile {
  /** Adds a row group of the same columns as before and at least one row; several of lists that are long together. */
  write: (columns: Column[]) => Promise<void>;
  /** Writes what the reader looks for at the end; at least one row group must be there. */
  finish: () => Promise<void>;
}

type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]["schema"][number];

/** Numbers in lists of a row group at most: the writer takes some 40 bytes for each. */
const listedAtOnce = 2 ** 17;
/** Bytes of a column that are read together where only some rows are wanted. */
const pageSize = 2 ** 16;

/** Begins a parquet file at `path`. */
export function createParquet(path: string): ParquetFile {
  let parquet: ParquetWriter | null = null;
  return {
    async write(columns) {
      parquet ??= new ParquetWriter({
        writer: fileWriter(path),
        schema: schemaOf(columns),
        createdBy: "geometry-of-truth"
      });
      const rows = columns[0].data.length;
      const step = rowsAtOnce(columns);
      for (let start = 0; start < rows; start += step) {
        const columnData = columns.map((column) => toSource(column, start, start + step));
        await parquet.write({columnData, rowGroupSize: step, pageSize});
      }
    },
    async finish() {
      if (!parquet) throw new Error(`${path}: no rows to write`);
      await parquet.finish();
    }
  };
}

/** Writes a parquet file whose rows are at hand. */
export async function writeParquet(path: string, columns: Column[]): Promise<void> {
  const file = createParquet(path);
  await file.write(columns);
  await file.finish();
}

function rowsAtOnce(columns: Column[]): number {
  const listed = columns.map(({type, data}) => (type === "LIST<FLOAT>" ? data[0].length : 0));
  const length = Math.max(...listed);
  return length > 0 ? Math.max(1, Math.floor(listedAtOnce / length)) : columns[0].data.length;
}

/** Some rows of a column; the writer takes lists as plain arrays only. */
function toSource({name, type, data}: Column, start: number, end: number) {
  if (type === "LIST<FLOAT>") return {name, data: data.slice(start, end).map((list) => Array.from(list))};
  return {name, data: data.slice(start, end)};
}

function schemaOf(columns: Column[]): SchemaElement[] {
  return [{name: "root", num_children: columns.length}, ...columns.flatMap(elementsOf)];
}

/** The schema of one column; a list is three levels deep, as the format's rules for nested types want it. */
function elementsOf({name, type}: Column): SchemaElement[] {
  switch (type) {
    case "STRING":
      return [{name, type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "REQUIRED"}];
    case "LIST<FLOAT>":
      return [
        {name, repetition_type: "REQUIRED", converted_type: "LIST", num_children: 1},
        {name: "list", repetition_type: "REPEATED", num_children: 1},
        {name: "element", type: "FLOAT", repetition_type: "REQUIRED"}
      ];
    default:
      return [{name, type, repetition_type: "REQUIRED"}];
  }
}
