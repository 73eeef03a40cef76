/** The page of depths: a dataset and a measure to choose, the curves, the pictures, and what can be said of them. */
import {fetchWhole, readDataset} from "./dataset.js";
import {DepthMultiples} from "./DepthMultiples.js";
import {depthSearch, readDepthChoice} from "./depth-address.js";
import type {DepthChoice} from "./depth-address.js";
import {around, jumpOf} from "./depths.js";
import {el} from "./dom.js";
import {captionOf, labelled, select} from "./figure.js";
import type {Option} from "./figure.js";
import {count} from "./format.js";
import {readMeasures} from "./parquet.js";
import {headings, kinds} from "./kinds.js";
import {reading} from "./reading.js";
import {separationOf} from "./separation.js";
import type {Separation} from "./separation.js";
import {SeparationView} from "./SeparationView.js";
import {tableHrefs} from "./table-hrefs.js";
import {choicesOf, statementsOf} from "./variants.js";
import type {MeasureRow, RunReport} from "../data/rows.js";

export interface DeskOptions {
  /** The dataset and the measure to begin with, where the address names no other. */
  dataset: string;
  measure?: string;
  height: number;
}

export class DepthDesk {
  /** What to choose from, the curves, their caption. */
  readonly curves: HTMLElement;
  /** The dots at six depths. */
  readonly pictures: HTMLElement;
  private readonly dataset: HTMLSelectElement;
  private readonly measure: HTMLSelectElement;
  private readonly view: SeparationView;
  private readonly multiples: DepthMultiples;
  private readonly says = el("p", {class: "says"});
  private readonly caption = el("figcaption");
  private rows: readonly MeasureRow[] = [];
  private separation: Separation | null = null;
  private readonly defaults: DepthChoice;

  constructor(
    private readonly run: RunReport,
    {dataset, measure = kinds[0].measure, height}: DeskOptions
  ) {
    this.defaults = {dataset, measure};
    const asked = readDepthChoice(location.search, run, this.defaults);
    this.view = new SeparationView({height, deepest: run.depth});
    this.multiples = new DepthMultiples({deepest: run.depth, onchange: (depths) => this.view.mark(depths)});
    this.dataset = select("dataset", choicesOf(run), asked.dataset, () => this.choose(() => this.begin()));
    this.measure = select("measure", measureChoices, asked.measure, () => this.choose(() => this.draw()));
    const choice = el(
      "div",
      {class: "choice"},
      labelled("statements", this.dataset),
      labelled("measure", this.measure)
    );
    this.curves = el(
      "figure",
      {class: "depth-curves", id: "figure-separation"},
      choice,
      this.says,
      this.view.element,
      this.caption
    );
    this.pictures = el(
      "figure",
      {class: "depth-pictures", id: "figure-depths"},
      this.moves(),
      this.multiples.element,
      el(
        "figcaption",
        {},
        ...captionOf(2, "The same statements at six depths.", picturesText, run.model.name)
      )
    );
    this.begin();
  }

  /** Shows what was chosen, and keeps it in the address. */
  private choose(show: () => void): void {
    const choice = {dataset: this.dataset.value, measure: this.measure.value};
    history.replaceState(
      null,
      "",
      `${location.pathname}${depthSearch(choice, this.defaults)}${location.hash}`
    );
    show();
  }

  /** What can't be read is said where it would be drawn. */
  private begin(): void {
    this.open().catch((error: unknown) => {
      this.says.textContent = `${this.chosen} could not be read: ${String(error)}`;
    });
  }

  /** Reads the chosen dataset and shows it, if it is still chosen then. */
  private async open(): Promise<void> {
    const name = this.dataset.value;
    const hrefs = tableHrefs(name);
    for (const figure of [this.curves, this.pictures]) figure.setAttribute("aria-busy", "true");
    const [rows, {picture}] = await Promise.all([
      readMeasures(fetchWhole(hrefs.measures)),
      readDataset(name, hrefs, this.run)
    ]);
    if (this.dataset.value !== name) return;
    for (const figure of [this.curves, this.pictures]) figure.removeAttribute("aria-busy");
    this.rows = rows;
    this.name();
    this.multiples.show(picture, this.run.shownDepths);
    this.draw();
  }

  /** Says in the list which measures there are none of for these labels. */
  private name(): void {
    for (const option of this.measure.options) {
      const kind = kinds.find(({measure}) => measure === option.value);
      if (kind)
        option.text = `${kind.title}${separationOf(this.rows, kind).absent === "" ? "" : " (not here)"}`;
    }
  }

  private draw(): void {
    const kind = kinds.find(({measure}) => measure === this.measure.value) ?? kinds[0];
    const separation = separationOf(this.rows, kind);
    this.separation = separation;
    this.view.show(separation, this.chosen);
    this.multiples.write((depth) => {
      const row = separation.trained.find((other) => other.depth === depth);
      return row ? kind.format(row.value) : "";
    });
    this.describe(separation);
  }

  private describe(separation: Separation): void {
    const {kind, absent} = separation;
    const {see, rest, wrong} = absent === "" ? reading(separation) : {see: "", rest: "", wrong: ""};
    const statements = count(statementsOf(this.run, this.dataset.value), "statement");
    const source = `${this.run.model.name} · ${this.chosen}: ${statements} · last token`;
    this.says.textContent = `${kind.says}.`;
    this.caption.replaceChildren(...captionOf(1, see, `${rest} ${wrong}`, source));
  }

  /** What a reader calls the dataset or variant that is chosen. */
  private get chosen(): string {
    return this.dataset.selectedOptions[0].textContent;
  }

  /** Buttons that choose all depths at once. */
  private moves(): HTMLElement {
    const {depth: deepest, shownDepths} = this.run;
    const button = (words: string, depths: () => number[]) => {
      const element = el("button", {type: "button", class: "go"}, words);
      element.addEventListener("click", () => this.multiples.go(depths()));
      return element;
    };
    const jump = () =>
      this.separation?.absent === "" ? around(jumpOf(this.separation), deepest) : shownDepths;
    return el(
      "p",
      {class: "moves"},
      "Six depths: ",
      button("evenly spread", () => shownDepths),
      ", ",
      button("around the curve’s largest step", jump),
      ", or each where its slider says."
    );
  }
}

const picturesText =
  "Each picture is drawn on its depth’s own first two components, turned to lie as near as it can to the depth beside it, " +
  "and scaled to fit. Point at a dot, and it lights up in all six. " +
  "Wrong would have been: six pictures alike, whatever the curve does.";

/** Measures, those of the components and the probes each under a heading. */
const measureChoices = Object.entries(headings).map(([of, label]) => ({
  label,
  options: kinds.filter((kind) => kind.of === of).map((kind): Option => [kind.measure, kind.title])
}));
