/** Small curves side by side with one depth for all, which the reader picks with a slider or by pointing. */
import {curveMargins, CurvePlot} from "./CurvePlot.js";
import {el, onWidth} from "./dom.js";
import {excuse} from "./order.js";
import {shuffledAt} from "./separation.js";
import type {Separation} from "./separation.js";

export interface Panel {
  dataset: string;
  title: string;
  curve: Separation | undefined;
}

/** Panels that belong together, with what stands before them. */
export interface PanelRow {
  head: Node[];
  panels: Panel[];
}

export interface GridOptions {
  /** The depth to begin with. */
  depth: number;
  /** The last depth that was run. */
  deepest: number;
}

/** Of a curve, in pixels. */
const height = 118;

interface Drawn extends Panel {
  holder: HTMLElement;
  numbers: HTMLElement;
  width: number;
}

export class CurveGrid {
  readonly element: HTMLElement;
  private readonly range: HTMLInputElement;
  private readonly where = el("output", {class: "grid-depth"});
  private readonly drawn: Drawn[] = [];
  private depth: number;

  constructor(
    rows: readonly PanelRow[],
    private readonly options: GridOptions
  ) {
    this.depth = options.depth;
    this.range = el("input", {type: "range", min: 1, max: options.deepest, value: options.depth});
    this.range.addEventListener("input", () => this.go(Number(this.range.value)));
    const slider = el("label", {class: "grid-slider"}, el("span", {}, "depth"), this.range, this.where);
    this.element = el(
      "div",
      {class: "curve-grid"},
      el("div", {class: "grid-top"}, slider, key()),
      ...rows.map((row) => this.row(row))
    );
    this.go(this.depth);
  }

  /** Shows the numbers of a depth. */
  go(depth: number): void {
    this.depth = Math.max(1, Math.min(this.options.deepest, depth));
    this.range.value = String(this.depth);
    this.range.setAttribute("aria-valuetext", `depth ${this.depth}`);
    this.where.textContent = String(this.depth);
    for (const panel of this.drawn) this.paint(panel);
  }

  private row({head, panels}: PanelRow): HTMLElement {
    const whys = panels.map(({curve, dataset}) => excuse(curve, dataset));
    const some = panels.filter((_, i) => whys[i] === "" || whys.indexOf(whys[i]) === i); // said once
    const line = el("div", {class: "grid-panels"}, ...some.map((panel) => this.panel(panel)));
    return head.length === 0
      ? line
      : el("div", {class: "grid-row"}, el("div", {class: "grid-head"}, ...head), line);
  }

  private panel(panel: Panel): HTMLElement {
    const why = excuse(panel.curve, panel.dataset);
    if (why !== "") return el("p", {class: "grid-absent"}, why);
    const holder = el("div", {class: "grid-curve", role: "img", style: `height:${height}px`});
    const numbers = el("p", {class: "grid-numbers"});
    const drawn = {...panel, holder, numbers, width: 0};
    this.drawn.push(drawn);
    for (const event of ["pointermove", "pointerdown"] as const)
      holder.addEventListener(event, (at) => this.follow(at, holder));
    onWidth(holder, (width) => {
      drawn.width = width;
      this.paint(drawn);
    });
    return el("div", {class: "grid-panel"}, el("p", {class: "grid-title"}, panel.title), holder, numbers);
  }

  private follow(event: PointerEvent, holder: HTMLElement): void {
    const {left, width} = holder.getBoundingClientRect();
    const {marginLeft, marginRight} = curveMargins;
    const share = (event.clientX - left - marginLeft) / (width - marginLeft - marginRight);
    const depth = Math.max(1, Math.min(this.options.deepest, Math.round(share * this.options.deepest)));
    if (depth !== this.depth) this.go(depth);
  }

  private paint({curve, holder, numbers, width, title}: Drawn): void {
    if (!curve) return;
    const text = numbersOf(curve, this.depth);
    numbers.textContent = text;
    if (width === 0) return;
    const plot = CurvePlot(curve, {width, height, depth: this.depth, deepest: this.options.deepest});
    plot.setAttribute("aria-hidden", "true"); // its parts have names that mean nothing
    holder.setAttribute("aria-label", `${title}, depth ${this.depth}: ${text}`);
    holder.replaceChildren(plot);
  }
}

/** The trained network's number and the shuffled ones', as short as can be. */
export function numbersOf(curve: Separation, depth: number): string {
  const {format} = curve.kind;
  const row = curve.trained.find((other) => other.depth === depth);
  const shuffled = shuffledAt(curve, depth);
  const range = shuffled?.map(format);
  return [
    row ? format(row.value) : "not measured",
    ...(range ? [`shuffled ${range[0] === range[1] ? range[0] : `${range[0]} to ${range[1]}`}`] : [])
  ].join(" · ");
}

/** What the lines are. */
function key(): HTMLElement {
  const entry = (name: string, words: string) =>
    el("span", {}, el("i", {class: `key-${name}`, "aria-hidden": "true"}), words);
  return el(
    "p",
    {class: "grid-key"},
    entry("trained", "trained"),
    entry("shuffled", "weights shuffled"),
    entry("tokens", "tokens alone, no order")
  );
}
