/** The fair test of the order of operations, and beside it what no shuffled network draws: two figures and their words. */
import {CurveGrid} from "./CurveGrid.js";
import type {PanelRow} from "./CurveGrid.js";
import {fetchWhole} from "./dataset.js";
import {jumpOf} from "./depths.js";
import {captionOf} from "./figure.js";
import {el} from "./dom.js";
import {curveOf, learnedCurves, orderColumns, orderRows} from "./order.js";
import type {Tables} from "./order.js";
import {learnedWords, orderSee, orderWords} from "./order-words.js";
import {readMeasures} from "./parquet.js";
import {bestOf} from "./separation.js";
import {measuresHref} from "./table-hrefs.js";
import type {RunReport} from "../data/rows.js";

/** Reads what the site has of these datasets; one that a reader deleted is not there. */
export async function readTables(): Promise<Tables> {
  const names = [...orderRows, ...learnedCurves].map(({dataset}) => dataset);
  const known = [...new Set(names)].flatMap((name) => {
    const href = measuresHref(name);
    return href === undefined ? [] : [{name, href}];
  });
  const tables = await Promise.all(known.map(({href}) => readMeasures(fetchWhole(href))));
  return new Map(known.map(({name}, i) => [name, tables[i]]));
}

/** Rows of datasets, columns of measures; it begins where the same tokens are furthest apart on their first component. */
export function orderFigure(tables: Tables, {model, depth: deepest, focusDepth}: RunReport): HTMLElement {
  const rows = orderRows.map(({dataset, page, common, forms}): PanelRow => ({
    head: [
      el("p", {class: "grid-common"}, "in common: ", el("b", {}, common)),
      ...forms.map((form) => el("p", {class: "grid-form"}, form)),
      ...(tables.has(dataset) ? [el("p", {}, el("a", {href: `./datasets/${page}.html`}, page))] : [])
    ],
    panels: orderColumns.map((column) => ({
      ...column,
      dataset,
      curve: curveOf(tables, {dataset, measure: column.measure})
    }))
  }));
  const first = curveOf(tables, {dataset: "maths_matched", measure: "share-1"});
  const depth = first && first.absent === "" ? bestOf(first).depth : focusDepth;
  const grid = new CurveGrid(rows, {depth, deepest});
  return figure("figure-order", grid, captionOf(3, orderSee(tables), orderRest, model.name));
}

const orderRest =
  "Strong, the trained network; grey, the same weights shuffled, from the least to the most; at the left end, tokens alone. " +
  "A share is what of the component’s variance lies between the two orders; a neighbour is the nearest statement with other numbers. " +
  "Wrong would have been, for the claim that training draws the order: grey as high as the strong line in the rows below the first.";

/** Five curves of three datasets; it begins where truth, the latest, comes up. */
export function learnedFigure(tables: Tables, {model, depth: deepest, focusDepth}: RunReport): HTMLElement {
  const panels = learnedCurves.map((curve) => ({...curve, curve: curveOf(tables, curve)}));
  const last = curveOf(tables, {dataset: "isa", measure: "plane-auc"});
  const depth = last && last.absent === "" ? jumpOf(last) : focusDepth;
  const grid = new CurveGrid([{head: [], panels}], {depth, deepest});
  return figure("figure-learned", grid, captionOf(4, learnedWords(tables).see, learnedRest, model.name));
}

const learnedRest =
  "The same lines as above. " + "Wrong would have been: grey that rises with the strong line.";

/** The words of both figures. */
export const wordsOf = (tables: Tables, {model}: RunReport) => ({
  ...orderWords(tables, model.name),
  learned: learnedWords(tables).sentences.join(" "),
  learnedEach: learnedWords(tables).sentences
});

const figure = (id: string, grid: CurveGrid, caption: HTMLElement[]): HTMLElement =>
  el("figure", {class: "curve-figure", id}, grid.element, el("figcaption", {}, ...caption));
