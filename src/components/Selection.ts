/** The statements that a reader has selected in an explorer. */
import type {Picture} from "./picture.js";
import {rangesText, selectionCell, selectionCsv} from "./selected.js";
import {SelectionBar} from "./SelectionBar.js";

export interface Selecting {
  /** What is shown now. */
  picture: () => Picture;
  /** The dots that are off now. */
  off: () => ReadonlySet<number>;
  onchange: (dots: ReadonlySet<number>) => void;
}

export class Selection {
  readonly bar: SelectionBar;
  private dots: ReadonlySet<number> = new Set();

  /** `name` is the dataset's, whichever of its variants is shown. */
  constructor(
    name: string,
    private readonly options: Selecting
  ) {
    const {picture, off} = options;
    this.bar = new SelectionBar({
      onshown: () => this.choose([...picture().rows.keys()].filter((dot) => !off().has(dot))),
      onclear: () => this.choose([]),
      csv: async () => {
        const dots = [...this.dots];
        await picture().rest?.statements(dots);
        return selectionCsv(picture(), dots);
      },
      cell: () => selectionCell(name, this.rows)
    });
  }

  /** Selects these dots instead of those before. */
  choose(dots: readonly number[]): void {
    this.dots = new Set([...dots].sort((a, b) => a - b));
    this.bar.tell(dots.length, dots.length > 0 && rangesText(this.rows) === "");
    this.options.onchange(this.dots);
  }

  /** Selects rows of the CSV. */
  chooseRows(rows: readonly number[]): void {
    const wanted = new Set(rows);
    this.choose(this.options.picture().rows.flatMap((row, dot) => (wanted.has(row) ? [dot] : [])));
  }

  /** Of the CSV, in order. */
  get rows(): number[] {
    const {rows} = this.options.picture();
    return [...this.dots].map((dot) => rows[dot]);
  }
}
