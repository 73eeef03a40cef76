/** One dataset's dots at several depths side by side, each of which the reader can move to another depth. */
import {el, onWidth} from "./dom.js";
import {encode} from "./encoding.js";
import type {Encoding} from "./encoding.js";
import {legend} from "./Legend.js";
import type {Picture} from "./picture.js";
import {ProjectionView} from "./ProjectionView.js";

export interface MultiplesOptions {
  /** The last depth that was run. */
  deepest: number;
  /** Told which depths are shown whenever they change. */
  onchange: (depths: readonly number[]) => void;
}

/** Of more dots, those of the other pictures don't light up with the one that is pointed at. */
const linkable = 1500;

interface Panel {
  element: HTMLElement;
  view: ProjectionView;
  range: HTMLInputElement;
  title: HTMLElement;
}

export class DepthMultiples {
  readonly element = el("div", {class: "multiples"});
  private readonly key = el("div", {class: "multiples-key"});
  private readonly grid = el("div", {class: "panels"});
  private panels: Panel[] = [];
  private picture: Picture | null = null;
  private tell: (depth: number) => string = () => "";

  constructor(private readonly options: MultiplesOptions) {
    this.element.append(this.key, this.grid);
  }

  /** Shows another picture at these depths. */
  show(picture: Picture, depths: readonly number[]): void {
    this.picture = picture;
    const encoding = encode("label", picture.columns.label);
    this.panels = depths.map((depth, i) => this.panel(picture, encoding, depth, i));
    this.grid.replaceChildren(...this.panels.map(({element}) => element));
    const entries = legend(encoding, (hidden) => {
      const off = new Set(encoding.of.flatMap((entry, dot) => (hidden.has(entry) ? [dot] : [])));
      for (const {view} of this.panels) view.filter(off);
    });
    this.key.replaceChildren(entries);
    this.go(depths);
  }

  /** Moves the pictures to these depths. */
  go(depths: readonly number[]): void {
    depths.forEach((depth, i) => this.move(i, depth));
    this.options.onchange(this.depths);
  }

  /** Sets the selected dots apart in all pictures. */
  select(dots: ReadonlySet<number>): void {
    for (const {view} of this.panels) view.select(dots);
  }

  /** Writes beside each depth what is known of it. */
  write(tell: (depth: number) => string): void {
    this.tell = tell;
    for (const panel of this.panels) this.name(panel);
  }

  private get depths(): number[] {
    return this.panels.map(({range}) => Number(range.value));
  }

  private panel(picture: Picture, encoding: Encoding, depth: number, i: number): Panel {
    const onpoint = (dot: number | null) => this.link(i, dot);
    const view = new ProjectionView(picture, {depth, encoding, labels: false, onpoint});
    onWidth(view.element, (width) => view.draw({width, height: width, bare: true}));
    const range = el("input", {
      type: "range",
      min: 1,
      max: this.options.deepest,
      value: depth,
      "aria-label": `depth of picture ${i + 1}`
    });
    range.addEventListener("input", () => {
      this.move(i, Number(range.value));
      this.options.onchange(this.depths);
    });
    const title = el("p", {class: "panel-title"});
    return {element: el("div", {class: "panel"}, title, view.element, range), view, range, title};
  }

  private move(i: number, depth: number): void {
    const {picture, panels} = this;
    const panel = panels[i];
    panel.range.value = String(depth);
    this.name(panel);
    if (!picture?.rest || picture.frames.some((frame) => frame.depth === depth)) panel.view.go(depth);
    else void this.fetch(panel, depth, picture.rest);
  }

  /** Shows a depth when it is read, if it is still asked for then. */
  private async fetch(
    {view, range}: Panel,
    depth: number,
    rest: NonNullable<Picture["rest"]>
  ): Promise<void> {
    await rest.frame(depth);
    if (range.value === String(depth)) view.go(depth);
  }

  private name({title, range}: Panel): void {
    const told = this.tell(Number(range.value));
    title.replaceChildren(el("b", {}, `depth ${range.value}`), ` ${told}`);
    range.setAttribute("aria-valuetext", `depth ${range.value} ${told}`);
  }

  /** Lights up a picture's dot in the others. */
  private link(from: number, dot: number | null): void {
    if ((this.picture?.rows.length ?? 0) > linkable) return;
    this.panels.forEach(({view}, i) => {
      if (i !== from) view.mark(dot === null ? [] : [dot]);
    });
  }
}
