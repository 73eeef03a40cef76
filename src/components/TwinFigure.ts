/** A dataset in the trained network and, beside it, in one whose weights were shuffled: one rail moves both. */
import {calm, el, onWidth} from "./dom.js";
import {DepthRail} from "./DepthRail.js";
import {csvButton, downloads} from "./downloads.js";
import {encode} from "./encoding.js";
import type {Encoding} from "./encoding.js";
import {captionOf} from "./figure.js";
import {count} from "./format.js";
import {legend} from "./Legend.js";
import {frameAt} from "./picture.js";
import type {Picture} from "./picture.js";
import {ProjectionView} from "./ProjectionView.js";
import type {Measure} from "./rail.js";
import {twinMeasure} from "./twins.js";
import type {Twins} from "./twins.js";
import type {RunReport} from "../data/rows.js";

export interface TwinOptions {
  id: string;
  /** Of the figure. */
  number: number;
  /** Where it begins; the focus depth if it is not given. */
  depth?: number;
  /** What the rail tells of both networks; # in `says` stands for the number. */
  measure: {measure: string; says: string; full?: number; format: (value: number) => string};
  /** A line through the middles of classes that have an order. */
  line?: boolean;
  see: string;
  rest: string;
}

/** Narrower, the pictures stand under each other, as in style.css. */
const narrow = 620;
const railWidth = 124;
const gap = 20;
const tallest = 430;

export class TwinFigure {
  readonly element: HTMLElement;
  private readonly rail: DepthRail;
  private readonly panels: {view: ProjectionView; words: HTMLElement; picture: Picture}[];
  private readonly measure: Measure | null;

  constructor(
    twins: Twins,
    run: RunReport,
    private readonly options: TwinOptions
  ) {
    const {trained, shuffled} = twins;
    const {id, measure, number, see, rest, depth = run.focusDepth} = options;
    const encoding = encode("label", trained.columns.label);
    this.measure = twinMeasure(twins.measures, {...measure, name: measure.says.replace("#", "").trim()});
    this.panels = [trained, ...(shuffled ? [shuffled] : [])].map((picture, i, all) => ({
      picture,
      words: el("p", {class: "panel-words"}),
      view: this.view(picture, encoding, depth, (dot) => this.panels[all.length - 1 - i]?.view.point(dot))
    }));
    this.rail = new DepthRail({
      ...{depths: run.depth, layers: run.model.numHiddenLayers, value: depth},
      oninput: (next, milliseconds) => this.show(next, milliseconds)
    });
    this.rail.tell(this.measure);
    const key = legend(encoding, (off) => {
      const dots = new Set(encoding.of.flatMap((entry, dot) => (off.has(entry) ? [dot] : [])));
      for (const {view} of this.panels) view.filter(dots);
    });
    const parts = el(
      "div",
      {class: "twin-parts", "data-panels": this.panels.length},
      this.rail.element,
      ...this.panels.map(({view, words}) => el("div", {class: "twin"}, words, view.element))
    );
    const source = `${run.model.name} · ${trained.name}: ${count(trained.rows.length, "statement")} · each network on components of its own`;
    this.element = el(
      "figure",
      {class: "twin-figure", id},
      key,
      parts,
      el("figcaption", {}, ...captionOf(number, see, rest, source)),
      this.offers(encoding)
    );
    onWidth(parts, (width) => this.draw(width));
    this.tell(depth);
  }

  /** Goes to a depth, beyond the rail to its end, and comes into view. */
  go(depth: number): void {
    this.rail.choose(depth, 700);
    this.element.scrollIntoView({block: "nearest", behavior: calm() ? "auto" : "smooth"});
  }

  private view(
    picture: Picture,
    encoding: Encoding,
    depth: number,
    onpoint: (dot: number | null) => void
  ): ProjectionView {
    return new ProjectionView(picture, {depth, encoding, line: this.options.line, onpoint});
  }

  private show(depth: number, milliseconds: number): void {
    for (const {view} of this.panels) view.go(depth, milliseconds);
    this.tell(depth);
  }

  /** Says above each picture what is measured there. */
  private tell(depth: number): void {
    const {measure, options} = this;
    this.panels.forEach(({words}, i) => {
      const values = i === 0 ? measure?.values : measure?.beside?.values;
      const value = values?.[depth - 1] ?? NaN;
      const told = Number.isFinite(value)
        ? options.measure.says.replace("#", measure?.format?.(value) ?? "")
        : "";
      words.replaceChildren(el("b", {}, i === 0 ? "trained" : "shuffled weights"), ` ${told}`);
    });
  }

  private draw(width: number): void {
    const small = width < narrow;
    const room = small ? width : (width - railWidth - gap * (this.panels.length - 1)) / this.panels.length;
    const height = Math.round(Math.min(tallest, Math.max(260, room * 0.9)));
    for (const {view} of this.panels) view.draw({width: Math.floor(room), height});
    this.rail.draw(small ? width : height, small);
  }

  private offers({of, entries}: Encoding): HTMLElement {
    const rows = () =>
      this.panels.flatMap(({picture}, i) => {
        const {x, y, unit} = frameAt(picture, this.rail.value);
        const network = i === 0 ? "trained" : "shuffled";
        return picture.statements.map((statement, dot) => ({
          ...{network, depth: this.rail.value, row: picture.rows[dot], statement},
          label: picture.columns.label[dot],
          ...{class: entries[of[dot]].key, x: x[dot] * unit, y: y[dot] * unit}
        }));
      });
    const pictures = this.panels.map(({picture, view}, i) => {
      const words = i === 0 ? "trained" : "shuffled";
      return downloads([], `${picture.name}.svg`, () => view.standalone("light"), words);
    });
    const {name} = this.panels[0].picture;
    return el("div", {class: "offers"}, ...pictures, csvButton(`${name}-twins.csv`, rows));
  }
}
