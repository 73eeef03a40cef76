/** The variance that components keep, of all of an explorer's statements and of those that are selected. */
import {el} from "./dom.js";
import type {Shown} from "./explorer-options.js";
import type {Picture} from "./picture.js";
import {SelectionCurve} from "./SelectionCurve.js";
import {VarianceView} from "./VarianceView.js";
import type {VarianceRow} from "../data/rows.js";

export class ExplorerCurve {
  readonly element: HTMLElement;
  private readonly view: VarianceView;
  private readonly part: SelectionCurve;
  private dots: readonly number[] = [];

  /** `depth` is the one that is shown first, and that of the vectors; `activations`, where these lie, if they are known. */
  constructor(
    variance: readonly VarianceRow[],
    depth: number,
    private activations: string | undefined
  ) {
    this.view = new VarianceView(variance, {depth});
    this.part = new SelectionCurve(this.view, depth);
    const parts = [el("h2", {}, "Variance kept"), this.view.element, this.part.element];
    this.element = el("section", {class: "curve"}, ...parts);
  }

  /** Shows another depth's components. */
  go(depth: number): void {
    this.view.go(depth);
  }

  /** Shows another table's components. */
  exchange({picture, variance, activations}: Shown): void {
    this.view.exchange(variance);
    this.activations = activations;
    this.select(this.dots, picture);
  }

  /** Shows the components of these dots alone, too. */
  select(dots: readonly number[], picture: Picture): void {
    this.dots = dots;
    if (this.activations !== undefined) this.part.show(dots, picture, this.activations);
  }
}
