/** Which dots of a layout are meant: by a place, by an arrow key, by a box. */
import * as d3 from "npm:d3";
import type {Box} from "./brush.js";
import type {Layout} from "./layout.js";

/** Where arrow keys lead, in pixels. */
export const directions: Record<string, [x: number, y: number] | undefined> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1]
};

/** Pixels within which a dot is pointed at. */
const reach = 28;

/** The dot nearest to a place, at most `reach` pixels from it; null if there is none. Of dots in one place, the first. */
export function nearestDot(layout: Layout, px: number, py: number, off: ReadonlySet<number>): number | null {
  return treeOf(layout, off).find(px, py, reach) ?? null;
}

/** What was last asked of a layout's dots, as the pointer asks many times: a tree of those that were on. */
const trees = new WeakMap<Layout, {off: ReadonlySet<number>; tree: d3.Quadtree<number>}>();

function treeOf(layout: Layout, off: ReadonlySet<number>): d3.Quadtree<number> {
  const known = trees.get(layout);
  if (known?.off === off) return known.tree;
  const {x, y} = layout;
  const on = d3.range(x.length).filter((dot) => !off.has(dot));
  const tree = d3.quadtree(
    on.reverse(), // it finds the last of those that share a place
    (dot) => x[dot],
    (dot) => y[dot]
  );
  trees.set(layout, {off, tree});
  return tree;
}

/** The next dot in a direction, preferring those straight ahead; from nowhere, the one nearest to the middle. */
export function neighbour(
  {x, y, width, height}: Layout,
  from: number | null,
  [dx, dy]: [x: number, y: number],
  off: ReadonlySet<number>
): number | null {
  const on = d3.range(x.length).filter((i) => !off.has(i));
  if (from === null) return d3.least(on, (i) => Math.hypot(x[i] - width / 2, y[i] - height / 2)) ?? null;
  const ahead = (i: number) => (x[i] - x[from]) * dx + (y[i] - y[from]) * dy;
  const aside = (i: number) => Math.abs((x[i] - x[from]) * dy) + Math.abs((y[i] - y[from]) * dx);
  const candidates = on.filter((i) => ahead(i) > 0.5);
  return d3.least(candidates, (i) => ahead(i) + 2.5 * aside(i)) ?? from;
}

/** The dots inside a box, of those that are on. */
export function dotsIn({x, y}: Layout, box: Box, off: ReadonlySet<number>): number[] {
  const within = (i: number) =>
    x[i] >= box.left && x[i] <= box.right && y[i] >= box.top && y[i] <= box.bottom;
  return d3.range(x.length).filter((i) => !off.has(i) && within(i));
}
