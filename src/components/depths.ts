/** Which depths to show pictures of. */
import type {Separation} from "./separation.js";

/** The depth that the curve climbs most to, from the one before; the first if it never climbs. */
export function jumpOf({trained}: Separation): number {
  const climb = (i: number) => (i === 0 ? 0 : trained[i].value - trained[i - 1].value);
  const best = trained.reduce((most, _, i) => (climb(i) > climb(most) ? i : most), 0);
  return trained[best].depth;
}

/** So many depths beside each other, half of them before `depth`, or as near to that as they fit. */
export function around(depth: number, deepest: number, count = 6): number[] {
  const first = Math.max(1, Math.min(deepest - count + 1, depth - Math.floor(count / 2)));
  return Array.from({length: count}, (_, i) => Math.min(deepest, first + i));
}
