/** Dots on a canvas, for pictures of too many for an SVG to move; all that stands around them is an SVG upon it. */
import * as d3 from "npm:d3";
import {svg} from "./dom.js";
import {DotCanvas} from "./dot-canvas.js";
import type {Level} from "./dot-canvas.js";
import {dressNames, lookOf} from "./dots.js";
import type {Dots, Dress} from "./dots.js";
import type {Encoding} from "./encoding.js";
import {trim} from "./furniture.js";
import {paint} from "./ink.js";
import type {Layout} from "./layout.js";
import {moveDots} from "./motion.js";

/** How much is left of dots that are off, not selected, not lit: as in style.css. */
const left = {off: 0.08, unselected: 0.2, unmarked: 0.28, on: 1};

export class CanvasDots implements Dots {
  readonly elements: readonly Element[];
  private readonly canvas: DotCanvas;
  private levels: Level[] = [];
  private off: ReadonlySet<number> = new Set();
  /** Where the dots are now, on their way or there, `[dots]`. */
  private readonly x: Float32Array;
  private readonly y: Float32Array;
  private timer: d3.Timer | null = null;

  /** `around` is a projection drawn by ProjectionPlot without its dots, `rows` those of the dots. */
  constructor(
    private readonly around: SVGSVGElement,
    private layout: Layout,
    private readonly encoding: Encoding,
    private readonly rows: readonly number[]
  ) {
    // So many dots are too small for signs.
    this.canvas = new DotCanvas(
      layout,
      encoding.entries.map((entry) => lookOf(entry, layout.r))
    );
    this.elements = [this.canvas.element, around];
    [this.x, this.y] = [Float32Array.from(layout.x), Float32Array.from(layout.y)];
  }

  move(layout: Layout, milliseconds: number): void {
    const {x, y} = this;
    this.layout = layout;
    this.timer?.stop();
    moveDots(this.around, layout, this.encoding, milliseconds);
    const [fromX, fromY] = [x.slice(), y.slice()];
    const step = (share: number) => {
      for (let dot = 0; dot < x.length; dot++) {
        x[dot] = fromX[dot] + share * (layout.x[dot] - fromX[dot]);
        y[dot] = fromY[dot] + share * (layout.y[dot] - fromY[dot]);
      }
    };
    if (milliseconds > 0)
      this.timer = d3.timer((elapsed) => {
        const done = Math.min(1, elapsed / milliseconds);
        step(d3.easeCubicInOut(done));
        this.canvas.drawNow(this.scene);
        if (done === 1) this.timer?.stop();
      });
    else {
      step(1);
      this.canvas.draw(this.scene);
    }
  }

  dress(dress: Dress): void {
    const first = this.levels.length === 0;
    this.off = dress.off;
    this.levels = levelsOf(this.rows.length, dress);
    dressNames(this.around, this.encoding, dress.off);
    this.count(dress);
    if (first) this.canvas.drawNow(this.scene);
    else this.canvas.draw(this.scene);
  }

  /** The dot that is pointed at is a circle of the SVG, so that pointing at another draws no more than that. */
  point(dot: number | null): void {
    this.around.querySelector("[data-pointed]")?.remove();
    if (dot === null || this.off.has(dot)) return;
    const {r, fill, stroke, width} = lookOf(this.encoding.entries[this.encoding.of[dot]], this.layout.r);
    const [cx, cy] = [trim(this.layout.x[dot]), trim(this.layout.y[dot])];
    const near = this.layout.near?.[dot] ?? 1;
    const look = {cx, cy, r: trim(r * near), fill: paint(fill), stroke: paint(stroke), "stroke-width": width};
    const circle = svg(document, "circle", {"data-row": this.rows[dot], "data-pointed": true, ...look});
    d3.select(circle).datum(dot);
    this.around.insertBefore(circle, this.around.querySelector(".names"));
  }

  remove(): void {
    this.timer?.stop();
    this.canvas.remove();
    this.around.remove();
  }

  private get scene() {
    const {x, y, levels, layout, encoding} = this;
    return {x, y, ...(layout.near && {near: layout.near}), of: encoding.of, levels};
  }

  /** What an SVG would tell of its elements, as nobody can ask the canvas's. */
  private count({off, selected}: Dress): void {
    const {dataset} = this.canvas.element;
    dataset.dots = String(this.rows.length - off.size);
    dataset.selected = String(selected.size);
  }
}

/** Dots by how much is left of each, from little to all. */
function levelsOf(count: number, {off, marked, selected}: Dress): Level[] {
  const leftOf = (dot: number) => {
    if (off.has(dot)) return left.off;
    if (selected.size > 0 && !selected.has(dot)) return left.unselected;
    return marked.size > 0 && !marked.has(dot) ? left.unmarked : left.on;
  };
  const dots = d3.group(d3.range(count), leftOf);
  return d3.sort(dots.keys()).map((own) => ({left: own, dots: dots.get(own) ?? []}));
}
