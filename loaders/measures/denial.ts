import type {Dataset} from "../dataset.ts";

/**
 * Which statement of the dataset that denies another one denies each of its statements, `[statements]`: the one with the
 * same subject and pair and the other label, the first one for the first of these. Undefined if one has none, or labels
 * are not the same two.
 */
export function denialsOf(dataset: Dataset, denial: Dataset): Int32Array | undefined {
  const names = [...new Set(dataset.labels)].sort();
  const theirs = [...new Set(denial.labels)].sort();
  if (names.length !== 2 || names.join("\n") !== theirs.join("\n")) return undefined;
  if (dataset.statements.length !== denial.statements.length) return undefined;
  const waiting = new Map<string, number[]>();
  denial.labels.forEach((label, row) => {
    const key = keyOf(denial, row, label);
    waiting.set(key, [...(waiting.get(key) ?? []), row]);
  });
  const found = dataset.labels.map((label, row) => {
    const other = label === names[0] ? names[1] : names[0];
    return waiting.get(keyOf(dataset, row, other))?.shift();
  });
  return found.some((row) => row === undefined) ? undefined : Int32Array.from(found, (row) => row ?? -1);
}

function keyOf({columns}: Dataset, row: number, label: string): string {
  const own = ["subject", "pair"].map((name) => (Object.hasOwn(columns, name) ? columns[name][row] : ""));
  return JSON.stringify([...own, label]);
}
