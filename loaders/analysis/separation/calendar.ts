import type {Measure} from "./measure.ts";

/** Where labels stand in a cycle. */
export interface Cycle {
  /** Of each label, from 0, `[names]`; no two are equal. */
  positions: Int32Array;
  /** How many positions there are: 12 months, 7 days. */
  period: number;
}

const months = "january february march april may june july august september october november december".split(
  " "
);
const days = "monday tuesday wednesday thursday friday saturday sunday".split(" ");

/** The months or days that labels name, in full or by three letters. Absent if one names none, or two name the same. */
export function calendarOf(names: readonly string[]): Measure<Cycle> {
  for (const cycle of [months, days]) {
    const positions = Int32Array.from(names, (name) => positionIn(cycle, name.trim().toLowerCase()));
    if (!positions.includes(-1) && new Set(positions).size === names.length)
      return {value: {positions, period: cycle.length}};
  }
  return {absent: "labels are neither months nor days"};
}

function positionIn(cycle: string[], name: string): number {
  return cycle.findIndex((whole) => whole === name || whole.slice(0, 3) === name);
}
