/** The depth slider is a drawing of the model: one cell a block, filled as far as it is applied. */
import * as d3 from "npm:d3";
import {calm, el} from "./dom.js";
import {drawRail, geometryOf, railText} from "./rail.js";
import type {Blocks, Geometry, Measure} from "./rail.js";

export interface RailOptions extends Blocks {
  value: number;
  oninput: (depth: number, milliseconds: number) => void;
}

export class DepthRail {
  readonly element: HTMLElement;
  value: number;
  private readonly input: HTMLInputElement;
  private geometry: Geometry | null = null;
  private drawing: SVGSVGElement | null = null;
  private measure: Measure | null = null;
  private timer: d3.Timer | null = null;

  constructor(private readonly options: RailOptions) {
    this.value = options.value;
    const range = {min: 1, max: options.depths, step: 1, value: options.value};
    this.input = el("input", {type: "range", "aria-label": "depth: blocks applied", ...range});
    this.element = el("div", {class: "rail"}, this.input);
    this.input.addEventListener("input", () => this.choose(Number(this.input.value), 350));
    this.element.addEventListener("pointerdown", (event) => this.grab(event));
    this.element.addEventListener("pointermove", (event) => {
      if (event.buttons > 0 && this.element.hasPointerCapture(event.pointerId))
        this.choose(this.depthAt(event), 200);
    });
    // else the press would take the focus from the input again, and the keys with it
    this.element.addEventListener("mousedown", (event) => event.preventDefault());
  }

  /** Draws the rail so many pixels long, upright beside a figure or lying under it. */
  draw(length: number, horizontal: boolean): void {
    this.geometry = geometryOf(length, horizontal, this.options.layers);
    this.element.classList.toggle("horizontal", horizontal);
    this.element.style.cssText = `width:${this.geometry.width}px;height:${this.geometry.height}px`;
    this.paint();
  }

  /** Sets what is shown beside the cells. */
  tell(measure: Measure | null): void {
    this.measure = measure;
    this.paint();
  }

  /** Goes to a depth; beyond the rail, to its end. */
  choose(depth: number, milliseconds: number): void {
    this.timer?.stop();
    this.set(depth, milliseconds);
  }

  /** Runs from the first block to a depth, once; where motion is unwelcome it is there already. */
  play(to: number, millisecondsABlock = 330): void {
    this.timer?.stop();
    if (calm()) {
      this.set(to, 0);
      return;
    }
    this.set(1, 0);
    const timer = d3.timer((elapsed) => {
      this.set(Math.min(to, 1 + Math.floor(elapsed / millisecondsABlock)), millisecondsABlock);
      if (this.value >= to) timer.stop();
    });
    this.timer = timer;
  }

  private set(depth: number, milliseconds: number): void {
    const next = Math.max(1, Math.min(this.options.depths, depth));
    if (next === this.value) return;
    this.value = next;
    this.paint();
    this.options.oninput(next, milliseconds);
  }

  private grab(event: PointerEvent): void {
    this.element.setPointerCapture(event.pointerId);
    this.input.focus({preventScroll: true});
    this.choose(this.depthAt(event), 350);
  }

  private depthAt(event: PointerEvent): number {
    if (!this.geometry) return this.value;
    const {horizontal, along, pitch} = this.geometry;
    const box = this.element.getBoundingClientRect();
    const offset = (horizontal ? event.clientX - box.left : event.clientY - box.top) - along(1);
    return 1 + Math.round((horizontal ? offset : -offset) / pitch);
  }

  private paint(): void {
    this.input.value = String(this.value);
    this.input.setAttribute("aria-valuetext", railText(this.value, this.options.layers, this.measure));
    if (!this.geometry) return;
    const fresh = drawRail(this.geometry, this.value, this.options, this.measure);
    if (this.drawing) this.drawing.replaceWith(fresh);
    else this.element.append(fresh);
    this.drawing = fresh;
  }
}
