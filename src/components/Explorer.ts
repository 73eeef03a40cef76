/** A picture with all that moves it: the depth rail, the legend, the choice of colour, and where asked for the table and the curve. */
import {colourBy} from "./ColourBy.js";
import {calm, el, onWidth} from "./dom.js";
import {downloads} from "./downloads.js";
import type {Download} from "./downloads.js";
import {DepthRail} from "./DepthRail.js";
import {colourable, encode} from "./encoding.js";
import type {Encoding} from "./encoding.js";
import {legend} from "./Legend.js";
import {neighbourMeasure} from "./measure.js";
import type {Picture, Rest} from "./picture.js";
import {ProjectionView} from "./ProjectionView.js";
import type {Blocks} from "./rail.js";
import {StatementTable} from "./StatementTable.js";
import {VarianceView} from "./VarianceView.js";
import type {VarianceRow} from "../data/rows.js";

export interface ExplorerOptions {
  id: string;
  blocks: Blocks;
  depth: number;
  /** Of the picture, in pixels, where there is room. */
  height: number;
  /** The column that colours the dots at first. */
  column?: string;
  /** Legend and choice of colour beside the picture. */
  side?: boolean;
  /** The statements' table under the picture. */
  table?: boolean;
  /** All depths' components, for the curve under the picture. */
  variance?: VarianceRow[];
  /** Files to offer; with them the picture itself. */
  files?: Download[];
  /** Runs once from the first block to `depth` when it is first seen. */
  play?: boolean;
}

/** What an explorer shows of a dataset or of a variant. */
export interface Shown {
  picture: Picture;
  variance: VarianceRow[];
  files: Download[];
}

/** Widths from which the parts stand beside each other, and the room they take: as in style.css. */
const middle = 620;
const wide = 940;
const railWidth = 124;
const sideWidth = 280;

export class Explorer {
  readonly element: HTMLElement;
  private readonly view: ProjectionView;
  private readonly rail: DepthRail;
  private readonly side = el("div", {class: "side"});
  private readonly table: StatementTable | null;
  private readonly curve: VarianceView | null;
  private encoding: Encoding;
  private links: HTMLElement | null = null;
  private hidden: ReadonlySet<number> = new Set();
  private query = "";

  constructor(
    private picture: Picture,
    private readonly options: ExplorerOptions
  ) {
    const {id, blocks, depth, column = "label", variance, table} = options;
    this.encoding = this.encode(column);
    this.view = new ProjectionView(picture, {
      depth,
      encoding: this.encoding,
      onpoint: (dot) => this.table?.point(dot)
    });
    this.rail = new DepthRail({
      ...blocks,
      value: depth,
      oninput: (next, milliseconds) => this.show(next, milliseconds)
    });
    this.table = table ? new StatementTable(picture, {onpoint: (dot) => this.view.point(dot)}) : null;
    this.curve = variance ? new VarianceView(variance, {depth}) : null;
    const parts = [
      this.rail.element,
      this.view.element,
      ...(this.hasSide ? [this.side] : []),
      ...this.below()
    ];
    const body = el("div", {class: `parts${this.hasSide ? " sided" : ""}`}, ...parts);
    this.element = el("div", {class: "explorer", id, style: `--height:${options.height}px`}, body);
    this.recolour(column);
    onWidth(this.element, (width) => this.draw(width));
    if (options.play) this.playOnce();
  }

  /** Goes to a depth, beyond the rail to its end, and comes into view. */
  go(depth: number): void {
    this.rail.choose(depth, 700);
    this.element.scrollIntoView({block: "nearest", behavior: calm() ? "auto" : "smooth"});
  }

  /** Shows another picture of the same rows in this one's place: depth, colours, what is hidden and searched for stay. */
  async exchange({picture, variance, files}: Shown): Promise<void> {
    const depth = this.rail.value;
    if (!picture.frames.some((frame) => frame.depth === depth)) await picture.rest?.frame(depth);
    this.picture = picture;
    this.view.exchange(picture);
    this.table?.exchange(picture);
    this.curve?.exchange(variance);
    const links = this.downloads(files);
    this.links?.replaceWith(links);
    this.links = links;
    this.measure();
    await this.find();
  }

