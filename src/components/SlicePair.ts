/** A slice of a dataset twice: where its dots lie in the whole, and on components of its own. */
import {el, onWidth} from "./dom.js";
import {encode} from "./encoding.js";
import {percent} from "./format.js";
import {frameAt} from "./picture.js";
import type {Frame, Picture} from "./picture.js";
import {ProjectionView} from "./ProjectionView.js";
import type {SliceComponents} from "./slice-pca.js";
import type {Turn} from "./statistics.js";

/** The dots of `whole` whose rows are in `rows`, on components of their own. */
export function slicePicture(
  whole: Picture,
  rows: readonly number[],
  depth: number,
  components: SliceComponents
): Picture {
  const wanted = new Set(rows);
  const dots = whole.rows.flatMap((row, i) => (wanted.has(row) ? [i] : []));
  const pick = <T>(values: readonly T[]) => dots.map((i) => values[i]);
  const columns = Object.fromEntries(
    Object.entries(whole.columns).map(([name, values]) => [name, pick(values)])
  );
  return {
    name: `${whole.name}-slice`,
    rows: pick(whole.rows),
    statements: pick(whole.statements),
    tokens: pick(whole.tokens),
    columns,
    frames: [ownFrame(depth, components)]
  };
}

/** As the frames of makePicture, in units of the root mean square radius, but not turned. */
function ownFrame(depth: number, {points, ratio}: SliceComponents): Frame {
  const unit = Math.sqrt(points.reduce((all, {pc1, pc2}) => all + pc1 ** 2 + pc2 ** 2, 0) / points.length);
  const scaled = (component: "pc1" | "pc2") => points.map((point) => point[component] / (unit || 1));
  return {depth, x: scaled("pc1"), y: scaled("pc2"), arms: ownAxes, unit, share: [ratio[0], ratio[1]]};
}

const ownAxes: Turn = [
  [1, 0],
  [0, 1]
];

/** The two pictures side by side; pointing at a statement in one shows it in the other. */
export function slicePair(
  whole: Picture,
  slice: Picture,
  {depth, column}: {depth: number; column: string}
): HTMLElement {
  const inWhole = slice.rows.map((row) => whole.rows.indexOf(row));
  const view = (picture: Picture, labels: boolean, onpoint: (dot: number | null) => void) =>
    new ProjectionView(picture, {depth, encoding: encode(column, picture.columns[column]), labels, onpoint});
  const left: ProjectionView = view(whole, false, (dot) => {
    const found = dot === null ? -1 : inWhole.indexOf(dot);
    right.point(found < 0 ? null : found);
  });
  const right: ProjectionView = view(slice, true, (dot) => left.point(dot === null ? null : inWhole[dot]));
  left.mark(inWhole);
  const kept = (picture: Picture) => frameAt(picture, depth).share.reduce((a, b) => a + b);
  return el(
    "div",
    {class: "pair"},
    panel("In the whole", kept(whole), left),
    panel("On its own components", kept(slice), right)
  );
}

function panel(title: string, kept: number, view: ProjectionView): HTMLElement {
  const words = el("h2", {}, title, el("span", {}, ` two components keep ${percent(kept)}`));
  const element = el("div", {}, words, view.element);
  onWidth(view.element, (width) => view.draw({width, height: Math.min(440, Math.max(280, width * 0.8))}));
  return element;
}
