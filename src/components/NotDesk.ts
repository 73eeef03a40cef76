/** A dataset and its denial in one plane, with the direction of each. */
import type {RunReport} from "../data/rows.js";
import {el} from "./dom.js";
import {csvButton} from "./downloads.js";
import {captionOf, labelled, select} from "./figure.js";
import {decimal, percent} from "./format.js";
import {arrowOf, arrowThrough, planePicture} from "./planes.js";
import type {Arrow, Cloud} from "./planes.js";
import type {Frame} from "./picture.js";
import {PlaneView} from "./PlaneView.js";
import type {Readers} from "./TransferDesk.js";
import {cellOf, cosineOf, together} from "./transfer.js";
import type {Transfer} from "./transfer.js";

type Pair = readonly [affirmed: string, denial: string];

export class NotDesk {
  readonly element: HTMLElement;
  private readonly plane = new PlaneView(0.5);
  private readonly caption = el("figcaption");
  private pair: Pair;

  constructor(
    private readonly transfer: Transfer,
    private readonly run: RunReport,
    private readonly read: Readers,
    pair: Pair,
    private readonly number = 3
  ) {
    this.pair = pair;
    const names = transfer.pairs.map((names): [string, string] => [together(names), together(names)]);
    const choice = select("pair", names, together(pair), (name) => {
      this.show(transfer.pairs.find((names) => together(names) === name) ?? pair);
    });
    this.element = el(
      "figure",
      {class: "truth-figure", id: "figure-not"},
      el("div", {class: "choice"}, labelled("statements", choice)),
      this.plane.element,
      this.caption,
      csvButton("directions.csv", () => transfer.cosines)
    );
    this.show(pair);
  }

  private show(pair: Pair): void {
    this.pair = pair;
    this.draw(pair).catch((error: unknown) => {
      this.caption.textContent = `${together(pair)} could not be read: ${String(error)}`;
    });
  }

  /** Draws a pair when it is read, if it is still chosen then. */
  private async draw(pair: Pair): Promise<void> {
    const {transfer, run, read} = this;
    const training = together(pair);
    const [plane, ...statements] = await Promise.all([read.plane(training), ...pair.map(read.statements)]);
    if (this.pair !== pair) return;
    const clouds = pair.map((name, i): Cloud => {
      return {name, dots: plane.filter(({test}) => test === name), statements: statements[i]};
    });
    const picture = planePicture(training, clouds, run.focusDepth);
    const arrows = clouds.flatMap((cloud) => this.arrow(training, cloud, picture.frames[0]));
    this.plane.show(picture, arrows);
    const cosine = cosineOf(transfer, pair, "difference", run.focusDepth);
    const source = `${run.model.name} · ${picture.rows.length} statements · depth ${run.focusDepth} · difference of means`;
    this.caption.replaceChildren(...captionOf(this.number, seeText(cosine), this.restText(pair), source));
  }

  private arrow(plane: string, cloud: Cloud, frame: Frame): Arrow[] {
    const row = arrowOf(this.transfer, plane, cloud.name, "difference");
    return row ? [arrowThrough(cloud, row, frame, cloud.name)] : [];
  }

  private restText(pair: Pair): string {
    const inPlane = pair.flatMap((name) => {
      const row = arrowOf(this.transfer, together(pair), name, "difference");
      return row ? [percent(Math.hypot(row.x, row.y))] : [];
    });
    const shares =
      inPlane.length === 2
        ? `Seen from above they are foreshortened, to ${inPlane[0]} and ${inPlane[1]} of their length. `
        : "";
    const [training, test] = pair;
    const tried = cellOf(this.transfer, {training, test}, "difference", this.run.focusDepth)?.auc ?? NaN;
    const number = Number.isNaN(tried)
      ? ""
      : `Tried on ${test}, the direction of ${training} has an AUC of ${decimal(tried)}. `;
    return `Both datasets in the plane in which they are spread most together; each arrow goes through the middle of its own statements, from the false towards the true. ${shares}${number}Point at a dot, and the same row of the other dataset lights up as well. Wrong would have been: two arrows that point the same way.`;
  }
}

function seeText(cosine: number | undefined): string {
  if (cosine === undefined) return "One of the two has no direction.";
  const numbers = `the cosine between them is ${decimal(cosine)}`;
  if (cosine < -0.2) return `The two arrows point against each other: ${numbers}.`;
  return cosine > 0.2
    ? `The two arrows point the same way: ${numbers}.`
    : `The two arrows have little to do with each other: ${numbers}.`;
}
