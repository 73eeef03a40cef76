/** Of more statements nothing is measured: distances, and a run of each control, would take longer than all else. */
export const mostStatements = 2000;

/** Whether so many statements are measured. */
export function isMeasured({length}: readonly unknown[]): boolean {
  return length <= mostStatements;
}
