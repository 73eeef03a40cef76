/** Dots as elements of an SVG: the style sheet dresses them, and a test can ask each where it is. */
import * as d3 from "npm:d3";
import {dressNames} from "./dots.js";
import type {Dots, Dress} from "./dots.js";
import type {Encoding} from "./encoding.js";
import type {Layout} from "./layout.js";
import {moveDots} from "./motion.js";

export class SvgDots implements Dots {
  readonly elements: readonly Element[];

  /** `svg` is a projection drawn by ProjectionPlot, `rows` those of its dots. */
  constructor(
    private readonly svg: SVGSVGElement,
    private readonly encoding: Encoding,
    private readonly rows: readonly number[]
  ) {
    this.elements = [svg];
  }

  move(layout: Layout, milliseconds: number): void {
    moveDots(this.svg, layout, this.encoding, milliseconds);
  }

  /** Marks elements with what they are: off, lit, selected. The style sheet does the rest. */
  dress({off, marked, selected}: Dress): void {
    this.svg.toggleAttribute("data-marking", marked.size > 0);
    this.svg.toggleAttribute("data-selecting", selected.size > 0);
    const elements = d3.select(this.svg).selectAll<SVGElement, number>("[data-row], [data-sign]");
    const flag = (on: boolean) => (on ? "" : null);
    elements.attr("data-off", (dot) => flag(off.has(dot)));
    elements.attr("data-marked", (dot) => flag(marked.has(dot)));
    elements.attr("data-selected", (dot) => flag(selected.has(dot)));
    dressNames(this.svg, this.encoding, off);
  }

  point(dot: number | null): void {
    for (const other of this.svg.querySelectorAll("[data-pointed]")) other.removeAttribute("data-pointed");
    if (dot === null) return;
    const row = this.rows[dot];
    for (const element of this.svg.querySelectorAll(`[data-row="${row}"], [data-sign="${row}"]`)) {
      element.setAttribute("data-pointed", "");
      element.parentElement?.append(element);
    }
  }

  remove(): void {
    this.svg.remove();
  }
}
