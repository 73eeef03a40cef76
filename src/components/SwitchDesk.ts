/** When each dataset's own direction begins to tell true from false. */
import type {RunReport} from "../data/rows.js";
import {AucView} from "./AucView.js";
import type {Line} from "./AucPlot.js";
import {el} from "./dom.js";
import {csvButton} from "./downloads.js";
import {captionOf, labelled, select} from "./figure.js";
import {count, decimal} from "./format.js";
import {curveOf, elsewhereOf, shuffledOf, switchesOf} from "./transfer.js";
import type {Transfer} from "./transfer.js";
import {switchSee} from "./truth-words.js";

export class SwitchDesk {
  readonly element: HTMLElement;
  private readonly view: AucView;
  private readonly caption = el("figcaption");

  constructor(
    private readonly transfer: Transfer,
    private readonly run: RunReport,
    private readonly options: {dataset: string; height: number; number?: number}
  ) {
    const {affirmed} = transfer;
    const {dataset, height} = options;
    const first = affirmed.includes(dataset) ? dataset : affirmed[0];
    const depth = switchesOf(transfer)?.depth ?? run.focusDepth;
    this.view = new AucView({height, deepest: run.depth, depth, format: decimal});
    const choice = select(
      "line",
      affirmed.map((name) => [name, name]),
      first,
      (name) => this.show(name)
    );
    this.element = el(
      "figure",
      {class: "truth-figure", id: "figure-switch"},
      el("div", {class: "choice"}, labelled("strong line", choice)),
      this.view.element,
      this.caption,
      csvButton("truth-by-depth.csv", () => ownRows(transfer))
    );
    this.show(first);
  }

  /** Goes to a depth: words in the text do. */
  go(depth: number): void {
    this.view.go(depth);
  }

  private show(chosen: string): void {
    const {transfer, run} = this;
    this.view.show(linesOf(transfer, chosen));
    const statements = run.datasets.find(({name}) => name === chosen)?.statements ?? 0;
    const source = `${run.model.name} · ${chosen}: ${count(statements, "statement")} · difference of means · last token`;
    this.caption.replaceChildren(
      ...captionOf(this.options.number ?? 1, switchSee(transfer), restText(chosen), source)
    );
  }
}

const restText = (chosen: string) =>
  `The height is how often, of a true and a false statement, the true one lies further along the dataset’s own direction; subjects are left out in turn, and the direction found without them. The strong line is ${chosen}, with its 95 % interval; grey around one half is where 95 in 100 deals of permuted labels lie; the bars are where networks with shuffled weights come, found and tried in the same way; the dashed line is what directions of other datasets make of the same statements, the middle of them. Wrong would have been: lines that climb from the first block on, as they would if single words gave the answer away, bars as high as the line, or a dashed line that stays at one half.`;

/** The chosen dataset's line over those of all others, and what other datasets' directions make of it. */
export function linesOf(transfer: Transfer, chosen: string): Line[] {
  const own = (name: string) => curveOf(transfer, {training: name, test: name});
  const others = transfer.affirmed.filter((name) => name !== chosen);
  const line = (name: string, role: Line["role"], points: Line["points"]): Line[] =>
    points.length > 0 ? [{name, points, role}] : [];
  return [
    ...others.flatMap((name) => line(name, "other", own(name))),
    ...line("by others’ directions", "control", elsewhereOf(transfer, chosen)),
    ...line("shuffled networks", "shuffled", shuffledOf(transfer, {training: chosen, test: chosen})),
    {name: chosen, points: own(chosen), role: "chosen"}
  ];
}

const ownRows = ({rows}: Transfer) => rows.filter(({training, test}) => training === test);
