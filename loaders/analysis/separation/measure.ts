/** Why there is no such number, in words that a page can show. */
export type Absence =
  | "one label only"
  | "every statement has a label of its own"
  | `more than ${number} labels`
  | `fewer than ${number} labels`
  | `more than ${number} statements`
  | "one group only"
  | "no label in two groups"
  | "labels cannot be exchanged"
  | "labels can only be renamed"
  | "no fold has both labels"
  | "all statements in one place"
  | "labels are not numbers"
  | "labels are neither months nor days"
  | "labels are not true and false"
  | "no plane"
  | "nothing was measured";

/** A number, or whatever else is measured, where it exists. */
export type Measure<T = number> = {value: T} | {absent: Absence};

/** What is made of a measure where it exists. */
export function derived<T, U>(measure: Measure<T>, derive: (value: T) => U): Measure<U> {
  return "absent" in measure ? measure : {value: derive(measure.value)};
}
