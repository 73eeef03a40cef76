/** Dots in a plane, as everywhere, with directions as arrows over them. */
import {el, onWidth, svg} from "./dom.js";
import {encode} from "./encoding.js";
import {trim} from "./furniture.js";
import {paint} from "./ink.js";
import {arrange} from "./layout.js";
import type {Layout, Size} from "./layout.js";
import {legend} from "./Legend.js";
import type {Picture} from "./picture.js";
import type {Arrow} from "./planes.js";
import {ProjectionView} from "./ProjectionView.js";

export class PlaneView {
  readonly element = el("div", {class: "plane-view"});
  private readonly key = el("div", {class: "plane-key"});
  private readonly holder = el("div", {class: "plane-holder"});
  private view: ProjectionView | null = null;
  private picture: Picture | null = null;
  private arrows: readonly Arrow[] = [];
  private width = 0;

  /** @param ratio of the height to the width */
  constructor(private readonly ratio: number) {
    this.element.append(this.key, this.holder);
    this.holder.style.aspectRatio = String(1 / ratio);
    onWidth(this.holder, (width) => {
      this.width = width;
      this.draw();
    });
  }

  /** Shows another picture, coloured by label, with arrows over it. */
  show(picture: Picture, arrows: readonly Arrow[]): void {
    const {depth} = picture.frames[0];
    const encoding = encode("label", picture.columns.label);
    const view = new ProjectionView(picture, {depth, encoding, labels: false});
    const key = legend(encoding, (hidden) =>
      view.filter(new Set(encoding.of.flatMap((entry, dot) => (hidden.has(entry) ? [dot] : []))))
    );
    [this.view, this.picture, this.arrows] = [view, picture, arrows];
    this.key.replaceChildren(key);
    this.holder.replaceChildren(view.element);
    this.draw();
  }

  private draw(): void {
    const {view, picture, width} = this;
    if (!view || !picture || width === 0) return;
    const size = {width, height: Math.round(width * this.ratio), bare: true};
    view.draw(size);
    this.holder.querySelector(".plane-arrows")?.remove();
    this.holder.append(ArrowsPlot(picture, this.arrows, size));
  }
}

/** Arrows in their places over a picture of one depth, with their names at the tips. */
export function ArrowsPlot(picture: Picture, arrows: readonly Arrow[], size: Size): SVGSVGElement {
  const layout = arrange(picture, picture.frames[0].depth, size);
  const {width, height} = size;
  return svg(
    document,
    "svg",
    {class: "plane-arrows", width, height, "aria-hidden": "true"},
    ...arrows.flatMap((arrow) => drawArrow(arrow, layout))
  );
}

/** A line with a paper-coloured rim, a head, a name. */
function drawArrow({name, from, to}: Arrow, layout: Layout): SVGElement[] {
  const [[x1, y1], [x2, y2]] = [place(from, layout), place(to, layout)];
  const length = Math.hypot(x2 - x1, y2 - y1);
  if (length < 1) return [];
  const [dx, dy] = [(x2 - x1) / length, (y2 - y1) / length];
  const wing = (side: number) =>
    `${trim(x2 - 11 * dx - side * 5 * dy)},${trim(y2 - 11 * dy + side * 5 * dx)}`;
  const path = `M${trim(x1)},${trim(y1)}L${trim(x2)},${trim(y2)}M${wing(1)}L${trim(x2)},${trim(y2)}L${wing(-1)}`;
  const stroke = {d: path, fill: "none", "stroke-linecap": "round", "stroke-linejoin": "round"};
  const [tx, ty] = [x2 + 12 * dx, y2 + 14 * dy];
  const words = {
    x: trim(Math.max(4, Math.min(layout.width - 4, tx))),
    y: trim(Math.max(12, Math.min(layout.height - 4, ty))),
    dy: "0.35em",
    "text-anchor": tx > layout.width * 0.6 ? "end" : tx < layout.width * 0.4 ? "start" : "middle"
  };
  return [
    svg(document, "path", {...stroke, stroke: paint("paper"), "stroke-width": 6}),
    svg(document, "path", {...stroke, stroke: paint("ink"), "stroke-width": 2.4}),
    svg(document, "text", words, name)
  ];
}

/** Where a point of the frame lies in pixels: as the dots do. */
function place([x, y]: [x: number, y: number], {frame, x: px, y: py, scale}: Layout): [number, number] {
  return [px[0] + (x - frame.x[0]) * scale, py[0] - (y - frame.y[0]) * scale];
}
