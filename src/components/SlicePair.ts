/** A slice of a dataset twice: where its dots lie in the whole, and on components of its own. */
import type {ColumnTable} from "npm:arquero";
import {el, onWidth} from "./dom.js";
import type {Encoding} from "./encoding.js";
import {legend} from "./Legend.js";
import {ProjectionView} from "./ProjectionView.js";
import {wholesOf} from "./slices-load.js";
import {pca} from "./slices-plane.js";
import type {Plane} from "./slices-plane.js";
import {aboutOf, dotsOff, encodingOf, heightFor, keptOf, offers, pictureOf} from "./slices-plot.js";
import type {PlotOptions} from "./slices-plot.js";
import {SliceProblem} from "./slices-problem.js";
import {identity, stack, valuesOf} from "./slices-table.js";

export interface PairOptions extends PlotOptions {
  /** What the slice is compared with; without it, all statements of its datasets at its depths. */
  whole?: ColumnTable;
}

/**
 * A slice beside the whole: on the left the whole on its own components, with the slice's dots in colour and the others
 * pale; on the right the slice on components of its own, in the same colours. Pointing at a statement in one shows it in
 * the other.
 *
 * @throws SliceProblem if there is no such column, if the whole lacks a statement of the slice, or as `pca`
 */
export function pair(
  slice: ColumnTable,
  {colour = "label", labels = true, height = 440, whole}: PairOptions = {}
): HTMLElement {
  const own = pca(slice);
  const all = pca(whole ?? wholeOf(slice));
  const places = placesIn(all.table, slice);
  const encoding = encodingOf(own.table, colour);
  const depth = Number(valuesOf(slice, "depth")[0]);
  const [left, right]: [ProjectionView, ProjectionView] = [
    new ProjectionView(pictureOf(all, colour), {
      depth,
      encoding: amongOthers(encoding, places, all.table.numRows()),
      labels: false,
      onpoint: (dot) => right.point(dot === null || !places.includes(dot) ? null : places.indexOf(dot))
    }),
    new ProjectionView(pictureOf(own), {
      depth,
      encoding,
      labels,
      onpoint: (dot) => left.point(dot === null ? null : places[dot])
    })
  ];
  if (places.length < all.table.numRows()) left.mark(places);
  const key = legend(encoding, (off) => {
    const dots = dotsOff(encoding, off);
    right.filter(dots);
    left.filter(new Set([...dots].map((dot) => places[dot])));
  });
  return el(
    "figure",
    {class: "slice-figure"},
    key,
    el(
      "div",
      {class: "pair"},
      panel("In the whole", all, left, height),
      panel("On its own components", own, right, height)
    ),
    offers("slice", own, () => right.standalone("light"))
  );
}

/** All statements of a slice's datasets at its depths, as one table. */
export function wholeOf(slice: ColumnTable): ColumnTable {
  const [first, ...others] = wholesOf(slice);
  return others.length > 0 ? stack(first, ...others) : first;
}

/** Which of the whole's statements those of the slice are. */
export function placesIn(whole: ColumnTable, slice: ColumnTable): number[] {
  const keysOf = (table: ColumnTable) => {
    const columns = identity.map((name) => valuesOf(table, name));
    return columns[0].map((_, i) => columns.map((column) => String(column[i])).join("\n"));
  };
  const places = new Map(keysOf(whole).map((key, place) => [key, place]));
  return keysOf(slice).map((key) => {
    const place = places.get(key);
    if (place === undefined)
      throw new SliceProblem(
        "the whole lacks a statement of the slice: give `pair` a whole that the slice was cut from"
      );
    return place;
  });
}

/** The slice's classes in the whole, where the other dots have a pale class of their own. */
function amongOthers(encoding: Encoding, places: readonly number[], dots: number): Encoding {
  const rest = encoding.entries.length;
  const of = new Array<number>(dots).fill(rest);
  places.forEach((place, i) => (of[place] = encoding.of[i]));
  const pale = {key: "not in the slice", text: "not in the slice", fill: "other", word: "ink"} as const;
  const entry = {...pale, ring: true, sign: null, count: dots - places.length};
  return {...encoding, of, entries: [...encoding.entries, entry]};
}

function panel(title: string, plane: Plane, view: ProjectionView, height: number): HTMLElement {
  const words = el("p", {class: "panel-words"}, el("b", {}, title), ` ${aboutOf(plane)} · ${keptOf(plane)}`);
  onWidth(view.element, (width) => view.draw({width, height: heightFor(width, height)}));
  return el("div", {}, words, view.element);
}
