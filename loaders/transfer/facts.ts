/** Which datasets say what is true or false, and what is trained on them. */
import type {Dataset} from "../dataset.ts";
import {isMeasured} from "../measures/limits.ts";

/** Fewest datasets between which anything can go over. */
export const fewestFacts = 2;

/** What to train on: a dataset, or one and its denial together. */
export interface Training {
  name: string;
  datasets: Dataset[];
}

const truths: Record<string, 0 | 1 | undefined> = {true: 1, false: 0, 1: 1, 0: 0};

/** 1 for a true statement, 0 for a false one; undefined for a label that says neither. */
export function truthOf(label: string): 0 | 1 | undefined {
  return truths[label];
}

/**
 * The datasets of true and false statements: both labels occur, written true and false or 1 and 0, and no other. Denials,
 * and what else says the opposite of an earlier one row by row, come after all others. Those that are too large to be
 * measured are left out.
 */
export function factsOf(datasets: readonly Dataset[]): Dataset[] {
  const facts = datasets.filter(({statements, labels}) => isMeasured(statements) && areTruths(labels));
  const denials = new Set(pairsOf(facts).map(([, denial]) => denial));
  return [...facts.filter((dataset) => !denials.has(dataset)), ...denials];
}

/** Every dataset by itself, then every one that has a denial together with it. */
export function trainingsOf(facts: readonly Dataset[]): Training[] {
  const alone = facts.map((dataset) => ({name: dataset.name, datasets: [dataset]}));
  const together = pairsOf(facts).map((pair) => ({
    name: pair.map(({name}) => name).join(" + "),
    datasets: pair
  }));
  return [...alone, ...together];
}

function areTruths(labels: readonly string[]): boolean {
  const found = new Set(labels.map(truthOf));
  return !found.has(undefined) && found.size === 2;
}

/** Each dataset with its denial. */
function pairsOf(facts: readonly Dataset[]): [affirmed: Dataset, denial: Dataset][] {
  return facts.flatMap((affirmed) =>
    facts.filter((other) => denies(other, affirmed)).map((denial): [Dataset, Dataset] => [affirmed, denial])
  );
}

/** By its name, or because its rows have the same subjects and pairs as the other's, and all of them the other label. */
function denies(denial: Dataset, affirmed: Dataset): boolean {
  if (denial.name === `neg_${affirmed.name}`) return true;
  if (denial.name <= affirmed.name || affirmed.name === `neg_${denial.name}`) return false;
  const same = ["subject", "pair"].every((name) => {
    const [a, b] = [affirmed, denial].map(({columns}) => (Object.hasOwn(columns, name) ? columns[name] : []));
    return a.length > 0 && a.length === b.length && a.every((value, i) => value === b[i]);
  });
  return same && denial.labels.every((label, i) => truthOf(label) !== truthOf(affirmed.labels[i]));
}
