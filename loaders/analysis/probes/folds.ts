import {seededRandom} from "../random.ts";
import {absent, present, type Measured} from "./measured.ts";

/** Which rows are held out together. */
export interface Folds {
  count: number;
  /** The fold of each row, from 0, `[rows]`. */
  of: Int32Array;
}

/**
 * Parts the rows into folds of nearly equal size without parting a subject: the largest subjects first, each goes to the
 * fold that is smallest so far (as scikit-learn's GroupKFold has it); among subjects of a size, the seed decides who
 * comes first. There are as many folds as asked for, or as subjects if these are fewer; absent with one subject.
 *
 * @param subjects `[rows]`
 */
export function groupedFolds(
  subjects: Int32Array,
  {folds = 5, seed = 1}: {folds?: number; seed?: number} = {}
): Measured<Folds> {
  const sizes = new Map<number, number>();
  for (const subject of subjects) sizes.set(subject, (sizes.get(subject) ?? 0) + 1);
  if (sizes.size < 2) return absent(`2 subjects needed to hold one out, ${sizes.size} found`);
  const count = Math.min(folds, sizes.size);
  const filled = new Array<number>(count).fill(0);
  const foldOf = new Map<number, number>();
  const subjectsBySize = shuffled([...sizes], seed).sort(([, a], [, b]) => b - a);
  for (const [subject, size] of subjectsBySize) {
    const smallest = filled.indexOf(Math.min(...filled));
    foldOf.set(subject, smallest);
    filled[smallest] += size;
  }
  return present({count, of: subjects.map((subject) => foldOf.get(subject) ?? -1)});
}

/** Folds of the seeds from `seed` on, so many times. */
export function repeatedFolds(
  subjects: Int32Array,
  {repeats, folds = 5, seed = 1}: {repeats: number; folds?: number; seed?: number}
): Measured<Folds[]> {
  const all: Folds[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const found = groupedFolds(subjects, {folds, seed: seed + repeat});
    if (!found.present) return found;
    all.push(found.value);
  }
  return present(all);
}

/** The rows that are in a fold, and those that are not. */
export function partRows({of}: Folds, fold: number): {inside: number[]; outside: number[]} {
  const rows = Array.from(of, (_, row) => row);
  return {
    inside: rows.filter((row) => of[row] === fold),
    outside: rows.filter((row) => of[row] !== fold)
  };
}

/** In a seeded order (Fisher & Yates). */
function shuffled<T>(items: T[], seed: number): T[] {
  const random = seededRandom(seed);
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(((random() + 1) / 2) * (i + 1));
    [items[i], items[j]] = [items[j], items[i]];
  }
  return items;
}
