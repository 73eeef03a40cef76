import {generators} from "../../datasets/generate/all.ts";
import type {Row} from "../../datasets/generate/csv.ts";

export const rowsOf = (name: string): Row[] => generators[name]();

/** How often each value occurs. */
export function counts(values: (string | number)[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const value of values.map(String)) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}

/** The rows that share a value, for every value of a column. */
export function groups(rows: Row[], column: string): Row[][] {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(String(row[column]), [...(found.get(String(row[column])) ?? []), row]);
  return [...found.values()];
}

export const distinct = (rows: Row[], column: string): number => new Set(rows.map((row) => row[column])).size;

/** The values of a column with more true than false statements or fewer, each with its labels. */
export function unbalanced(rows: Row[], column: string): string[] {
  return groups(rows, column)
    .map((group) => `${group[0][column]}: ${group.map(({label}) => label).join(" ")}`)
    .filter((line) => line.split(" true").length !== line.split(" false").length);
}
