import {frameAt} from "./picture.js";
import type {Picture} from "./picture.js";

/** How the dots of one value keep together. */
export interface Company {
  /** How many dots have the value. */
  dots: number;
  /** How many of them have another of them as the nearest dot; dots of the same statement don't count. */
  together: number;
  /** How many would, if the nearest dot were drawn at random. */
  byChance: number;
}

/** Whether the dots with `value` in a column stand beside their own kind at a depth: for values that few dots have. */
export function company(picture: Picture, column: string, value: string, depth: number): Company {
  const {x, y} = frameAt(picture, depth);
  const {statements} = picture;
  const has = picture.columns[column].map((other) => String(other) === value);
  const all = statements.map((_, i) => i);
  const own = all.filter((i) => has[i]);
  let [together, byChance] = [0, 0];
  for (const i of own) {
    const others = all.filter((j) => statements[j] !== statements[i]);
    const distance = (j: number) => (x[j] - x[i]) ** 2 + (y[j] - y[i]) ** 2;
    const nearest = others.reduce((best, j) => (distance(j) < distance(best) ? j : best), others[0]);
    if (has[nearest]) together++;
    byChance += others.filter((j) => has[j]).length / others.length;
  }
  return {dots: own.length, together, byChance};
}
