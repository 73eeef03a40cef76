/** A projection that moves: it is drawn once, then its dots go from depth to depth; pointing at one says what it is. */
import {brush} from "./brush.js";
import type {Box} from "./brush.js";
import {calm, el, svgFile} from "./dom.js";
import {drawDots} from "./draw-dots.js";
import type {Dots} from "./dots.js";
import type {Encoding} from "./encoding.js";
import type {Theme} from "./ink.js";
import {arrange} from "./layout.js";
import type {Layout, Size} from "./layout.js";
import type {Picture, Rest} from "./picture.js";
import {directions, dotsIn, nearestDot, neighbour} from "./pointing.js";
import {drawProjection} from "./ProjectionPlot.js";
import {statementTip} from "./tip.js";

export interface ViewOptions {
  depth: number;
  encoding: Encoding;
  labels?: boolean;
  /** A line through the middles of classes that have an order. */
  line?: boolean;
  /** Told which dot is pointed at, null for none. */
  onpoint?: (dot: number | null) => void;
  /** Told which dots are selected by hand; without it they can't be. */
  onselect?: (dots: number[]) => void;
}

/** Milliseconds of a step to another depth. */
const step = 350;

export class ProjectionView {
  readonly element: HTMLElement;
  private readonly tip = el("div", {class: "dotcard", role: "tooltip", hidden: true});
  private dots: Dots | null = null;
  private layout: Layout | null = null;
  private size: Size = {width: 0, height: 0};
  private depth: number;
  private encoding: Encoding;
  private off: ReadonlySet<number> = new Set();
  private marked: ReadonlySet<number> = new Set();
  private pointed: number | null = null;
  private selected: ReadonlySet<number> = new Set();

  constructor(
    private picture: Picture,
    private readonly options: ViewOptions
  ) {
    this.depth = options.depth;
    this.encoding = options.encoding;
    this.element = el("div", {class: "field", tabindex: 0, role: "group"}, this.tip);
    const {onselect} = options;
    const brushing = onselect && brush(this.element, (box, add) => this.brushed(box, add, onselect));
    const follow = (event: PointerEvent) => this.point(brushing?.() ? null : this.nearest(event));
    this.element.addEventListener("pointermove", follow);
    this.element.addEventListener("pointerdown", follow);
    this.element.addEventListener("pointerleave", ({pointerType}) => {
      if (pointerType === "mouse") this.point(null); // a finger leaves whenever it is lifted
    });
    this.element.addEventListener("blur", () => this.point(null));
    this.element.addEventListener("keydown", (event) => this.walk(event));
  }

  /** Draws anew in another size; all else stays as it is. */
  draw(size: Size): void {
    this.size = size;
    const {dots, layout} = drawDots(this.picture, {...this.drawing(), ...size});
    this.dots?.remove();
    this.element.prepend(...dots.elements);
    [this.dots, this.layout] = [dots, layout];
    this.name();
    this.dress();
  }

  /** Moves the dots to another depth. */
  go(depth: number, milliseconds = step): void {
    if (depth === this.depth) return;
    this.depth = depth;
    this.move(milliseconds);
  }

  /** Moves the dots to where another picture of the same rows has them. */
  exchange(picture: Picture): void {
    this.picture = picture;
    this.move(step);
    this.showTip();
  }

  private move(milliseconds: number): void {
    const {depth} = this;
    if (!this.dots) return;
    const before = this.layout?.labels;
    this.layout = arrange(this.picture, depth, this.size, this.labelled(), before);
    this.dots.move(this.layout, calm() ? 0 : milliseconds);
    this.name();
    this.dress();
  }

  /** Colours the dots by another column. */
  recolour(encoding: Encoding): void {
    this.encoding = encoding;
    if (this.dots) this.draw(this.size);
  }

  /** Switches dots off: nearly gone, and out of reach of the pointer. */
  filter(off: ReadonlySet<number>): void {
    this.off = off;
    this.dress();
  }

