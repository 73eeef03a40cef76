/**
 * Statements as Arquero tables. The columns `dataset`, `depth` and `row` say whose vector a statement's is: they stay with
 * it through every verb of Arquero, so that a part of a table, or several tables together, can be asked for components.
 */
import {table as tableOf} from "npm:arquero";
import type {ColumnTable} from "npm:arquero";
import {listed, SliceProblem} from "./slices-problem.js";

/** A statement's values by column. One that the table does not have is a `SliceProblem`. */
export type SliceRow = Readonly<Record<string, unknown>>;

/** The columns that say whose vector a statement's is. */
export const identity = ["dataset", "depth", "row"] as const;

/**
 * The statements of which `test` says true. It is plain JavaScript and may use whatever the cell knows.
 *
 * @param table from `load`, or a part of it
 * @param test told one statement's values, as in `(d) => d.first === "+"`
 * @throws SliceProblem if `test` asks for a column that the table does not have
 */
export function filter(table: ColumnTable, test: (row: SliceRow) => unknown): ColumnTable {
  return table.reify([...table.indices()].filter((index) => Boolean(test(rowAt(table, index)))));
}

/**
 * The table with further columns.
 *
 * @param values what computes each, by its name, as in `{tokens: (d) => d.tokens.length}`
 * @throws SliceProblem if one asks for a column that the table does not have, or replaces `dataset`, `depth` or `row`
 */
export function derive(table: ColumnTable, values: Record<string, (row: SliceRow) => unknown>): ColumnTable {
  const taken = identity.find((name) => name in values);
  if (taken)
    throw new SliceProblem(
      `\`${taken}\` says which statement a row is: give the derived column another name`
    );
  const indices = [...table.indices()];
  const columns = Object.entries(values).map(([name, value]): [string, unknown[]] => [
    name,
    indices.map((index) => value(rowAt(table, index)))
  ]);
  return table.assign(tableOf(Object.fromEntries(columns)));
}

/**
 * The statements of some rows of the CSV, counted from 0, in the table's order.
 *
 * @throws SliceProblem if one of them is not in the table
 */
export function pick(table: ColumnTable, rows: readonly number[]): ColumnTable {
  const known = new Set(valuesOf(table, "row"));
  const absent = rows.filter((row) => !known.has(row));
  if (absent.length > 0)
    throw new SliceProblem(
      `${placeOf(table)} has no row ${listed(absent.map(String))} among the ${table.numRows()} given: leave it out`
    );
  const wanted = new Set<unknown>(rows);
  return filter(table, ({row}) => wanted.has(row));
}

/** Tables under each other, with the columns that all of them have. */
export function stack(...tables: readonly [ColumnTable, ...ColumnTable[]]): ColumnTable {
  const shared = tables[0]
    .columnNames()
    .filter((name) => tables.every((table) => table.columnNames().includes(name)));
  const columns = shared.map((name): [string, unknown[]] => [
    name,
    tables.flatMap((table) => valuesOf(table, name))
  ]);
  return tableOf(Object.fromEntries(columns));
}

/**
 * A column's values, in the table's order.
 *
 * @returns `[statements]`
 * @throws SliceProblem if the table has no such column
 */
export function valuesOf(table: ColumnTable, name: string): unknown[] {
  demand(table, name);
  return Array.from(table.array(name));
}

/** The datasets that a table's statements are of, each once. */
export function datasetsOf(table: ColumnTable): string[] {
  return table.columnNames().includes("dataset") ? [...new Set(valuesOf(table, "dataset").map(String))] : [];
}

/** Where a table's statements come from: "datasets/maths". */
export function placeOf(table: ColumnTable): string {
  const names = datasetsOf(table);
  return names.length > 0 ? listed(names.map((name) => `datasets/${name}`)) : "the table";
}

/** One statement's values. */
function rowAt(table: ColumnTable, index: number): SliceRow {
  return new Proxy<SliceRow>(
    {},
    {
      get: (_, name) => {
        if (typeof name === "symbol") return undefined;
        demand(table, name);
        return table.get(name, index) as unknown;
      }
    }
  );
}

/** Throws if the table has no such column. */
function demand(table: ColumnTable, name: string): void {
  const names = table.columnNames();
  if (names.includes(name)) return;
  const others = names.filter((other) => !identity.some((own) => own === other));
  throw new SliceProblem(`${placeOf(table)} has no column \`${name}\`; it has ${listed(others, 30)}`);
}
