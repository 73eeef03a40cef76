import type {Dataset} from "../dataset.ts";

/**
 * The statements' subjects, numbered together: whoever is the subject of statements of several datasets has one number,
 * and so has a subject that is several of the others, as "Lyon and Porto" of a conjunction is. Without a `subject` column,
 * statements have the subject of those that they deny in the same row of the other dataset, else each its own.
 *
 * @returns `[statements]` of each dataset
 */
export function subjectNumbers(datasets: readonly Dataset[]): Int32Array[] {
  const names = datasets.map((dataset) => subjectNames(dataset, datasets));
  const numbers = joinCompounds(new Set(names.flat()));
  return names.map((list) => Int32Array.from(list, (name) => numbers.get(name) ?? -1));
}

function subjectNames(dataset: Dataset, all: readonly Dataset[]): readonly string[] {
  const {name, statements, columns} = dataset;
  if (Object.hasOwn(columns, "subject")) return columns.subject;
  const denied = all.find((other) => name === `neg_${other.name}`);
  return denied?.statements.length === statements.length ? subjectNames(denied, all) : statements;
}

/** A number for each name; "A and B" has the same one as A and B where these are names too. */
function joinCompounds(names: ReadonlySet<string>): Map<string, number> {
  const numbers = new Map([...names].map((name, i) => [name, i]));
  for (const name of names) {
    const parts = name.split(" and ");
    if (parts.length < 2 || !parts.every((part) => names.has(part))) continue;
    const joined = new Set([name, ...parts].map((member) => numbers.get(member)));
    for (const [member, number] of numbers)
      if (joined.has(number)) numbers.set(member, numbers.get(name) ?? number);
  }
  return numbers;
}
