/** Figure 2 of the page of truth: the matrix, and beside it the chosen cell as dots and as a curve. */
import type {ArrowRow, ProbeName, RunReport} from "../data/rows.js";
import {AucView} from "./AucView.js";
import type {Line} from "./AucPlot.js";
import {el} from "./dom.js";
import {csvButton} from "./downloads.js";
import {captionOf, labelled, select} from "./figure.js";
import {decimal, percent} from "./format.js";
import {arrowOf, arrowThrough, planePicture} from "./planes.js";
import type {Cloud, ReadPlane} from "./planes.js";
import {PlaneView} from "./PlaneView.js";
import {cellOf, curveOf, estimateOf, shuffledOf} from "./transfer.js";
import type {MeasureName, Place, Transfer} from "./transfer.js";
import {estimateText, TransferMatrix} from "./TransferMatrix.js";

/** Reads a dataset's statements. */
export type ReadStatements = (name: string) => Promise<Cloud["statements"]>;

export interface Readers {
  plane: ReadPlane;
  statements: ReadStatements;
}

const measureTitles: Record<MeasureName, string> = {
  auc: "order: AUC",
  accuracy: "right side of the threshold: accuracy"
};

const probeTitles: Record<ProbeName, string> = {
  difference: "difference of means",
  logistic: "logistic regression"
};

/** Whether a choice's value is one of its options' keys. */
const isKey = <K extends string>(key: string, of: Record<K, string>): key is K => Object.hasOwn(of, key);

export class TransferDesk {
  readonly element: HTMLElement;
  private readonly matrix: TransferMatrix;
  private readonly plane = new PlaneView(0.72);
  private readonly curve: AucView;
  private readonly title = el("p", {class: "cell-title", "aria-live": "polite"});
  private measure: MeasureName = "auc";
  private probe: ProbeName = "difference";
  private place: Place;

  constructor(
    private readonly transfer: Transfer,
    private readonly run: RunReport,
    private readonly read: Readers,
    place: Place
  ) {
    const {trainings, tests} = transfer;
    const known = trainings.includes(place.training) && tests.includes(place.test);
    this.place = known ? place : {training: trainings[0], test: tests[1]};
    const depth = run.focusDepth;
    this.curve = new AucView({height: 210, deepest: run.depth, depth, format: decimal});
    this.matrix = new TransferMatrix(transfer, {depth, onchoose: (chosen) => this.show(chosen)});
    this.matrix.show(this.measure, this.probe);
    const side = el("div", {class: "cell"}, this.title, this.plane.element, this.curve.element);
    this.element = el(
      "figure",
      {class: "truth-figure", id: "figure-transfer"},
      this.choice(),
      el("div", {class: "transfer-parts"}, el("div", {}, this.matrix.element, scale()), side),
      el("figcaption", {}, ...this.captions()),
      csvButton("transfer.csv", () => transfer.rows)
    );
    this.matrix.choose(this.place);
  }

  /** Chooses a cell: words in the text do. */
  choose(place: Place): void {
    this.matrix.choose(place);
  }

  private choice(): HTMLElement {
    const measure = select("measure", Object.entries(measureTitles), this.measure, (value) => {
      if (isKey(value, measureTitles)) this.measure = value;
      this.redraw();
    });
    const probe = select("probe", Object.entries(probeTitles), this.probe, (value) => {
      if (isKey(value, probeTitles)) this.probe = value;
      this.redraw();
    });
    return el("div", {class: "choice"}, labelled("number", measure), labelled("probe", probe));
  }

  private redraw(): void {
    this.matrix.show(this.measure, this.probe);
    this.show(this.place);
  }

  private show(place: Place): void {
    this.place = place;
    const {transfer, run, measure, probe} = this;
    const {training, test} = place;
    const cell = cellOf(transfer, place, probe, run.focusDepth);
    const said = cell?.absent ? cell.absent : estimateText(estimateOf(cell, measure), measure);
    this.title.replaceChildren(
      el("b", {}, training),
      " → ",
      el("b", {}, test),
      ` at depth ${run.focusDepth}: ${said}`,
      `. ${inPlaneText(arrowOf(transfer, training, training, probe))}`,
      ...(probe === "difference" ? [] : [" The curve is of the difference of means."])
    );
    this.curve.show(linesOf(transfer, place, measure));
    this.draw(place).catch((error: unknown) => {
      this.title.textContent = `${training} → ${test} could not be read: ${String(error)}`;
    });
  }

  /** Draws the dots when they are read, if their cell is still chosen then. */
  private async draw(place: Place): Promise<void> {
    const {transfer, run, probe, read} = this;
    const {training, test} = place;
    const [plane, statements] = await Promise.all([read.plane(training), read.statements(test)]);
    if (this.place !== place) return;
    const cloud = {name: test, dots: plane.filter((dot) => dot.test === test), statements};
    const picture = planePicture(test, [cloud], run.focusDepth);
    const row = arrowOf(transfer, training, training, probe);
    const arrows = row ? [arrowThrough(cloud, row, picture.frames[0], "")] : [];
    this.plane.show(picture, arrows);
  }

  private captions(): HTMLElement[] {
    const {run} = this;
    const see = "Rows are what a direction was found on, columns what it was tried on; press a cell.";
    const rest = `Blue is better than chance, orange is backwards. The control is in the cells: labels of the tested statements dealt out anew; a cell that lies where 95 in 100 such deals do has no colour, as 95 in 100 cells would, were nothing to be found. Beside it, the cell’s statements in the plane in which those of its row are spread most, with the row’s direction, from false to true, as far as it lies in that plane; and the cell at every depth, over the grey of permuted labels and the bars of networks with shuffled weights. No statement was scored by a direction that had seen its subject. Wrong would have been: colour on the diagonal and none beside it.`;
    return captionOf(2, see, rest, `${run.model.name} · depth ${run.focusDepth} · last token`);
  }
}

/** The chosen cell by depth, and beside it how the test's own direction does. */
function linesOf(transfer: Transfer, {training, test}: Place, measure: MeasureName): Line[] {
  const points = curveOf(transfer, {training, test}, measure);
  const own = curveOf(transfer, {training: test, test}, measure);
  const control: Line[] = training === test ? [] : [{name: "the test’s own", points: own, role: "control"}];
  const shuffled = shuffledOf(transfer, {training, test}, measure);
  return [
    ...control,
    ...(shuffled.length > 0
      ? [{name: "shuffled networks", points: shuffled, role: "shuffled"} as const]
      : []),
    {name: "this cell", points, role: "chosen"}
  ];
}

/** How much of a direction is seen in the plane: where it is next to nothing, so is its arrow. */
function inPlaneText(arrow: ArrowRow | undefined): string {
  return arrow ? `Of the direction’s length the plane shows ${percent(Math.hypot(arrow.x, arrow.y))}.` : "";
}

/** What the colours of the cells mean. */
function scale(): HTMLElement {
  return el(
    "p",
    {class: "scale"},
    el("span", {}, "0, backwards"),
    el("i", {class: "colours", "aria-hidden": "true"}),
    el("span", {}, "1, right"),
    el("span", {}, el("i", {"aria-hidden": "true"}), "no further from one half than permuted labels")
  );
}
