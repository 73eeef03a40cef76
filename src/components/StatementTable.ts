/** The statements as a table, linked to the picture both ways. */
import {el} from "./dom.js";
import {words} from "./format.js";
import type {Picture, Rest} from "./picture.js";

export interface TableOptions {
  /** Told which statement is pointed at or gone to with the keys, null for none. */
  onpoint: (dot: number | null) => void;
}

/** Rows of more statements than this are made only where they can be seen. */
const allAtOnce = 500;
const rowHeight = 30;
const height = 320;

export class StatementTable {
  readonly element: HTMLElement;
  private readonly body = el("tbody");
  private readonly heading = el("h2");
  private readonly scroller: HTMLElement;
  private readonly columns: string[];
  private shown: number[];
  private pointed: number | null = null;
  private selected: ReadonlySet<number> = new Set();
  /** Which of the shown statements have rows now, where not all have. */
  private made = "";

  constructor(
    private picture: Picture,
    private readonly options: TableOptions
  ) {
    this.columns = Object.keys(picture.columns);
    this.shown = picture.rows.map((_, i) => i);
    const head = ["row", "statement", ...this.columns].map((name) => el("th", {scope: "col"}, words(name)));
    const table = el("table", {}, el("thead", {}, el("tr", {}, ...head)), this.body);
    const region = {
      class: "scroller",
      tabindex: 0,
      role: "region",
      "aria-label": "statements; arrow keys go from row to row"
    };
    this.scroller = el("div", {...region, style: `max-height:${height}px`}, table);
    this.element = el("section", {class: "statements"}, this.heading, this.scroller);
    this.scroller.addEventListener("scroll", () => this.window());
    this.scroller.addEventListener("keydown", (event) => this.walk(event));
    this.scroller.addEventListener("blur", () => this.tell(null));
    this.body.addEventListener("pointerover", (event) => this.tell(dotOf(event.target)));
    this.body.addEventListener("pointerleave", () => this.tell(null));
    this.fill();
  }

  /** Shows the statements of another picture of the same rows. */
  exchange(picture: Picture): void {
    this.picture = picture;
    this.fill();
  }

  /** Shows only the dots that are not off. */
  filter(off: ReadonlySet<number>): void {
    this.shown = this.picture.rows.map((_, i) => i).filter((i) => !off.has(i));
    this.fill();
  }

  /** Sets the selected dots' rows apart, and brings the first of them into view. */
  select(dots: ReadonlySet<number>): void {
    this.selected = dots;
    this.reveal(this.shown.findIndex((dot) => dots.has(dot)));
    this.window();
    this.light();
  }

  /** Marks a dot's row and brings it into view. */
  point(dot: number | null): void {
    this.pointed = dot;
    this.reveal(dot === null ? -1 : this.shown.indexOf(dot));
    this.window();
    this.light();
  }

  private reveal(position: number): void {
    if (position >= 0) {
      const {scrollTop, clientHeight} = this.scroller;
      const top = position * rowHeight;
      if (top < scrollTop || top > scrollTop + clientHeight - 3 * rowHeight)
        this.scroller.scrollTop = top - clientHeight / 2;
    }
  }

  private tell(dot: number | null): void {
    if (dot === this.pointed) return;
    this.pointed = dot;
    this.light();
    this.options.onpoint(dot);
  }

  private walk(event: KeyboardEvent): void {
    const by = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (by === undefined || this.shown.length === 0) return;
    event.preventDefault();
    const position = this.pointed === null ? -1 : this.shown.indexOf(this.pointed);
    const dot = this.shown[Math.max(0, Math.min(this.shown.length - 1, position + by))];
    this.point(dot);
    this.options.onpoint(dot);
  }

  private fill(): void {
    const [some, all] = [this.shown.length, this.picture.rows.length];
    this.heading.textContent = some === all ? `All ${all} statements` : `${some} of ${all} statements`;
    this.body.replaceChildren();
    this.made = "";
    this.window();
    this.light();
  }

  /** Makes the rows that can be seen, between two spacers as high as those that cannot. */
  private window(): void {
    const many = this.shown.length > allAtOnce;
    if (!many && this.body.childElementCount === this.shown.length) return;
    const first = many ? Math.max(0, Math.floor(this.scroller.scrollTop / rowHeight) - 10) : 0;
    const last = many
      ? Math.min(this.shown.length, first + Math.ceil(height / rowHeight) + 20)
      : this.shown.length;
    if (many && this.made === `${first}-${last}`) return;
    this.made = `${first}-${last}`;
    const space = (rows: number) =>
      rows > 0 ? [el("tr", {class: "space", style: `height:${rows * rowHeight}px`})] : [];
    const dots = this.shown.slice(first, last);
    const rows = dots.map((dot) => this.row(dot));
    this.body.replaceChildren(...space(first), ...rows, ...space(this.shown.length - last));
    this.light();
    const {rest, statements} = this.picture;
    if (rest && dots.some((dot) => statements[dot] === "")) void this.fetch(dots, rest);
  }

  /** Fills in statements when they are read. */
  private async fetch(dots: number[], rest: Rest): Promise<void> {
    await rest.statements(dots);
    for (const row of this.body.querySelectorAll("[data-dot]")) {
      const cell = row.children[1];
      if (cell.textContent === "")
        cell.textContent = this.picture.statements[Number(row.getAttribute("data-dot"))];
    }
  }

  private row(dot: number): HTMLElement {
    const {rows, statements, columns} = this.picture;
    const values = [rows[dot], statements[dot], ...this.columns.map((name) => columns[name][dot])];
    return el(
      "tr",
      {"data-dot": dot, "data-table-row": rows[dot]},
      ...values.map((value) => el("td", {}, String(value)))
    );
  }

  private light(): void {
    for (const row of this.body.querySelectorAll("[data-dot]"))
      row.toggleAttribute("data-selected", this.selected.has(Number(row.getAttribute("data-dot"))));
    for (const row of this.body.querySelectorAll("[aria-current]")) row.removeAttribute("aria-current");
    if (this.pointed !== null)
      this.body.querySelector(`[data-dot="${this.pointed}"]`)?.setAttribute("aria-current", "true");
  }
}

function dotOf(target: EventTarget | null): number | null {
  const row = target instanceof Element ? target.closest("[data-dot]") : null;
  return row ? Number(row.getAttribute("data-dot")) : null;
}