  private encode(column: string): Encoding {
    return encode(column, this.picture.columns[column]);
  }

  private show(depth: number, milliseconds: number): void {
    this.curve?.go(depth);
    const {rest, frames} = this.picture;
    if (!rest || frames.some((frame) => frame.depth === depth)) this.view.go(depth, milliseconds);
    else void this.fetch(depth, rest);
  }

  /** Shows a depth when it is read, if it is still asked for then. */
  private async fetch(depth: number, rest: Rest): Promise<void> {
    this.view.element.setAttribute("aria-busy", "true");
    await rest.frame(depth);
    if (this.rail.value !== depth) return;
    this.view.element.removeAttribute("aria-busy");
    this.view.go(depth);
  }

  /** Everything that depends on which column colours the dots. */
  private recolour(column: string): void {
    this.encoding = this.encode(column);
    this.hidden = new Set();
    this.view.recolour(this.encoding);
    this.measure();
    const entries = legend(this.encoding, (off) => {
      this.hidden = off;
      this.filter();
    });
    const columns = colourable(this.picture.columns);
    const choice = columns.length > 1 ? [colourBy(columns, column, (next) => this.recolour(next))] : [];
    const focused = this.side.contains(document.activeElement);
    this.side.replaceChildren(...choice, entries, ...(this.table ? [this.search()] : []));
    if (focused) this.side.querySelector("select")?.focus();
    this.filter();
  }

  /** Writes onto the rail how often neighbours agree. */
  private measure(): void {
    const {picture, encoding} = this;
    this.rail.tell(null);
    void neighbourMeasure(
      picture,
      encoding,
      (measure) => this.rail.tell(measure),
      () => this.encoding !== encoding || this.picture !== picture
    );
  }

  private search(): HTMLElement {
    const input = el("input", {
      type: "search",
      placeholder: "find in statements",
      "aria-label": "find in statements",
      value: this.query
    });
    input.addEventListener("input", () => {
      this.query = input.value.toLowerCase();
      void this.find();
    });
    return input;
  }

  private async find(): Promise<void> {
    if (this.query !== "") await this.picture.rest?.everyStatement();
    this.filter();
  }

  /** Switches off the dots of entries that are off, and those that the search does not find. */
  private filter(): void {
    const off = this.picture.statements.flatMap((statement, i) => {
      const found = statement.toLowerCase().includes(this.query);
      return this.hidden.has(this.encoding.of[i]) || !found ? [i] : [];
    });
    this.view.filter(new Set(off));
    this.table?.filter(new Set(off));
  }

  private below(): HTMLElement[] {
    const {files} = this.options;
    const curve = this.curve
      ? [el("section", {class: "curve"}, el("h2", {}, "Variance kept"), this.curve.element)]
      : [];
    if (files) this.links = this.downloads(files);
    const parts = [...(this.table ? [this.table.element] : []), ...curve];
    return [
      ...(parts.length > 0 ? [el("div", {class: "below"}, ...parts)] : []),
      ...(this.links ? [this.links] : [])
    ];
  }

  private downloads(files: Download[]): HTMLElement {
    return downloads(files, `${this.picture.name}.svg`, () => this.view.standalone("light"));
  }

  private get hasSide(): boolean {
    return this.options.side ?? true;
  }

  private draw(width: number): void {
    const narrow = width < middle;
    const room = narrow ? width : width - railWidth - (this.hasSide && width >= wide ? sideWidth : 0);
    const height = narrow ? Math.round(room * 0.9) : this.options.height;
    this.view.draw({width: room, height});
    this.rail.draw(narrow ? width : Math.min(height, 620), narrow);
  }

  private playOnce(): void {
    if (calm()) return;
    const seen = new IntersectionObserver(([entry]) => {
      if (!entry.isIntersecting) return;
      seen.disconnect();
      this.rail.play(this.options.depth);
    });
    seen.observe(this.element);
  }
}
