import type {Dataset} from "../dataset.ts";
import {labelsOf, type Labels} from "../analysis/separation/labels.ts";
import {neighbourChance} from "../analysis/separation/neighbours.ts";

/** What of a dataset belongs together, `[statements]` each. */
export interface Groups {
  /** Statements that tell of each other, and so are no neighbours and in one fold: of one subject. */
  related: Int32Array;
  /** Statements of one subject, whatever their labels: what is drawn, or held out, as a whole. */
  subjects: Int32Array;
  /** Statements whose labels are exchanged among themselves first: a pair. */
  exchanged: Int32Array;
}

/** Statements that the bootstrap draws together: of one subject, else of one pair, else equal ones. */
export function subjectsOf({statements, columns}: Dataset): Int32Array {
  const name = ["subject", "pair"].find((column) => Object.hasOwn(columns, column));
  return labelsOf(name === undefined ? statements : columns[name]).codes;
}

/**
 * By the columns `subject` and `pair` where the CSV has them, otherwise by equal statements. Where each label has one
 * subject only, no statement would have a neighbour of its label; then the pair keeps statements apart, or the statement.
 * Where all statements have one subject, there is no other one to compare them with.
 */
export function groupsOf({statements, columns}: Dataset, labels: Labels): Groups {
  const equal = labelsOf(statements).codes;
  const [subject, pair] = ["subject", "pair"].map((name) =>
    Object.hasOwn(columns, name) ? labelsOf(columns[name]).codes : undefined
  );
  const subjects = subject ?? pair ?? equal;
  const exchanged = pair ?? subject ?? equal;
  if (subject?.every((code) => code === 0)) return {related: subject, subjects, exchanged};
  const candidates = [subject, pair].filter((codes) => codes !== undefined);
  const leavesNeighbours = (codes: Int32Array) => !("absent" in neighbourChance(labels, codes));
  return {related: candidates.find(leavesNeighbours) ?? equal, subjects, exchanged};
}