  /** Lights up some dots and dims the others; none lights all. */
  mark(dots: readonly number[]): void {
    this.marked = new Set(dots);
    this.dress();
  }

  /** Sets the selected dots apart from the others; none, and there is no difference. */
  select(dots: ReadonlySet<number>): void {
    this.selected = dots;
    this.dress();
  }

  /** Shows a dot's tip, or none. */
  point(dot: number | null): void {
    if (dot === this.pointed) return;
    this.pointed = dot;
    this.dots?.point(dot);
    this.showTip();
    this.options.onpoint?.(dot);
  }

  /** The picture as it stands, its colours resolved, dots that are off left out: a file that opens anywhere. */
  standalone(theme: Theme): string {
    const {svg} = drawProjection(this.picture, {...this.drawing(), ...this.size, theme, hidden: this.off});
    return svgFile(svg);
  }

  private drawing() {
    const {depth, encoding, layout} = this;
    const {labels = true, line} = this.options;
    return {depth, encoding, labels, line, ...(layout && {before: layout.labels})};
  }

  private labelled(): Encoding | undefined {
    return this.options.labels === false ? undefined : this.encoding;
  }

  private name(): void {
    const visible = this.picture.rows.length - this.off.size;
    const text = `${visible} statements as dots at depth ${this.depth}; arrow keys go from dot to dot${this.options.onselect ? ", Enter selects" : ""}`;
    this.element.setAttribute("aria-label", text);
  }

  /** The dot nearest to the pointer among those that are on and in reach. */
  private nearest(event: PointerEvent): number | null {
    if (!this.layout) return null;
    const box = this.element.getBoundingClientRect();
    return nearestDot(this.layout, event.clientX - box.left, event.clientY - box.top, this.off);
  }

  private walk(event: KeyboardEvent): void {
    const direction = directions[event.key];
    if (["Enter", " "].includes(event.key)) this.toggle(event);
    if (event.key === "Escape") this.point(null);
    if (!direction || !this.layout) return;
    event.preventDefault();
    this.point(neighbour(this.layout, this.pointed, direction, this.off));
  }

  /** A click beside all dots selects none. */
  private brushed(box: Box | null, add: boolean, onselect: (dots: number[]) => void): void {
    if (!this.layout || (!box && (add || this.pointed !== null))) return;
    const inside = box ? dotsIn(this.layout, box, this.off) : [];
    onselect(add ? [...new Set([...this.selected, ...inside])] : inside);
  }

  /** Selects the dot that is pointed at besides the others, or takes it out. */
  private toggle(event: KeyboardEvent): void {
    const {pointed, selected} = this;
    if (pointed === null || !this.options.onselect) return;
    event.preventDefault();
    const others = [...selected].filter((dot) => dot !== pointed);
    this.options.onselect(selected.has(pointed) ? others : [...others, pointed]);
  }

  private dress(): void {
    const {off, marked, selected, pointed} = this;
    this.dots?.dress({off, marked, selected});
    this.dots?.point(pointed);
  }

  /** Shows the tip again when the dot's statement is read, if the dot is still pointed at then. */
  private async tell(dot: number, rest: Rest): Promise<void> {
    await rest.statements([dot]);
    if (this.pointed === dot) this.showTip();
  }

  private showTip(): void {
    const {tip, layout, pointed, picture, encoding} = this;
    tip.hidden = pointed === null;
    if (pointed === null || !layout) return;
    if (picture.rest && !(pointed in picture.tokens)) void this.tell(pointed, picture.rest);
    tip.replaceChildren(...statementTip(picture, pointed, encoding));
    const [x, y] = [layout.x[pointed], layout.y[pointed]];
    const width = tip.offsetWidth;
    const beside = x > layout.width * 0.55 ? x - 14 - width : x + 14;
    const left = Math.max(0, Math.min(layout.width - width, beside));
    const upright = y < 90 ? `top:${y + 14}px` : `bottom:${layout.height - y + 12}px`;
    tip.style.cssText = `left:${left}px;${upright}`;
  }
}
