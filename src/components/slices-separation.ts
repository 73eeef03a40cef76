/** How far a column's values are apart in a slice. */
import type {ColumnTable} from "npm:arquero";
import {el} from "./dom.js";
import {count, percent, words} from "./format.js";
import {neighbours} from "./measure.js";
import {planeOf} from "./slices-plane.js";
import type {Plane} from "./slices-plane.js";
import {encodingOf, pictureOf} from "./slices-plot.js";

/**
 * A sentence: how often a statement's nearest neighbour on the first two components has the same value of a column, and how
 * often one drawn at random would; of numbers, a value in the same range, as a picture colours them. Statements of one
 * subject are no neighbours of each other, or of one pair where a value has one subject only.
 *
 * @param source a table, on its own components, or what `pca` or `project` gives
 * @throws SliceProblem if there is no such column, or as `pca`
 */
export function separation(source: Plane | ColumnTable, {by = "label"}: {by?: string} = {}): HTMLElement {
  const plane = planeOf(source);
  // Numbers are told apart by the ranges that have a colour each.
  const ranges = encodingOf(plane.table, by).kind === "sequential";
  const alike = ranges ? "in the same range of" : "with the same";
  const picture = pictureOf(plane);
  const {share, chance} = neighbours(picture, by, picture.frames[0].depth);
  return el(
    "p",
    {class: "separation", "data-share": share, "data-chance": chance},
    `Of ${count(plane.table.numRows(), "statement")}, `,
    el("b", {}, percent(share)),
    ` have a nearest neighbour in this plane ${alike} ${words(by)}; of neighbours drawn at random, `,
    el("b", {}, percent(chance)),
    " would have it. Statements about one thing are not counted as neighbours."
  );
}
