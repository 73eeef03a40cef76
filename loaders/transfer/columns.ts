import type {Column} from "../parquet.ts";

/** What a row's fields are written as. */
type Types<R> = {[K in keyof R & string]: R[K] extends string ? "STRING" : "INT32" | "FLOAT"};

/** Rows as the columns of a parquet file, in the order of `types`. */
export function columnsOf<R extends Record<string, string | number>>(
  rows: readonly R[],
  types: Types<R>
): Column[] {
  return Object.entries<"STRING" | "INT32" | "FLOAT">(types).map(([name, type]): Column => {
    if (type === "STRING") return {name, type, data: rows.map((row) => String(row[name]))};
    const value = (row: R) => Number(row[name]);
    if (type === "INT32") return {name, type, data: Int32Array.from(rows, value)};
    return {name, type, data: Float32Array.from(rows, value)};
  });
}
