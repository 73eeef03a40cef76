/** Takes a drawn projection's own elements to another layout. */
import * as d3 from "npm:d3";
import type {Encoding} from "./encoding.js";
import {furniture, names, trim} from "./furniture.js";
import type {Layout} from "./layout.js";
import {throughPath} from "./through.js";

type Targets<E extends Element, D> = Record<string, (this: E, datum: D) => string | number>;

/** Moves dots, signs and names to `layout` in so many milliseconds, at once for 0; the compass and the scale bar are set anew. */
export function moveDots(svg: SVGSVGElement, layout: Layout, encoding: Encoding, milliseconds: number): void {
  const root = d3.select(svg);
  const x = (dot: number) => trim(layout.x[dot]);
  const y = (dot: number) => trim(layout.y[dot]);
  send(root.selectAll<SVGCircleElement, number>("circle[data-row]"), milliseconds, {cx: x, cy: y});
  send(root.selectAll<SVGPathElement, number>("[data-sign]"), milliseconds, {
    transform: (dot) => `translate(${x(dot)},${y(dot)})`
  });
  send(root.selectAll<SVGPathElement, unknown>(".through"), milliseconds, {
    d: () => throughPath(layout, encoding)
  });
  root.select<SVGGElement>(".furniture").node()?.replaceWith(furniture(document, layout));
  moveNames(root, names(document, layout, encoding), milliseconds);
}

type Root = d3.Selection<SVGSVGElement, unknown, null, undefined>;

/** Puts fresh names in the place of the old ones; each sets out from where it stood. */
function moveNames(root: Root, fresh: SVGGElement, milliseconds: number): void {
  const old = root.select<SVGGElement>(".names").node();
  const place = (text: Element) => ({x: text.getAttribute("x") ?? "0", y: text.getAttribute("y") ?? "0"});
  for (const text of fresh.children) {
    const before = old?.querySelector(`[data-entry="${text.getAttribute("data-entry")}"]`);
    const target = place(text);
    if (before && milliseconds > 0) {
      const from = place(before);
      const moving = d3.select(text).attr("x", from.x).attr("y", from.y);
      send(moving, milliseconds, {x: () => target.x, y: () => target.y});
    }
  }
  old?.replaceWith(fresh);
}

function send<E extends Element, D, P extends d3.BaseType, PD>(
  selection: d3.Selection<E, D, P, PD>,
  milliseconds: number,
  targets: Targets<E, D>
): void {
  selection.interrupt();
  const transition = selection.transition().duration(milliseconds).ease(d3.easeCubicInOut);
  for (const [name, value] of Object.entries(targets)) {
    if (milliseconds > 0) transition.attr(name, value);
    else selection.attr(name, value);
  }
}
