/** What components' shares of the variance are held against, from variance.parquet, in words. Draws nothing. */
import {decimal, percent} from "./format.js";
import type {VarianceRow} from "../data/rows.js";

/** Whether it is known of a component what permuted columns give. */
export const isChecked = ({nullHigh}: VarianceRow): boolean => Number.isFinite(nullHigh);

/** Whether it is known of a component where its share falls when subjects are drawn anew. */
export const hasInterval = ({low, high}: VarianceRow): boolean =>
  Number.isFinite(low) && Number.isFinite(high);

/** Whether a component is wider than permuted columns make it; false where that is not known. */
export const isAboveChance = ({ratio, nullHigh}: VarianceRow): boolean => ratio > nullHigh;

/** How many of a depth's components in a row, from the first, are above chance (Horn's parallel analysis). */
export function aboveChance(rows: readonly VarianceRow[]): number {
  const first = rows.findIndex((row) => !isAboveChance(row));
  return first < 0 ? rows.length : first;
}

/** "the first 7 components are wider than with the columns permuted, the next is not"; empty where that is not known. */
export function aboveText(rows: readonly VarianceRow[]): string {
  const checked = rows.filter(isChecked);
  const above = aboveChance(checked);
  if (checked.length === 0) return "";
  const by = "wider than with the columns permuted";
  if (above === 0) return `not even the first component is ${by}`;
  if (above === checked.length)
    return above === 1 ? `the one component is ${by}` : `all ${above} components that were tried are ${by}`;
  return above === 1
    ? `the first component is ${by}, the second is not`
    : `the first ${above} components are ${by}, the next is not`;
}

/** "component 3: 11.6 % of the variance · 95 % interval 9.4 to 13.8 · columns permuted 1.8 %", as far as it is known. */
export function componentText(row: VarianceRow): string {
  const share = (value: number) => percent(value, 1);
  return [
    `component ${row.component}: ${share(row.ratio)} of the variance`,
    ...(hasInterval(row) ? [`with other subjects ${decimal(100 * row.low, 1)} to ${share(row.high)}`] : []),
    ...(isChecked(row) ? [`columns permuted ${share(row.nullHigh)}`] : [])
  ].join(" · ");
}

/** How far the plane turns when subjects are drawn anew; empty where that is not known. */
export function planeText(rows: readonly VarianceRow[]): string {
  const plane = rows.find(({angle}) => Number.isFinite(angle));
  if (!plane) return "";
  const degrees = (value: number) => `${decimal(value, 0)}°`;
  return `with subjects drawn anew, the plane of the first two turns by a median of ${degrees(plane.angle)}, 5 times in 100 by more than ${degrees(plane.angleHigh)}`;
}

/** All that is known of a depth, or where it is known, as sentences; `variance` is of all depths. */
export function checkText(variance: readonly VarianceRow[], depth: number): string {
  const rows = variance.filter((row) => row.depth === depth);
  const known = [aboveText(rows), planeText(rows)].filter((text) => text !== "");
  if (known.length > 0) return known.map((text) => `${text[0].toUpperCase()}${text.slice(1)}.`).join(" ");
  const depths = [...new Set(variance.filter(isChecked).map((row) => row.depth))].sort((a, b) => a - b);
  return depths.length > 0
    ? `Held against permuted columns and other subjects at depths ${listed(depths)}.`
    : "";
}

/** "1, 5 and 9". */
const listed = (numbers: readonly number[]): string =>
  numbers.length < 2
    ? numbers.join("")
    : `${numbers.slice(0, -1).join(", ")} and ${numbers[numbers.length - 1]}`;
