import {findDataset} from "../loaders/dataset.ts";
import {seededRandom} from "../loaders/analysis/random.ts";
import {Problem} from "../loaders/problem.ts";

/** So many distinct tokens that a block's weights are next to nothing beside them. */
const manyStatements = 1500;

/**
 * The statements of a dataset in datasets/, but of `larger_than` as many as the paper's: what is measured stays comparable
 * whichever file of that name is there. `many_sums` are those of `manySums`.
 *
 * @throws Problem as `findDataset`
 */
export async function statementsOf(name: string): Promise<string[]> {
  if (name === "larger_than") return largerThan();
  if (name === "many_sums") return manySums(manyStatements);
  return (await findDataset(name)).statements;
}

const units = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];

/** Every ordered pair of the 45 numbers from fifty-one to ninety-nine that tens don't divide: 1980 statements. */
export function largerThan(): string[] {
  const tens = ["fifty", "sixty", "seventy", "eighty", "ninety"];
  const numbers = tens.flatMap((ten) => units.map((unit) => `${ten}-${unit}`));
  const capital = (text: string) => text[0].toUpperCase() + text.slice(1);
  return numbers.flatMap((a) =>
    numbers.filter((b) => b !== a).map((b) => `${capital(a)} is larger than ${b}.`)
  );
}

/** Sums like those of `maths`, of larger numbers, as many as wanted: the first hundred of a thousand are the same hundred. */
export function manySums(count: number): string[] {
  const random = seededRandom(32000);
  const below = (limit: number) => Math.floor(((random() + 1) / 2) * limit);
  const operator = () => "+-/"[below(3)];
  return Array.from(
    {length: count},
    () => `What is (${below(100)}${operator()}${below(100)})${operator()}${below(100)}?`
  );
}

/**
 * Token ids of one vocabulary in another: different ones stay different and keep their order, so that statements share
 * the same prefixes and have the same trie.
 *
 * @throws Problem if the vocabulary has fewer tokens than occur
 */
export function inVocabulary(statements: readonly (readonly number[])[], vocabSize: number): number[][] {
  const distinct = [...new Set(statements.flat())].sort((a, b) => a - b);
  if (distinct.length > vocabSize)
    throw new Problem(`${distinct.length} different tokens, and the shape's vocabulary has ${vocabSize}`);
  const placed = new Map(distinct.map((id, i) => [id, Math.floor((i * vocabSize) / distinct.length)]));
  return statements.map((ids) => ids.map((id) => placed.get(id) ?? NaN));
}
