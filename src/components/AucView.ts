/** Lines against depth, of which the reader picks a depth with pointer or keys. */
import {AucPlot, aucMargins} from "./AucPlot.js";
import type {Line} from "./AucPlot.js";
import {el, onWidth} from "./dom.js";

export interface AucViewOptions {
  height: number;
  /** The last depth that was run. */
  deepest: number;
  /** The depth to begin at. */
  depth: number;
  format: (value: number) => string;
}

export class AucView {
  readonly element: HTMLElement;
  private readonly range: HTMLInputElement;
  private readonly words = el("p", {class: "numbers", "aria-hidden": "true"}); // the slider says it
  private readonly holder: HTMLElement;
  private lines: readonly Line[] = [];
  private depth: number;
  private width = 0;

  constructor(private readonly options: AucViewOptions) {
    const {height, deepest, depth} = options;
    this.depth = depth;
    this.range = el("input", {
      type: "range",
      min: 1,
      max: deepest,
      value: depth,
      "aria-label": "depth: blocks applied"
    });
    this.holder = el("div", {class: "curves", style: `height:${height}px`});
    this.element = el("div", {class: "separation-view"}, this.range, this.holder, this.words);
    this.range.addEventListener("input", () => this.go(Number(this.range.value)));
    this.holder.addEventListener("pointermove", (event) => this.follow(event));
    this.holder.addEventListener("pointerdown", (event) => {
      this.range.focus({preventScroll: true});
      this.follow(event);
    });
    this.holder.addEventListener("mousedown", (event) => event.preventDefault()); // the slider keeps the focus
    onWidth(this.holder, (width) => {
      this.width = width;
      this.paint();
    });
  }

  /** Draws other lines. */
  show(lines: readonly Line[]): void {
    this.lines = lines;
    this.go(this.depth);
  }

  /** Marks a depth and says its numbers. */
  go(depth: number): void {
    this.depth = Math.max(1, Math.min(this.options.deepest, depth));
    this.range.value = String(this.depth);
    const text = depthText(this.lines, this.depth, this.options.format);
    this.range.setAttribute("aria-valuetext", text);
    this.words.textContent = text;
    this.paint();
  }

  private follow(event: PointerEvent): void {
    const {left, width} = this.holder.getBoundingClientRect();
    const {marginLeft, marginRight} = aucMargins(this.width);
    const share = (event.clientX - left - marginLeft) / (width - marginLeft - marginRight);
    const depth = 1 + Math.round(share * (this.options.deepest - 1));
    if (depth !== this.depth) this.go(depth);
  }

  private paint(): void {
    if (this.width === 0) return;
    const plot = AucPlot(this.lines, {...this.options, width: this.width, depth: this.depth});
    plot.setAttribute("aria-hidden", "true"); // the slider says it
    this.holder.replaceChildren(plot);
  }
}

/** The numbers of the lines that matter at a depth: "depth 12: isa 0.96 (0.93 to 0.98), …". */
export function depthText(lines: readonly Line[], depth: number, format: (value: number) => string): string {
  const said = lines.flatMap(({name, role, points}) => {
    const point = points.find((other) => other.depth === depth);
    if (!point || role === "other") return [];
    if (role === "shuffled") return [`${name} ${format(point.low)} to ${format(point.high)}`];
    const interval = Number.isFinite(point.low) ? ` (${format(point.low)} to ${format(point.high)})` : "";
    const permuted =
      role === "chosen" && Number.isFinite(point.nullLow)
        ? [`permuted labels ${format(point.nullLow)} to ${format(point.nullHigh)}`]
        : [];
    return [`${name} ${format(point.value)}${interval}`, ...permuted];
  });
  return `depth ${depth}: ${said.length > 0 ? said.join(" · ") : "nothing was measured"}`;
}
