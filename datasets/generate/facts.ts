import type {Random} from "./random.ts";

/** A thing and what is true of it, both as the statement writes them. */
export interface Fact {
  thing: string;
  property: string;
}

/**
 * Gives every thing one property that it has not, so that every property is given as often as it is true: neither the
 * thing nor the property alone tells a true statement from a false one.
 *
 * @param isFalse whether nobody would call it true that the thing has the property
 * @returns a property for each fact, in order
 */
export function falseProperties(
  facts: readonly Fact[],
  isFalse: (fact: Fact, property: string) => boolean,
  random: Random
): string[] {
  const given = random.shuffle(facts.map(({property}) => property));
  const wrong = (i: number) => !isFalse(facts[i], given[i]);
  const swap = (i: number, j: number) => ([given[i], given[j]] = [given[j], given[i]]);
  for (let i = 0; i < facts.length; i++) {
    while (wrong(i)) {
      const j = random.below(facts.length);
      swap(i, j);
      if (wrong(j)) swap(i, j);
    }
  }
  return given;
}
