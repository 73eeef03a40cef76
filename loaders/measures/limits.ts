import type {Labels} from "../analysis/separation/labels.ts";

/** Of more statements nothing is measured: distances, and a run of each control, would take longer than all else. */
export const mostStatements = 2000;

/** Up to so many statements, labels are permuted as often as is usual. */
export const fewStatements = 500;

/** Whether so many statements are measured. */
export function isMeasured({length}: readonly unknown[]): boolean {
  return length <= mostStatements;
}

/** How often labels are permuted and subjects drawn anew. */
export interface Counts {
  permutations: number;
  /** Where all distances are gone through for each label. */
  permutedDistances: number;
  /** Where something has to be fitted to each, of more than two labels to each label. */
  permutedFits: number;
  draws: number;
}

export function countsOf({length}: readonly unknown[], {names}: Labels): Counts {
  const draws = 200;
  if (length > fewStatements) return {permutations: 200, permutedDistances: 0, permutedFits: 0, draws};
  const permutedDistances = Math.min(1000, Math.floor(2000 / names.length)); // each label is gone through by itself
  return {permutations: 1000, permutedDistances, permutedFits: names.length > 2 ? 20 : 200, draws};
}
