import type {Dataset} from "../../loaders/dataset.ts";

/** A dataset from `[statement, label, subject, pair]` lists; without subjects, a list of two. */
export function datasetOf(name: string, rows: string[][]): Dataset {
  const column = (i: number) => rows.map((row) => row[i]);
  const subject: Record<string, string[]> = rows[0].length > 2 ? {subject: column(2)} : {};
  const pair: Record<string, string[]> = rows[0].length > 3 ? {pair: column(3)} : {};
  return {
    name,
    file: `${name}.csv`,
    rows: rows.map((_, i) => i),
    statements: column(0),
    labels: column(1),
    columns: {...subject, ...pair}
  };
}
