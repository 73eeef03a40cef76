/** What the residual stream is: a statement's tokens, the vector that is taken out at a depth, and its dot. */
import {calm, el, onWidth, svgFile} from "./dom.js";
import {csvButton, downloads} from "./downloads.js";
import {encode} from "./encoding.js";
import {captionOf} from "./figure.js";
import {decimal, percent} from "./format.js";
import {frameAt} from "./picture.js";
import type {Picture} from "./picture.js";
import {ProjectionView} from "./ProjectionView.js";
import {depthAt, StreamPlot, VectorPlot} from "./StreamPlot.js";
import type {RunReport, StreamReport} from "../data/rows.js";

export interface StreamOptions {
  number: number;
  height: number;
}

/** Milliseconds a block while it runs by itself. */
const pace = 240;

export class StreamFigure {
  readonly element: HTMLElement;
  private readonly input: HTMLInputElement;
  private readonly grid = el("div", {class: "stream-grid"});
  private readonly cells = el("div", {class: "stream-cells"});
  private readonly vectorWords = el("p", {class: "panel-words"});
  private readonly dotWords = el("p", {class: "panel-words"});
  private readonly view: ProjectionView | null;
  private readonly dot: number;
  private depth: number;
  private timer = 0;
  private width = 0;

  /** @param picture of the statement's dataset, if it is drawn */
  constructor(
    private readonly stream: StreamReport,
    private readonly picture: Picture | null,
    private readonly run: RunReport,
    private readonly options: StreamOptions
  ) {
    this.depth = run.focusDepth;
    this.dot = picture ? picture.rows.indexOf(stream.row) : -1;
    this.view = picture && this.dot >= 0 ? this.dots(picture) : null;
    const range = {min: 1, max: run.depth, step: 1, value: this.depth, "aria-label": "depth: blocks applied"};
    this.input = el("input", {type: "range", ...range});
    this.input.addEventListener("input", () => this.choose(Number(this.input.value)));
    this.grid.append(this.input);
    this.listen();
    const right = el("div", {class: "stream-out"}, this.cells, this.vectorWords);
    if (this.view) right.append(this.view.element, this.dotWords);
    this.element = el(
      "figure",
      {class: "stream-figure", id: "figure-stream"},
      el("div", {class: "stream-parts"}, this.grid, right),
      el("figcaption", {}, ...this.caption()),
      this.offers()
    );
    onWidth(this.grid, (width) => {
      this.width = width;
      this.paint();
    });
    onWidth(this.cells, () => this.paint());
    this.playOnce();
  }

  /** Goes to a depth, beyond the last that was run to it. */
  go(depth: number): void {
    this.choose(depth);
    this.element.scrollIntoView({block: "nearest", behavior: calm() ? "auto" : "smooth"});
  }

  private dots(picture: Picture): ProjectionView {
    const encoding = encode("label", picture.columns.label);
    const view = new ProjectionView(picture, {depth: this.depth, encoding, labels: false});
    onWidth(view.element, (width) => view.draw({width, height: Math.round(width * 0.55), bare: true}));
    view.mark([this.dot]);
    return view;
  }

  private listen(): void {
    const follow = (event: PointerEvent) => {
      const {top} = this.grid.getBoundingClientRect();
      this.choose(depthAt(event.clientY - top, this.size, this.run.depth));
    };
    this.grid.addEventListener("pointerdown", (event) => {
      this.grid.setPointerCapture(event.pointerId);
      this.input.focus({preventScroll: true});
      follow(event);
    });
    this.grid.addEventListener("pointermove", (event) => {
      if (event.buttons > 0 && this.grid.hasPointerCapture(event.pointerId)) follow(event);
    });
    this.grid.addEventListener("mousedown", (event) => event.preventDefault()); // the slider keeps the focus
  }

  private get size() {
    return {height: this.options.height, layers: this.run.model.numHiddenLayers};
  }

  private choose(depth: number): void {
    window.clearTimeout(this.timer);
    this.set(depth);
  }

  private set(depth: number): void {
    this.depth = Math.max(1, Math.min(this.run.depth, depth));
    this.view?.go(this.depth);
    this.paint();
  }

  /** Runs from the first block to the focus depth when it is first seen; where motion is unwelcome it is there already. */
  private playOnce(): void {
    if (calm()) return;
    const step = () => {
      if (this.depth >= this.run.focusDepth) return;
      this.set(this.depth + 1);
      this.timer = window.setTimeout(step, pace);
    };
    const seen = new IntersectionObserver(
      ([entry]) => {
        if (!entry.isIntersecting) return;
        seen.disconnect();
        this.set(1);
        this.timer = window.setTimeout(step, pace);
      },
      {threshold: 0.6}
    );
    seen.observe(this.grid);
  }

  private paint(): void {
    const {depth, stream, run} = this;
    const {layers} = this.size;
    const vector = stream.last[depth];
    const length = stream.lengths[depth][stream.tokens.length - 1];
    this.input.value = String(depth);
    this.input.setAttribute(
      "aria-valuetext",
      `depth ${depth} of ${layers}; the vector’s length is ${digits(length)}`
    );
    if (this.width > 0) {
      const plot = StreamPlot(stream, {width: this.width, ...this.size, depth});
      plot.setAttribute("aria-hidden", "true");
      this.grid.querySelector("svg")?.remove();
      this.grid.append(plot);
    }
    if (this.cells.clientWidth > 0) this.cells.replaceChildren(VectorPlot(vector, this.cells.clientWidth));
    const first = vector
      .slice(0, 3)
      .map((value) => decimal(value))
      .join(", ");
    this.vectorWords.replaceChildren(
      el("b", {}, `The vector: ${run.model.hiddenSize} numbers.`),
      ` It begins ${first} … Its length is ${digits(length)}.`
    );
    if (!this.picture) return;
    const {share} = frameAt(this.picture, depth);
    this.dotWords.replaceChildren(
      el("b", {}, "The dot: two numbers,"),
      ` which keep ${percent(share[0] + share[1])} of what varies among ${this.picture.rows.length} statements.`
    );
  }

  private caption(): HTMLElement[] {
    const {stream, run, options} = this;
    const rest = `A column is a token, a row is a block, and a cell is the darker, the more the block added to that token’s vector. A ring marks the one that is kept: its ${run.model.hiddenSize} numbers are the small squares, dark above zero and blue below${this.view ? ", and two sums of them are the dot among the others" : ""}. Wrong would have been: pale columns, a stream that the blocks leave as it was.`;
    return captionOf(
      options.number,
      "Drag upwards in the grid.",
      rest,
      `${run.model.name} · ${stream.dataset}: “${stream.statement}” · every depth`
    );
  }

  private offers(): HTMLElement {
    const {stream} = this;
    const rows = () =>
      stream.changes.flatMap((changes, i) =>
        changes.map((change, token) => ({
          ...{depth: i + 1, position: token, token: stream.tokens[token]},
          ...{length: stream.lengths[i + 1][token], added: change}
        }))
      );
    const picture = () =>
      svgFile(StreamPlot(stream, {width: 640, ...this.size, depth: this.depth, theme: "light"}));
    return el("div", {class: "offers"}, downloads([], "stream.svg", picture), csvButton("stream.csv", rows));
  }
}

const digits = (value: number): string => String(Number(value.toPrecision(3)));
