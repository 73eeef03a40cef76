import {seededRandom} from "../random.ts";
import {rowsByGroup} from "./groups.ts";
import type {Labels} from "./labels.ts";
import type {Measure} from "./measure.ts";
import {shuffle} from "./shuffle.ts";

/**
 * Labels in random order, `count` times, such that what stands together stays together: the labels of a group go as a
 * whole to another group of as many rows, and within a group any row may have any of them (exchangeability blocks;
 * Winkler, Webster, Vidaurre, Nichols & Smith 2015, NeuroImage 123). So
 *
 * - a pair of a true and a false statement has one of each again, swapped or not;
 * - in a frame that ends in each month, months change places within the frame;
 * - statements that are the same, and have one label, have one label again;
 * - rows that are groups of their own exchange their labels freely.
 *
 * How often each label comes doesn't change. Each time it is asked, the same permutations come: those of one seed can
 * be compared over depths. Absent if no exchange would change a label. Where each group has a label of its own, an exchange
 * gives groups other names and leaves together what was together: absent for classes, which have nothing but names.
 *
 * @param groups `[rows]`: pairs where there are pairs, otherwise what belongs together
 * @param options.of what labels are taken for
 */
export function permutations(
  {codes}: Labels,
  groups: Int32Array,
  {count = 1000, seed = 1, of = "numbers"}: {count?: number; seed?: number; of?: "classes" | "numbers"} = {}
): Measure<Iterable<Int32Array>> {
  const sets = groupsBySize(groups);
  if (!sets.some((set) => exchangeable(set, codes))) return {absent: "labels cannot be exchanged"};
  if (of === "classes" && areSameParts(codes, groups)) return {absent: "labels can only be renamed"};
  return {value: {[Symbol.iterator]: () => permuted(codes, sets, count, seededRandom(seed))}};
}

/** The rows of each group; groups of as many rows are together. */
function groupsBySize(groups: Int32Array): Int32Array[][] {
  const sets = new Map<number, Int32Array[]>();
  for (const rows of rowsByGroup(groups)) {
    const set = sets.get(rows.length);
    if (set) set.push(rows);
    else sets.set(rows.length, [rows]);
  }
  return [...sets.values()];
}

/** Whether there are two labels in groups that exchange theirs. */
function exchangeable(set: Int32Array[], codes: Int32Array): boolean {
  return set.some((rows) => rows.some((row) => codes[row] !== codes[set[0][0]]));
}

/** Whether rows that share one code share the other too, and the other way round. */
function areSameParts(a: Int32Array, b: Int32Array): boolean {
  const both = new Set(Array.from(a, (code, row) => `${code} ${b[row]}`)).size;
  return both === new Set(a).size && both === new Set(b).size;
}

function* permuted(
  codes: Int32Array,
  sets: Int32Array[][],
  count: number,
  random: () => number
): Generator<Int32Array> {
  for (let i = 0; i < count; i++) {
    const labels = new Int32Array(codes.length);
    for (const set of sets) {
      const giver = shuffle(Int32Array.from(set.keys()), random);
      set.forEach((rows, group) => {
        const from = shuffle(set[giver[group]].slice(), random);
        rows.forEach((row, place) => (labels[row] = codes[from[place]]));
      });
    }
    yield labels;
  }
}
