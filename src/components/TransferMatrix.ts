/** The transfer matrix: a cell for what was trained on and what it was tested on, each a button. */
import type {ProbeName} from "../data/rows.js";
import {el} from "./dom.js";
import {decimal, percent} from "./format.js";
import {cellOf, estimateOf, isWithinNull} from "./transfer.js";
import type {Estimate, MeasureName, Place, Transfer} from "./transfer.js";

export interface MatrixOptions {
  /** The depth whose numbers are shown. */
  depth: number;
  /** Told which cell was chosen. */
  onchoose: (place: Place) => void;
}

/** How the matrix writes a value. */
export const valueText = (value: number, measure: MeasureName): string =>
  measure === "auc" ? decimal(value) : percent(value);

/** In a cell there is no room for the nought before the point, nor for a sign that all have. */
const short = (value: number, measure: MeasureName): string =>
  measure === "auc" ? decimal(value).replace(/^0/, "") : String(Math.round(100 * value));

const steps: Record<string, [row: number, column: number] | undefined> = {
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0]
};

export class TransferMatrix {
  readonly element: HTMLElement;
  private readonly buttons: HTMLButtonElement[][];
  private chosen: [row: number, column: number] = [0, 0];

  constructor(
    private readonly transfer: Transfer,
    private readonly options: MatrixOptions
  ) {
    const {trainings, tests} = transfer;
    this.buttons = trainings.map((_, row) => tests.map((_, column) => this.button(row, column)));
    const head = tests.map((name) => el("th", {scope: "col"}, el("span", {}, name)));
    const corner = el("td", {class: "corner"}, el("span", {}, "trained on ↓"), el("span", {}, "tested on →"));
    const rows = trainings.map((name, row) =>
      el("tr", {}, el("th", {scope: "row"}, name), ...this.buttons[row].map((button) => el("td", {}, button)))
    );
    const label = "trained on each row, tested on each column";
    const table = el(
      "table",
      {class: "transfer-matrix", "aria-label": label},
      el("thead", {}, el("tr", {}, corner, ...head)),
      el("tbody", {}, ...rows)
    );
    table.addEventListener("keydown", (event) => this.walk(event));
    this.element = el("div", {class: "matrix-scroller"}, table);
  }

  /** Writes another measure or probe into the cells. */
  show(measure: MeasureName, probe: ProbeName): void {
    const {transfer, options, buttons} = this;
    transfer.trainings.forEach((training, row) =>
      transfer.tests.forEach((test, column) => {
        const cell = cellOf(transfer, {training, test}, probe, options.depth);
        dress(buttons[row][column], estimateOf(cell, measure), measure);
        const said = cell?.absent ? cell.absent : estimateText(estimateOf(cell, measure), measure);
        buttons[row][column].setAttribute("aria-label", `trained on ${training}, tested on ${test}: ${said}`);
        buttons[row][column].title = `${training} → ${test}: ${said}`;
      })
    );
  }

  /** Chooses a cell, as a press on it does. */
  choose({training, test}: Place): void {
    const [row, column] = [this.transfer.trainings.indexOf(training), this.transfer.tests.indexOf(test)];
    if (row >= 0 && column >= 0) this.press(row, column);
  }

  private button(row: number, column: number): HTMLButtonElement {
    const button = el("button", {type: "button", tabindex: -1, "aria-pressed": "false"});
    button.addEventListener("click", () => this.press(row, column));
    return button;
  }

  private press(row: number, column: number): void {
    const {transfer, options, buttons, chosen} = this;
    buttons[chosen[0]][chosen[1]].setAttribute("aria-pressed", "false");
    buttons[row][column].setAttribute("aria-pressed", "true");
    this.chosen = [row, column];
    this.reach(row, column);
    options.onchoose({training: transfer.trainings[row], test: transfer.tests[column]});
  }

  /** One cell is in the way of the tabulator, the others are reached from it by arrows. */
  private reach(row: number, column: number): void {
    for (const button of this.buttons.flat()) button.tabIndex = -1;
    this.buttons[row][column].tabIndex = 0;
  }

  private walk(event: KeyboardEvent): void {
    const step = steps[event.key];
    const row = this.buttons.findIndex((list) => list.some((button) => button === event.target));
    if (!step || row < 0) return;
    event.preventDefault();
    const column = this.buttons[row].findIndex((button) => button === event.target);
    const to = this.buttons.at(row + step[0])?.at(column + step[1]);
    if (!to || row + step[0] < 0 || column + step[1] < 0) return;
    this.reach(row + step[0], column + step[1]);
    to.focus();
  }
}

/** The number, and how far it is from one half, on which side, if it is further than permuted labels come. */
function dress(button: HTMLButtonElement, estimate: Estimate, measure: MeasureName): void {
  const {value} = estimate;
  const known = Number.isFinite(value);
  button.textContent = known ? short(value, measure) : "–";
  button.className = isWithinNull(estimate) ? "chance" : value >= 0.5 ? "above" : known ? "below" : "";
  button.style.setProperty("--far", `${known ? Math.round(200 * Math.abs(value - 0.5)) : 0}%`);
}

/** A value with its interval, and that of permuted labels, in words. */
export function estimateText({value, low, high, nullLow, nullHigh}: Estimate, measure: MeasureName): string {
  const range = (ends: number[]) => ends.map((end) => valueText(end, measure)).join(" to ");
  const permuted = Number.isFinite(nullLow) ? `; permuted labels ${range([nullLow, nullHigh])}` : "";
  return `${valueText(value, measure)} (${range([low, high])})${permuted}`;
}
