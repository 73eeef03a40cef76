/** A line through the middles of classes that have an order: a road of numbers, a ring of months. */
import {mean} from "npm:d3";
import {svg} from "./dom.js";
import type {Encoding} from "./encoding.js";
import {trim} from "./furniture.js";
import {paint} from "./ink.js";
import type {Theme} from "./ink.js";
import type {Layout} from "./layout.js";

/** From class to class in their order; a calendar ends where it began. Empty where classes have no order. */
export function throughPath({x, y}: Layout, {kind, entries, of}: Encoding): string {
  if (kind !== "cyclic" && kind !== "sequential") return "";
  const points = entries.flatMap((_, entry) => {
    const dots = of.flatMap((own, dot) => (own === entry ? [dot] : []));
    const [px, py] = [mean(dots, (dot) => x[dot]), mean(dots, (dot) => y[dot])];
    return px === undefined || py === undefined ? [] : [`${trim(px)},${trim(py)}`];
  });
  return points.length > 1 ? `M${points.join("L")}${kind === "cyclic" ? "Z" : ""}` : "";
}

/** The line, to lie under the dots. */
export function through(owner: Document, layout: Layout, encoding: Encoding, theme?: Theme): SVGPathElement {
  return svg(owner, "path", {
    class: "through",
    d: throughPath(layout, encoding),
    fill: "none",
    stroke: paint("ink-3", theme),
    "stroke-width": 1.5,
    "stroke-linejoin": "round",
    "aria-hidden": "true"
  });
}
