import {seededRandom} from "../random.ts";
import type {Measure} from "./measure.ts";
import {below, shuffle} from "./shuffle.ts";

/** The rows of each group, groups in the order they first come in. */
export function rowsByGroup(groups: Int32Array): Int32Array[] {
  const rows = new Map<number, number[]>();
  groups.forEach((group, row) => {
    const members = rows.get(group);
    if (members) members.push(row);
    else rows.set(group, [row]);
  });
  return Array.from(rows.values(), (members) => Int32Array.from(members));
}

/** The rows of each fold. */
export type Folds = Int32Array[];

/**
 * Deals groups into folds of as many groups each, `repeats` times anew. Folds know nothing of labels, so that they
 * are the same for labels that are permuted.
 *
 * @param groups `[rows]`
 * @param options.folds as many as there are groups, where those are fewer
 */
export function groupedFolds(
  groups: Int32Array,
  {folds = 5, repeats = 10, seed = 1}: {folds?: number; repeats?: number; seed?: number} = {}
): Folds[] {
  const members = rowsByGroup(groups);
  const random = seededRandom(seed);
  const count = Math.min(folds, members.length);
  return Array.from({length: repeats}, () => {
    const order = Array.from(shuffle(Int32Array.from(members.keys()), random), (group) => members[group]);
    return Array.from({length: count}, (_, fold) => joined(order.filter((_, i) => i % count === fold)));
  });
}

/** The rows of several groups. */
function joined(groups: Int32Array[]): Int32Array {
  return Int32Array.from(groups.flatMap((rows) => [...rows]));
}

/**
 * Rows to draw a table from anew, `draws` times: as many groups as there are, drawn with replacement, each with all
 * its rows (the cluster bootstrap; Davison & Hinkley 1997, section 3.8). Each time it is asked, the same ones. Absent
 * if there is one group only.
 *
 * @param groups `[rows]`; subjects, since rows that share one aren't independent
 */
export function resamples(
  groups: Int32Array,
  {draws = 1000, seed = 1}: {draws?: number; seed?: number} = {}
): Measure<Iterable<Int32Array>> {
  const members = rowsByGroup(groups);
  if (members.length < 2) return {absent: "one group only"};
  return {value: {[Symbol.iterator]: () => drawn(members, draws, seededRandom(seed))}};
}

function* drawn(members: Int32Array[], draws: number, random: () => number): Generator<Int32Array> {
  for (let draw = 0; draw < draws; draw++)
    yield joined(members.map(() => members[below(members.length, random)]));
}
