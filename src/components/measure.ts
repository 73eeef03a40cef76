/** What can be said of a picture in numbers: how a column shows in it. */
import {encode} from "./encoding.js";
import type {Encoding, Value} from "./encoding.js";
import {words} from "./format.js";
import {frameAt} from "./picture.js";
import type {Picture} from "./picture.js";
import type {Measure} from "./rail.js";
import {agreement, shareExplained} from "./statistics.js";

/** More dots than this are measured a depth at a time, so that the page answers meanwhile. */
const atOnce = 400;
/** More dots than this are not measured: the time grows with the square of their number. So are those still to be read. */
const measurable = 4000;

/**
 * How often a dot's nearest neighbour is of the same class, by depth. Tells `tell` when it knows, for many dots again
 * and again; stops when `stale` says so.
 */
export async function neighbourMeasure(
  picture: Picture,
  encoding: Encoding,
  tell: (measure: Measure) => void,
  stale: () => boolean
): Promise<void> {
  if (picture.rest || picture.rows.length > measurable) return;
  const groups = groupsOf(picture, encoding);
  const values = picture.frames.map(() => NaN);
  const name = `the nearest dot has the same ${words(encoding.column)}`;
  for (const [i, frame] of picture.frames.entries()) {
    const {share, chance} = agreement(frame, encoding.of, groups);
    values[i] = share;
    if (picture.rows.length > atOnce || i === values.length - 1) tell({name, values: [...values], chance});
    if (picture.rows.length > atOnce) await new Promise((resolve) => setTimeout(resolve));
    if (stale()) return;
  }
}

/** How often a dot's nearest neighbour agrees in a column at a depth, and how often it would by chance. */
export function neighbours(picture: Picture, column: string, depth: number): {share: number; chance: number} {
  const encoding = encode(column, picture.columns[column]);
  return agreement(frameAt(picture, depth), encoding.of, groupsOf(picture, encoding));
}

/** How much of the first and of the second component a column's classes account for: between-class share of the variance. */
export function explained(picture: Picture, column: string, depth: number): [first: number, second: number] {
  const {x, y, arms} = frameAt(picture, depth);
  const {of} = encode(column, picture.columns[column]);
  const along = ([dx, dy]: [x: number, y: number]) => x.map((v, i) => v * dx + y[i] * dy);
  return [shareExplained(along(arms[0]), of), shareExplained(along(arms[1]), of)];
}

/**
 * By dot, a value that dots share which are no neighbours of each other: the subject; where a class has one subject only,
 * and so no dot would have a neighbour of its class, the pair; where that is so too, the statement.
 */
function groupsOf({statements, columns}: Picture, {of}: Encoding): readonly Value[] {
  const ties = ["subject", "pair"].filter((name) => name in columns).map((name) => columns[name]);
  const leavesNeighbours = (tie: Value[]) => {
    const groupsByClass = new Map<number, Set<Value>>();
    tie.forEach((group, i) => groupsByClass.set(of[i], (groupsByClass.get(of[i]) ?? new Set()).add(group)));
    return [...groupsByClass.values()].every((groups) => groups.size > 1);
  };
  return ties.find(leavesNeighbours) ?? statements;
}
