/** What stands beside a picture: the choice of colour, the legend, and where asked for a search in the statements. */
import {colourBy} from "./ColourBy.js";
import {el} from "./dom.js";
import type {Encoding} from "./encoding.js";
import {legend} from "./Legend.js";

export interface SideOptions {
  /** Whether statements can be searched and selected. */
  search: boolean;
  selection: HTMLElement;
  oncolumn: (column: string) => void;
  /** Gets the entries that are off. */
  onhidden: (off: ReadonlySet<number>) => void;
  /** Gets what is searched for, as it was written. */
  onquery: (query: string) => void;
}

export class ExplorerSide {
  readonly element = el("div", {class: "side"});
  private readonly input = el("input", {
    type: "search",
    placeholder: "find in statements",
    "aria-label": "find in statements"
  });

  constructor(private readonly options: SideOptions) {
    this.input.addEventListener("input", () => options.onquery(this.input.value));
  }

  /** Shows the columns to choose from, the entries of the chosen one, and which of them are off. */
  show(columns: string[], encoding: Encoding, hidden: ReadonlySet<number>): void {
    const {oncolumn, onhidden, search, selection} = this.options;
    const focused = this.element.querySelector("select")?.matches(":focus");
    this.element.replaceChildren(
      ...(columns.length > 1 ? [colourBy(columns, encoding.column, oncolumn)] : []),
      legend(encoding, onhidden, hidden),
      ...(search ? [this.input, selection] : [])
    );
    if (focused) this.element.querySelector("select")?.focus();
  }

  /** Writes into the search what is searched for. */
  find(query: string): void {
    if (this.input.value !== query) this.input.value = query;
  }
}
