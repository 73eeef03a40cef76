/** What a cell got wrong, in one sentence that says what, where and what to do; a page shows it in the cell's place. */
export class SliceProblem extends Error {
  /** Without a name before it, as the sentence is all that the cell shows. */
  override name = "";
}

/** A dataset that the site does not have: whoever shows a slice of it can say so and go on. */
export class MissingDataset extends SliceProblem {}

/** "a", "a and b", "a, b and c"; of more than `most`, the first ones and "…". */
export function listed(names: readonly string[], most = 12): string {
  if (names.length > most) return `${names.slice(0, most).join(", ")}, …`;
  if (names.length < 2) return names.join("");
  return `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`;
}
