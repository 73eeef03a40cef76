/** Datasets as tables, and the vectors of their statements. */
import {table as tableOf} from "npm:arquero";
import type {ColumnTable} from "npm:arquero";
import {parquetReadObjects} from "npm:hyparquet";
import {fetchWhole} from "./dataset.js";
import {readStatements} from "./parquet.js";
import {pieces, readable} from "./picture.js";
import {identity, placeOf, valuesOf} from "./slices-table.js";
import {listed, MissingDataset, SliceProblem} from "./slices-problem.js";
import {datasetsWith, findTableHref} from "./table-hrefs.js";
import type {ActivationRow, StatementRow} from "../data/rows.js";

/** A dataset at the depth that pages open with. */
interface Loaded {
  table: ColumnTable;
  /** By row of the CSV, `[hiddenSize]` each. */
  vectors: ReadonlyMap<unknown, ArrayLike<number>>;
}

const loading = new Map<string, Promise<Loaded>>();
const loaded = new Map<string, Loaded>();

/**
 * A dataset's statements as an Arquero table: `row` (of the CSV, from 0), `statement`, `label`, `tokens` (a list of texts, the
 * beginning-of-sequence token first) and the CSV's further columns; `dataset` and `depth` say whose vectors its components
 * are found from: those at the depth that all pages open with. A file is read once, however often it is asked for.
 *
 * @param name of the CSV in datasets/, without its ending, or of a slice that loaders/experiment.ts makes of one
 * @throws MissingDataset if the site does not have it
 */
export async function load(name: string): Promise<ColumnTable> {
  const work = loading.get(name) ?? read(name);
  loading.set(name, work);
  work.catch(() => loading.delete(name));
  return (await work).table;
}

async function read(name: string): Promise<Loaded> {
  const statements = findTableHref(name, "statements");
  const activations = findTableHref(name, "activations");
  if (statements === undefined || activations === undefined) throw new MissingDataset(missing(name));
  return keep(
    name,
    ...(await Promise.all([readStatements(fetchWhole(statements)), readActivations(activations)]))
  );
}

/** Makes a dataset's table and remembers its vectors. */
export function keep(
  name: string,
  rows: readonly StatementRow[],
  activations: readonly ActivationRow[]
): Loaded {
  const {depth} = activations[0];
  const table = tableOf({
    dataset: rows.map(() => name),
    depth: rows.map(() => depth),
    ...Object.fromEntries(Object.keys(rows[0]).map((column) => [columnName(column), valuesIn(rows, column)]))
  });
  const found = {table, vectors: new Map(activations.map(({row, activation}) => [row, activation]))};
  loaded.set(keyOf(name, depth), found);
  return found;
}

/** A column of the CSV that has a name of ours gets another. */
const columnName = (column: string) => (["dataset", "depth"].includes(column) ? `${column} (csv)` : column);

function valuesIn(rows: readonly StatementRow[], column: string): unknown[] {
  if (column === "tokens") return rows.map(({tokens}) => pieces(tokens));
  return rows.map((row) => readable(row[column]));
}

/** What our own loader wrote, as rows.ts says: that is what the casts rest on. */
const readActivations = async (href: string) =>
  (await parquetReadObjects({file: await fetchWhole(href)})) as ActivationRow[];

function missing(name: string): string {
  const names = datasetsWith("activations");
  return `the site has no dataset \`${name}\`: put ${name}.csv into datasets/, or load one of ${listed(names, 40)}`;
}

const keyOf = (dataset: unknown, depth: unknown) => `${String(depth)} ${String(dataset)}`;

/**
 * The vectors of a table's statements: the residual stream at the last token.
 *
 * @returns `[statements][hiddenSize]`
 * @throws SliceProblem if the table lost a column that says whose they are
 */
export function vectorsOf(table: ColumnTable): ArrayLike<number>[] {
  const lost = identity.find((name) => !table.columnNames().includes(name));
  if (lost)
    throw new SliceProblem(
      `the table has lost its column \`${lost}\`, by which vectors are found: keep \`dataset\`, \`depth\` and \`row\` when you choose columns`
    );
  const [datasets, depths, rows] = identity.map((name) => valuesOf(table, name));
  return rows.map((row, i) => {
    const vector = loaded.get(keyOf(datasets[i], depths[i]))?.vectors.get(row);
    if (!vector)
      throw new SliceProblem(
        `no vector is known of row ${String(row)} of ${placeOf(table)} at depth ${String(depths[i])}: take rows from what \`load\` gives`
      );
    return vector;
  });
}

/** All statements of the datasets, at the depths, that a table has some of: each dataset's table as it was loaded. */
export function wholesOf(table: ColumnTable): ColumnTable[] {
  const datasets = valuesOf(table, "dataset");
  const depths = valuesOf(table, "depth");
  const keys = new Set(datasets.map((dataset, i) => keyOf(dataset, depths[i])));
  return [...keys].flatMap((key) => loaded.get(key)?.table ?? []);
}
