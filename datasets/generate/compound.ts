import {cities} from "./cities.ts";
import type {Row} from "./csv.ts";
import {seededRandom, type Random} from "./random.ts";

type Joint = "and" | "or";

/** Whether the first part of a sentence is true, and whether the second is. */
type Truths = [first: boolean, second: boolean];

/** Two cities in the order in which a sentence names them; `subject` is the same for both orders. */
interface Couple {
  first: City;
  second: City;
  subject: string;
}

/** A city's true and its false statement in `cities`. */
type City = [right: Row, wrong: Row];

/** "The city of Lyon is in France and the city of Tartu is in Estonia.": half of them are true, in both parts. */
export function citiesConjunction(): Row[] {
  return sentences("and", true);
}

/** The same with "or", which is no "either … or": half of them are false, in both parts. */
export function citiesDisjunction(): Row[] {
  return sentences("or", false);
}

/** Of each couple a true and a false sentence, one of them with both parts as `same` says. */
function sentences(joint: Joint, same: boolean): Row[] {
  const random = seededRandom(1);
  const couples = inTwos(random);
  const mixed = random.shuffle(otherHalf(couples.length, same));
  return couples.flatMap((couple, i) => {
    const [alike, other] = [sentence(couple, joint, [same, same]), sentence(couple, joint, mixed[i])];
    return same ? [alike, other] : [other, alike];
  });
}

/** Both orders of every two cities; each city has one other, and one of an odd number of cities has none. */
function inTwos(random: Random): Couple[] {
  const rows = cities();
  const every = rows.flatMap((row, i): City[] => (row.label === "true" ? [[row, rows[i + 1]]] : []));
  const order = random.shuffle(every);
  return Array.from({length: Math.floor(order.length / 2)}, (_, i) => {
    const [one, other] = [order[2 * i], order[2 * i + 1]];
    const subject = `${one[0].subject} and ${other[0].subject}`;
    return [
      {first: one, second: other, subject},
      {first: other, second: one, subject}
    ];
  }).flat();
}

/**
 * How true the parts of the other sentences are. Their shares, √2 − 1, √2 − 1 and the rest, are those of parts that are
 * `same` with probability √½ each, whatever the other is.
 */
function otherHalf(count: number, same: boolean): Truths[] {
  const once = Math.round(count * (Math.SQRT2 - 1));
  return Array.from({length: count}, (_, i) => {
    if (i < once) return [same, !same];
    return i < 2 * once ? [!same, same] : [!same, !same];
  });
}

function sentence(couple: Couple, joint: Joint, truths: Truths): Row {
  const [first, second] = [couple.first, couple.second].map(([right, wrong], i) =>
    truths[i] ? right : wrong
  );
  const holds = joint === "and" ? truths[0] && truths[1] : truths[0] || truths[1];
  const clause = (row: Row) => row.statement.slice("The ".length, -".".length);
  return {
    statement: `The ${clause(first)} ${joint} the ${clause(second)}.`,
    label: String(holds),
    first: first.label,
    second: second.label,
    city_1: first.city,
    country_1: first.country,
    city_2: second.city,
    country_2: second.country,
    pair: `${first.city} then ${second.city}`,
    subject: couple.subject
  };
}
