/** Selected statements as text: their rows in an address, their values as CSV, a cell for the page of slices. */
import {csv} from "./downloads.js";
import type {Picture} from "./picture.js";

/** A longer text of rows is left out of the address: hosts refuse what is much longer. */
const longest = 2000;

/** Rows of the CSV as ranges, "0-3,7". Empty where none are given, and where there are too many pieces for an address. */
export function rangesText(rows: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const row of [...rows].sort((a, b) => a - b)) {
    const range = ranges.at(-1);
    if (range && row <= range[1] + 1) range[1] = row;
    else ranges.push([row, row]);
  }
  const text = ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join();
  return text.length > longest ? "" : text;
}

/** The rows among the known ones that ranges name, and those ranges that are none or name others. */
export function rowsIn(text: string, known: readonly number[]): {rows: number[]; unknown: string[]} {
  const rows = new Set<number>();
  const unknown: string[] = [];
  for (const part of text === "" ? [] : text.slice(0, longest).split(",")) {
    const ends = /^\d{1,9}(-\d{1,9})?$/.test(part) ? part.split("-").map(Number) : [];
    const [first = 0, last = first] = ends;
    const found = ends.length > 0 ? known.filter((row) => row >= first && row <= last) : [];
    for (const row of found) rows.add(row);
    if (found.length === 0 || found.length < last - first + 1) unknown.push(part);
  }
  return {rows: [...rows].sort((a, b) => a - b), unknown};
}

/** The dots' rows, statements and columns as CSV. */
export function selectionCsv({rows, statements, columns}: Picture, dots: readonly number[]): string {
  return csv(
    dots.map((dot) => ({
      row: rows[dot],
      statement: statements[dot],
      ...Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, values[dot]]))
    }))
  );
}

/** A cell for the page of slices: a dataset's rows on their own components, beside the whole. */
export function selectionCell(dataset: string, rows: readonly number[]): string {
  const name = JSON.stringify(dataset).replaceAll("`", "\\x60"); // which would end the cell
  return [
    "```js echo",
    `const whole = await load(${name});`,
    `const selection = pick(whole, [\n${lines(rows)}\n]);`,
    "display(pair(selection, {whole}));",
    "```",
    ""
  ].join("\n");
}

/** Numbers in lines of twenty. */
function lines(rows: readonly number[]): string {
  const starts = rows.flatMap((_, i) => (i % 20 === 0 ? [i] : []));
  return starts.map((start) => `  ${rows.slice(start, start + 20).join(", ")}`).join(",\n");
}
