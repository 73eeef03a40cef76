/** The curves of separation, of which the reader picks a depth with pointer or keys. */
import {el, onWidth} from "./dom.js";
import {depthText} from "./reading.js";
import {bestOf} from "./separation.js";
import type {Separation} from "./separation.js";
import {marginsOf, SeparationPlot} from "./SeparationPlot.js";

export interface SeparationViewOptions {
  height: number;
  /** The last depth that was run. */
  deepest: number;
}

export class SeparationView {
  readonly element: HTMLElement;
  private readonly range: HTMLInputElement;
  private readonly words = el("p", {class: "numbers", "aria-hidden": "true"}); // the slider says it
  private readonly holder: HTMLElement;
  private separation: Separation | null = null;
  private shown: readonly number[] = [];
  private depth = 1;
  private width = 0;

  constructor(private readonly options: SeparationViewOptions) {
    const {height, deepest} = options;
    this.range = el("input", {type: "range", min: 1, max: deepest, "aria-label": "depth: blocks applied"});
    this.holder = el("div", {class: "curves", style: `height:${height}px`});
    this.element = el("div", {class: "separation-view"}, this.range, this.holder, this.words);
    this.range.addEventListener("input", () => this.choose(Number(this.range.value)));
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

  /** Draws other curves, or says why there are none, and goes to the depth where labels are furthest apart. */
  show(separation: Separation, name: string): void {
    this.separation = separation;
    this.range.disabled = separation.absent !== "";
    if (separation.absent === "") this.choose(bestOf(separation).depth);
    else this.excuse(`This can’t be measured for ${name}: ${separation.absent}.`);
  }

  /** Marks the depths that other pictures show. */
  mark(depths: readonly number[]): void {
    this.shown = depths;
    this.paint();
  }

  private choose(depth: number): void {
    if (!this.separation) return;
    this.depth = this.clamped(depth);
    const text = depthText(this.separation, this.depth);
    this.range.value = String(this.depth);
    this.range.setAttribute("aria-valuetext", text);
    this.words.textContent = text;
    this.paint();
  }

  private clamped(depth: number): number {
    return Math.max(1, Math.min(this.options.deepest, depth));
  }

  private excuse(why: string): void {
    this.words.textContent = "";
    this.holder.replaceChildren(el("p", {class: "absent"}, why));
  }

  private follow(event: PointerEvent): void {
    if (this.range.disabled) return;
    const {left, width} = this.holder.getBoundingClientRect();
    const {marginLeft, marginRight} = marginsOf(this.width);
    const share = (event.clientX - left - marginLeft) / (width - marginLeft - marginRight);
    const depth = this.clamped(1 + Math.round(share * (this.options.deepest - 1)));
    if (depth !== this.depth) this.choose(depth);
  }

  private paint(): void {
    const {separation, depth, width, shown} = this;
    if (!separation || separation.absent !== "" || width === 0) return;
    const plot = SeparationPlot(separation, {...this.options, width, depth, shown});
    plot.setAttribute("aria-hidden", "true"); // the slider says it
    this.holder.replaceChildren(plot);
  }
}
