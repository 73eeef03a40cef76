/** How many statements are selected, and what can be done with them. */
import {el} from "./dom.js";
import {count} from "./format.js";

export interface SelectionOptions {
  /** Selects what legend and search leave. */
  onshown: () => void;
  onclear: () => void;
  csv: () => Promise<string>;
  cell: () => string;
}

export class SelectionBar {
  readonly element: HTMLElement;
  private readonly heading = el("p", {class: "selection-count", role: "status"});
  private readonly copied = el("p", {class: "selection-copied", role: "status"});
  private readonly needing: HTMLButtonElement[];

  constructor({onshown, onclear, csv, cell}: SelectionOptions) {
    const shown = button("shown", "select what is shown", onshown);
    this.needing = [
      button("clear", "clear", onclear),
      button("csv", "copy as CSV", () => void this.copy(csv, "CSV")),
      button(
        "cell",
        "copy as code cell",
        () => void this.copy(() => Promise.resolve(cell()), "a cell for Slices")
      )
    ];
    const buttons = el("div", {class: "downloads"}, shown, ...this.needing);
    const parts = [this.heading, buttons, this.copied];
    this.element = el("section", {class: "selection", "aria-label": "selection"}, ...parts);
    this.tell(0, false);
  }

  /** Says how many are selected, and whether they are in too many pieces for the address. */
  tell(selected: number, scattered: boolean): void {
    const whole = `${count(selected, "statement")} selected${scattered ? ", too scattered for the address" : ""}`;
    this.heading.textContent = selected > 0 ? whole : "Drag a mouse over the picture to select statements.";
    for (const needing of this.needing) needing.disabled = selected === 0;
    this.copied.textContent = "";
  }

  private async copy(text: () => Promise<string>, what: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(await text());
      this.copied.textContent = `Copied as ${what}.`;
    } catch {
      this.copied.textContent = "The browser does not let this page copy.";
    }
  }
}

function button(name: string, text: string, onclick: () => void): HTMLButtonElement {
  const element = el("button", {type: "button", "data-selection": name}, text);
  element.addEventListener("click", onclick);
  return element;
}
