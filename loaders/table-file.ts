import {join} from "node:path";

/** The tables that are made of a dataset; src/data/rows.ts says what is in their rows. */
export const tableNames = [
  "statements",
  "projection",
  "coordinates",
  "components",
  "variance",
  "scores",
  "activations"
] as const;

export type TableName = (typeof tableNames)[number];

/** Where a table lies in the folder of a dataset's tables. */
export function tableFile(folder: string, table: TableName): string {
  return join(folder, `${table}.parquet`);
}

/** Where what is measured of a dataset lies in a folder of its own. */
export function measuresFile(folder: string): string {
  return join(folder, "measures.parquet");
}

/** Where the dots of the first network with shuffled weights lie, beside what is measured. */
export function shuffledFile(folder: string): string {
  return join(folder, "shuffled.parquet");
}

/** Where it says, as JSON, which runs of the model the tables come from. */
export function runsFile(folder: string): string {
  return join(folder, "runs.json");
}
