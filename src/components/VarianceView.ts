/** The variance plot whose number of components the reader moves, with pointer or keys. */
import {el, onWidth, svgFile} from "./dom.js";
import {csvButton, downloads} from "./downloads.js";
import {percent} from "./format.js";
import {screeComponents, screeMargins} from "./ScreePlot.js";
import {checkText, componentText} from "./variance.js";
import {margins, partsOf, VariancePlot, varianceText} from "./VariancePlot.js";
import type {VarianceRow} from "../data/rows.js";

/** What the components of some of the statements keep of their variance, so many together; known at one depth. */
export interface Part {
  kept: readonly number[];
  depth: number;
}

/** How many components are drawn. */
const drawn = 20;

export class VarianceView {
  readonly element: HTMLElement;
  private readonly range = el("input", {
    type: "range",
    min: 1,
    max: drawn,
    value: 2,
    "aria-label": "components kept"
  });
  private readonly holder: HTMLElement;
  private readonly numbers = el("p", {class: "numbers", "aria-hidden": "true"}); // the slider says it
  private readonly check = el("p", {class: "check"});
  private rows: VarianceRow[] = [];
  private depth = 0;
  private part: Part | null = null;
  private chosen = 2;
  private width = 0;

  /** Takes the components of all depths; draws those of one, so many pixels high. */
  constructor(
    private variance: readonly VarianceRow[],
    private readonly options: {depth: number; height?: number}
  ) {
    this.holder = el("div", {class: "variance-plot", style: `--height:${this.height}px`});
    this.element = el("div", {class: "variance-view"}, this.range, this.holder, this.numbers, this.check);
    this.range.addEventListener("input", () => this.choose(Number(this.range.value)));
    this.holder.addEventListener("pointerdown", (event) => {
      this.range.focus({preventScroll: true});
      this.follow(event);
    });
    this.holder.addEventListener("pointermove", (event) => {
      if (event.buttons > 0) this.follow(event);
    });
    this.holder.addEventListener("mousedown", (event) => event.preventDefault()); // the slider keeps the focus
    onWidth(this.holder, (width) => {
      this.width = width;
      this.paint();
    });
    this.go(options.depth);
  }

  /** Shows another depth's components. */
  go(depth: number): void {
    this.depth = depth;
    this.rows = this.variance.filter((row) => row.depth === depth).slice(0, drawn);
    this.range.max = String(this.rows.length);
    this.check.textContent = checkText(this.variance, depth);
    this.choose(this.chosen);
  }

  /** Shows another table's components, of the depth that is shown. */
  exchange(variance: readonly VarianceRow[]): void {
    this.variance = variance;
    this.go(this.depth);
  }

  /** Draws the components of some of the statements beside those of all, where the depth is theirs. */
  compare(part: Part | null): void {
    this.part = part;
    this.choose(this.chosen);
  }

  private get compared(): readonly number[] | undefined {
    return this.part?.depth === this.depth ? this.part.kept : undefined;
  }

  /** Downloads of the curve and of the numbers behind it, those of all depths. */
  offers(name: string): HTMLElement {
    const {height, chosen} = this;
    const picture = () => {
      const size = {width: Math.max(this.width, 640), height};
      return svgFile(VariancePlot(this.rows, {...size, chosen, components: drawn, theme: "light"}));
    };
    const rows = csvButton(`${name}.csv`, () => this.variance);
    return el("div", {class: "offers"}, downloads([], `${name}.svg`, picture), rows);
  }

  private get height(): number {
    return this.options.height ?? 260;
  }

  private choose(components: number): void {
    this.chosen = Math.max(1, Math.min(this.rows.length, components));
    this.range.value = String(this.chosen);
    const row = this.rows.at(this.chosen - 1);
    const kept = this.compared?.at(this.chosen - 1);
    const selected = kept === undefined ? [] : [`of the selection, ${this.chosen} together ${percent(kept)}`];
    const alone = [...(row ? [componentText(row)] : []), ...selected].join(" · ");
    this.range.setAttribute("aria-valuetext", `${varianceText(this.chosen, row?.cumulative ?? 0)}; ${alone}`);
    this.numbers.textContent = alone;
    this.paint();
  }

  /** In the curve, to so many components; among the single ones, to the one that is pointed at. */
  private follow(event: PointerEvent): void {
    const {left, top} = this.holder.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    const {curve, scree} = partsOf(this.width, this.height);
    if (x < scree.x || y < scree.y) {
      const share = (x - margins.marginLeft) / (curve.width - margins.marginLeft - margins.marginRight);
      this.choose(Math.round(share * this.rows.length));
    } else {
      const room = scree.width - screeMargins.marginLeft - screeMargins.marginRight;
      const share = (x - scree.x - screeMargins.marginLeft) / room;
      this.choose(Math.min(screeComponents, Math.round(0.4 + share * (screeComponents + 0.2))));
    }
  }

  private paint(): void {
    if (this.width === 0) return;
    const plot = VariancePlot(this.rows, {
      width: this.width,
      height: this.height,
      chosen: this.chosen,
      components: drawn,
      ...(this.compared && {part: this.compared})
    });
    plot.setAttribute("aria-hidden", "true"); // the slider says it
    this.holder.replaceChildren(plot);
  }
}
