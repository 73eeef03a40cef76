import {join} from "node:path";

/** The tables that are made of a dataset; src/data/rows.ts says what is in their rows. */
export type TableName = "statements" | "projection" | "variance" | "scores" | "activations";

/** Where a table lies in the folder of a dataset's tables. */
export function tableFile(folder: string, table: TableName): string {
  return join(folder, `${table}.parquet`);
}
