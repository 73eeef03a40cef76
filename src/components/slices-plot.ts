/** Planes of slices as pictures. */
import type {ColumnTable} from "npm:arquero";
import {csvButton, downloads} from "./downloads.js";
import {el, onWidth} from "./dom.js";
import {encode} from "./encoding.js";
import type {Encoding, Value} from "./encoding.js";
import {count, percent} from "./format.js";
import {legend} from "./Legend.js";
import type {Picture} from "./picture.js";
import {ProjectionView} from "./ProjectionView.js";
import {planeOf} from "./slices-plane.js";
import type {Plane} from "./slices-plane.js";
import {listed} from "./slices-problem.js";
import {datasetsOf, valuesOf} from "./slices-table.js";

export interface PlotOptions {
  /** The column that colours the dots. */
  colour?: string;
  /** Names of classes beside their dots. */
  labels?: boolean;
  /** In pixels, where there is room. */
  height?: number;
}

/**
 * A slice's dots, with a legend that switches classes off, a tip for each dot and downloads of the picture (SVG) and the
 * numbers (CSV).
 *
 * @param source a table, drawn on its own components, or what `pca` or `project` gives
 * @throws SliceProblem if there is no such column, or as `pca`
 */
export function plot(
  source: Plane | ColumnTable,
  {colour = "label", labels = true, height = 440}: PlotOptions = {}
): HTMLElement {
  const plane = planeOf(source);
  const picture = pictureOf(plane);
  const encoding = encodingOf(plane.table, colour);
  const view = new ProjectionView(picture, {depth: picture.frames[0].depth, encoding, labels});
  onWidth(view.element, (width) => view.draw({width, height: heightFor(width, height)}));
  const key = legend(encoding, (off) => view.filter(dotsOff(encoding, off)));
  return el(
    "figure",
    {class: "slice-figure"},
    el("p", {class: "panel-words"}, `${aboutOf(plane)} · ${keptOf(plane)}`),
    key,
    view.element,
    offers(picture.name, plane, () => view.standalone("light"))
  );
}

/** Lower where the picture is narrow. */
export const heightFor = (width: number, height: number): number =>
  Math.round(Math.min(height, Math.max(280, width * 0.8)));

/** The dots whose classes are off. */
export const dotsOff = ({of}: Encoding, off: ReadonlySet<number>): ReadonlySet<number> =>
  new Set(of.flatMap((entry, dot) => (off.has(entry) ? [dot] : [])));

/** How a column's values look. */
export const encodingOf = (table: ColumnTable, column: string): Encoding =>
  encode(column, valuesOf(table, column).map(valueOf));

/** Downloads of a picture and of the numbers behind it. */
export function offers(name: string, plane: Plane, picture: () => string): HTMLElement {
  return el(
    "div",
    {class: "offers"},
    downloads([], `${name}.svg`, picture),
    csvButton(`${name}.csv`, () => recordsOf(plane.table))
  );
}

/** A table's rows as they are written into a file; lists as JSON. */
export function recordsOf(table: ColumnTable): Record<string, Value>[] {
  const columns = table.columnNames().map((name) => [name, valuesOf(table, name).map(valueOf)] as const);
  return Array.from({length: table.numRows()}, (_, i) =>
    Object.fromEntries(columns.map(([name, values]) => [name, values[i]]))
  );
}

/** "56 statements of maths at depth 15", and whose components they are drawn on if not their own. */
export function aboutOf({table, fit}: Plane): string {
  const depths = [...new Set(valuesOf(table, "depth"))].map(String);
  const names = listed(datasetsOf(table));
  const own = fit.statements === table.numRows() && fit.name === names;
  const where = own ? "" : ` on the plane of ${count(fit.statements, "statement")} of ${fit.name}`;
  return `${count(table.numRows(), "statement")} of ${names} at depth ${listed(depths)}${where}`;
}

/** "two components keep 57 % of their variance". */
export const keptOf = ({ratio}: Plane): string =>
  `two components keep ${percent((ratio[0] ?? 0) + (ratio[1] ?? 0))} of their variance`;

/**
 * A plane as a picture of one depth, in units of the dots' root mean square distance from their middle, not turned.
 *
 * @param colour a column that the picture is to have: empty where the table does not have it
 */
export function pictureOf({table, ratio}: Plane, colour = "label"): Picture {
  const [pc1, pc2] = ["pc1", "pc2"].map((name) => centred(valuesOf(table, name).map(Number)));
  const square = pc1.reduce((sum, v, i) => sum + v ** 2 + pc2[i] ** 2, 0);
  const unit = Math.sqrt(square / Math.max(1, pc1.length));
  const depths = valuesOf(table, "depth").map(Number);
  const names = datasetsOf(table);
  const single = names.length === 1 && new Set(depths).size === 1;
  const scaled = (values: readonly number[]) => values.map((v) => v / (unit || 1));
  return {
    name: `${names.join("-")}-slice`,
    // Of several datasets or depths, rows of the CSV would name more than one dot.
    rows: single ? valuesOf(table, "row").map(Number) : pc1.map((_, i) => i),
    statements: valuesOf(table, "statement").map(String),
    tokens: table.columnNames().includes("tokens") ? valuesOf(table, "tokens").map(texts) : [],
    columns: {[colour]: pc1.map(() => ""), ...columnsOf(table)},
    frames: [
      {
        depth: depths[0],
        x: scaled(pc1),
        y: scaled(pc2),
        arms: [
          [1, 0],
          [0, 1]
        ],
        unit,
        share: [ratio[0] ?? 0, ratio[1] ?? 0]
      }
    ]
  };
}

function centred(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  return values.map((value) => value - mean);
}

/** What dots can be coloured by and tips can tell: all but texts that the picture has already. */
function columnsOf(table: ColumnTable): Record<string, Value[]> {
  const names = table.columnNames().filter((name) => !["statement", "tokens"].includes(name));
  return Object.fromEntries(names.map((name) => [name, valuesOf(table, name).map(valueOf)]));
}

/** Texts and numbers as they are, true and false as words, lists as JSON. */
function valueOf(value: unknown): Value {
  if (typeof value === "string" || typeof value === "number") return value;
  return Array.isArray(value) ? JSON.stringify(value) : String(value);
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
