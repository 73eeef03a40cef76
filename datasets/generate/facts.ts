import type {Row, Said} from "./csv.ts";
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
export function falseProperties<F extends Fact>(
  facts: readonly F[],
  isFalse: (fact: F, property: string) => boolean,
  random: Random
): string[] {
  const given = random.shuffle(facts.map(({property}) => property));
  for (const [i, fact] of facts.entries()) {
    if (isFalse(fact, given[i])) continue;
    const fits = (other: F, j: number) => isFalse(fact, given[j]) && isFalse(other, given[i]);
    const others = [...facts.keys()].filter((j) => fits(facts[j], j));
    if (others.length === 0) throw new Error(`${fact.thing}: nothing false to exchange ${given[i]} for`);
    const j = random.pick(others);
    [given[i], given[j]] = [given[j], given[i]];
  }
  return given;
}

/** Facts in parts by what `partOf` says of them, so that a part's properties can be given to its own things alone. */
export function parts<F extends Fact>(facts: readonly F[], partOf: (fact: F) => string): F[][] {
  const names = new Set(facts.map(partOf));
  return [...names].map((name) => facts.filter((fact) => partOf(fact) === name));
}

/**
 * Two statements of each fact: of the property that the thing has, and of another.
 *
 * @param others a property for each fact that the thing has not, as from `falseProperties`
 * @param denied whether `say` denies the property, which exchanges the labels
 */
export function trueAndFalse<F extends Fact>(
  facts: readonly F[],
  others: readonly string[],
  denied: boolean,
  say: (fact: F, property: string) => Said
): Row[] {
  const row = (fact: F, property: string, label: boolean): Row => {
    const {statement, ...columns} = say(fact, property);
    return {statement, label: String(label), ...columns};
  };
  return facts.flatMap((fact, i) => [row(fact, fact.property, !denied), row(fact, others[i], denied)]);
}
