/** A picture with all that moves it: the depth rail, the legend, the choice of colour, and where asked for the table and the curve. */
import {calm, el, onWidth} from "./dom.js";
import {downloads} from "./downloads.js";
import type {Download} from "./downloads.js";
import {DepthRail} from "./DepthRail.js";
import {colourable, encode} from "./encoding.js";
import type {Encoding} from "./encoding.js";
import {ExplorerCurve} from "./ExplorerCurve.js";
import type {Choices, ExplorerState} from "./explorer-state.js";
import type {Changed, ExplorerOptions, Shown} from "./explorer-options.js";
import {roomsOf} from "./explorer-rooms.js";
import {ExplorerSide} from "./ExplorerSide.js";
import {neighbourMeasure} from "./measure.js";
import type {Picture, Rest} from "./picture.js";
import {ProjectionView} from "./ProjectionView.js";
import {Selection} from "./Selection.js";
import {StatementTable} from "./StatementTable.js";

export class Explorer {
  readonly element: HTMLElement;
  /** Told which of its controls a reader has used. */
  onchange: ((changed: Changed) => void) | null = null;
  private readonly view: ProjectionView;
  private readonly rail: DepthRail;
  private readonly side: ExplorerSide;
  private readonly table: StatementTable | null;
  private readonly curve: ExplorerCurve | null;
  private encoding: Encoding;
  private links: HTMLElement | null = null;
  private hidden: ReadonlySet<number> = new Set();
  private query = "";
  private off: ReadonlySet<number> = new Set();
  private readonly selection: Selection;

  constructor(
    private picture: Picture,
    private readonly options: ExplorerOptions
  ) {
    const {id, blocks, depth, column = "label", variance, table} = options;
    this.encoding = this.encode(column);
    this.selection = this.selecting();
    this.view = new ProjectionView(picture, {
      depth,
      encoding: this.encoding,
      onpoint: (dot) => this.table?.point(dot),
      ...(table && {onselect: (dots: number[]) => this.selection.choose(dots)})
    });
    this.rail = new DepthRail({
      ...blocks,
      value: depth,
      oninput: (next, milliseconds) => {
        this.show(next, milliseconds);
        this.onchange?.("depth");
      }
    });
    this.side = this.besides(table ?? false);
    this.table = table ? new StatementTable(picture, {onpoint: (dot) => this.view.point(dot)}) : null;
    this.curve = variance ? new ExplorerCurve(variance, depth, options.activations) : null;
    const parts = [
      this.rail.element,
      this.view.element,
      ...(this.hasSide ? [this.side.element] : []),
      ...this.below()
    ];
    const body = el("div", {class: `parts${this.hasSide ? " sided" : ""}`}, ...parts);
    this.element = el("div", {class: "explorer", id, style: `--height:${options.height}px`}, body);
    this.recolour(column);
    onWidth(this.element, (width) => this.draw(width));
    if (options.play) this.playOnce();
  }

  /** Goes to a depth, beyond the rail to its end, and, unless it is to stay where it is, comes into view. */
  go(depth: number, stay = false): void {
    this.rail.choose(depth, 700);
    if (!stay) this.element.scrollIntoView({block: "nearest", behavior: calm() ? "auto" : "smooth"});
  }

  /** What its controls say. */
  get state(): Omit<ExplorerState, "version"> {
    const {entries, column} = this.encoding;
    const hidden = entries.flatMap(({key}, entry) => (this.hidden.has(entry) ? [key] : []));
    return {depth: this.rail.value, column, hidden, query: this.query, selected: this.selection.rows};
  }

  /** What its controls can say. */
  get choices(): Omit<Choices, "versions"> {
    const keys = (column: string) => this.encode(column).entries.map(({key}) => key);
    const {columns, rows} = this.picture;
    return {depths: this.options.blocks.depths, columns: colourable(columns), keys, rows};
  }

  /** Sets its controls to what they said. */
  restore({depth, column, hidden, query, selected}: Omit<ExplorerState, "version">): void {
    const told = this.onchange;
    this.onchange = null; // it is no choice of the reader's
    this.rail.choose(depth, 350);
    this.recolour(column, hidden);
    this.query = query;
    this.side.find(query);
    this.selection.chooseRows(selected);
    void this.find();
    this.onchange = told;
  }

  /** Shows another picture of the same rows in this one's place: depth, colours, what is hidden and searched for stay. */
  async exchange(shown: Shown): Promise<void> {
    const {picture, files} = shown;
    const depth = this.rail.value;
    if (!picture.frames.some((frame) => frame.depth === depth)) await picture.rest?.frame(depth);
    this.picture = picture;
    this.view.exchange(picture);
    this.table?.exchange(picture);
    this.curve?.exchange(shown);
    this.options.multiples?.show(picture);
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
  private recolour(column: string, hidden: readonly string[] = []): void {
    const {entries} = (this.encoding = this.encode(column));
    this.hidden = new Set(entries.flatMap(({key}, entry) => (hidden.includes(key) ? [entry] : [])));
    this.view.recolour(this.encoding);
    this.measure();
    this.side.show(colourable(this.picture.columns), this.encoding, this.hidden);
    this.filter();
  }

  private besides(search: boolean): ExplorerSide {
    return new ExplorerSide({
      search,
      selection: this.selection.bar.element,
      oncolumn: (column) => {
        this.recolour(column);
        this.onchange?.("column");
      },
      onhidden: (off) => {
        this.hidden = new Set(off);
        this.filter();
        this.onchange?.("hidden");
      },
      onquery: (query) => {
        this.query = query;
        void this.find();
        this.onchange?.("query");
      }
    });
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

  private async find(): Promise<void> {
    if (this.query !== "") await this.picture.rest?.everyStatement();
    this.filter();
  }

  /** Switches off the dots of entries that are off, and those that the search does not find. */
  private filter(): void {
    const query = this.query.toLowerCase();
    const found = (statement: string) => statement.toLowerCase().includes(query);
    const off = this.picture.statements.flatMap((statement, i) =>
      this.hidden.has(this.encoding.of[i]) || !found(statement) ? [i] : []
    );
    this.off = new Set(off);
    this.view.filter(this.off);
    this.table?.filter(this.off);
  }

  private selecting(): Selection {
    return new Selection(this.picture.name, {
      picture: () => this.picture,
      off: () => this.off,
      onchange: (dots) => {
        this.view.select(dots);
        this.table?.select(dots);
        this.curve?.select([...dots], this.picture);
        this.options.multiples?.select(dots);
        this.onchange?.("selected");
      }
    });
  }

  private below(): HTMLElement[] {
    const {files} = this.options;
    if (files) this.links = this.downloads(files);
    const parts = [this.table, this.curve].flatMap((part) => (part ? [part.element] : []));
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
    const {room, rail, horizontal} = roomsOf(width, this.options.height, this.hasSide);
    this.view.draw(room);
    this.rail.draw(rail, horizontal);
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
