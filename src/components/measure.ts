/** What can be said of a picture in numbers: how a column shows in it. */
import {encode} from "./encoding.js";
import type {Encoding, Value} from "./encoding.js";
import {words} from "./format.js";
import type {Picture} from "./picture.js";
import type {Measure} from "./rail.js";
import {stubAgreement as agreement, stubShare as shareExplained} from "./stats-stub.js";

/** How often a dot's nearest neighbour is of the same class, by depth. */
export function neighbourMeasure(picture: Picture, encoding: Encoding): Measure {
  const groups = groupsOf(picture);
  const found = picture.frames.map(({x, y}) => agreement(x, y, encoding.of, groups));
  return {
    name: `the nearest dot has the same ${words(encoding.column)}`,
    values: found.map((f) => f.agreement),
    chance: found[0].chance
  };
}

/** The same statement twice is no neighbour, nor is a statement with the same pair or subject. */
function groupsOf({statements, columns}: Picture): number[] {
  const tie: readonly Value[] =
    "pair" in columns ? columns.pair : "subject" in columns ? columns.subject : statements;
  const number = new Map<Value, number>();
  return tie.map((value) => number.get(value) ?? (number.set(value, number.size), number.size - 1));
}

/** How often a dot's nearest neighbour agrees in a column at a depth, and how often it would by chance. */
export function neighbours(
  picture: Picture,
  column: string,
  depth: number
): {agreement: number; chance: number} {
  const {x, y} = picture.frames[depth - 1];
  return agreement(x, y, encode(column, picture.columns[column]).of, groupsOf(picture));
}

/** How much of the first and of the second component a column's classes account for: between-class share of the variance. */
export function explained(picture: Picture, column: string, depth: number): [first: number, second: number] {
  const {x, y, arms} = picture.frames[depth - 1];
  const {of} = encode(column, picture.columns[column]);
  const along = ([dx, dy]: [number, number]) => x.map((v, i) => v * dx + y[i] * dy);
  return [shareExplained(along(arms[0]), of), shareExplained(along(arms[1]), of)];
}
