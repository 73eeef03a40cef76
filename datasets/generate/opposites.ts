import type {Row} from "./csv.ts";
import {falseProperties, parts, trueAndFalse, type Fact} from "./facts.ts";
import {seededRandom} from "./random.ts";

type Part = "adjective" | "noun" | "verb";

/**
 * Words with one opposite that comes to mind at once and is not made by a prefix. Each is in one pair only; where a word
 * has two opposites (light, right, old), the list has not the other one. What might pass for each other's opposite (big
 * and narrow, accept and forbid) shares a field.
 */
const fields: {field: string; part: Part; pairs: string}[] = [
  {
    field: "measure and senses",
    part: "adjective",
    pairs:
      "big small, long short, wide narrow, deep shallow, high low, thick thin, dark light, loud quiet, " +
      "hot cold, wet dry, solid liquid, raw cooked, clean dirty, sweet sour, full empty"
  },
  {
    field: "place",
    part: "adjective",
    pairs:
      "near far, open closed, vertical horizontal, inner outer, urban rural, domestic foreign, public " +
      "private"
  },
  {
    field: "time",
    part: "adjective",
    pairs: "fast slow, early late, ancient modern, young old, temporary permanent, sudden gradual, first last"
  },
  {
    field: "worth",
    part: "adjective",
    pairs:
      "good bad, true false, right wrong, rich poor, cheap expensive, easy difficult, safe dangerous, " +
      "beautiful ugly, guilty innocent, interesting boring, alive dead, sick healthy, strong weak"
  },
  {
    field: "character",
    part: "adjective",
    pairs:
      "happy sad, brave cowardly, generous stingy, kind cruel, polite rude, lazy hardworking, wise " +
      "foolish, humble arrogant, strict lenient, active passive, optimistic pessimistic, cautious " +
      "reckless, proud ashamed"
  },
  {
    field: "directions",
    part: "noun",
    pairs: "north south, east west, top bottom, floor ceiling, entrance exit, arrival departure"
  },
  {
    field: "fortune",
    part: "noun",
    pairs:
      "success failure, victory defeat, profit loss, love hate, joy sorrow, life death, war peace, " +
      "wealth poverty, heaven hell, friend enemy, hero villain, courage cowardice"
  },
  {field: "order", part: "noun", pairs: "day night, summer winter, beginning end, cause effect"},
  {field: "speech", part: "noun", pairs: "question answer, truth lie, praise blame"},
  {
    field: "people and amounts",
    part: "noun",
    pairs:
      "buyer seller, ancestor descendant, majority minority, maximum minimum, expert beginner, host guest"
  },
  {
    field: "exchange",
    part: "verb",
    pairs: "buy sell, borrow lend, teach learn, win lose, succeed fail, throw catch, remember forget"
  },
  {
    field: "motion",
    part: "verb",
    pairs:
      "push pull, rise fall, arrive depart, come go, expand contract, increase decrease, float sink, " +
      "lengthen shorten, add subtract, multiply divide, sit stand, lead follow"
  },
  {
    field: "will",
    part: "verb",
    pairs: "accept reject, allow forbid, admit deny, hide reveal, build destroy, attack defend"
  },
  {field: "life", part: "verb", pairs: "laugh cry, whisper shout, freeze melt, live die"}
];

/** Words of different fields that somebody might yet call opposites: neither is ever given for the other's. */
const arguable = new Set(
  (
    "good dark, bad light, dark happy, light sad, low happy, high sad, cold kind, sweet cruel, sweet " +
    "rude, sour kind, dirty innocent, clean guilty, clean sick, big humble, small proud, small arrogant, " +
    "thick wise, thin rich, low rich, deep easy, shallow difficult, shallow wise, loud polite, quiet " +
    "rude, quiet active, loud humble, hot lenient, cheap generous, strict easy, lenient difficult, weak " +
    "brave, strong cowardly, strong humble, poor proud, dead active, alive passive, sick active, safe " +
    "reckless, dangerous cautious, bad kind, good cruel, slow active, fast lazy, narrow open, wide " +
    "closed, far domestic, near foreign, private open, modern boring, innocent cruel, guilty kind, early " +
    "dead, beginning death, end life, beginning exit, end arrival, end entrance, top minimum, bottom " +
    "maximum, praise hate, blame love, guest enemy, heaven bottom, hell top, profit blame, success end, " +
    "beginner victory, win fall, lose rise, lose increase, lose add, win subtract, win decrease, fail " +
    "rise, succeed fall, fail accept, fail allow, succeed deny, win deny, throw pull, throw accept, " +
    "catch push, buy build, sell build, lend deny, push accept, pull reject, add reject, attack depart, " +
    "attack fall, build fall, build sink, destroy rise, build subtract, destroy add, hide come, reject " +
    "come, forbid follow, admit go, admit depart, live fall, die rise, live depart, die arrive, freeze " +
    "go, freeze come, melt stand, live sink, die float"
  ).split(", ")
);

/** A word and its opposite. */
interface Opposite extends Fact {
  field: string;
  part: Part;
  /** Both words, in the order above. */
  both: string;
}

const facts: Opposite[] = fields.flatMap(({field, part, pairs}) =>
  pairs.split(", ").flatMap((both) => {
    const [one, other] = both.split(" ");
    const shared = {field, part, both};
    return [
      {thing: one, property: other, ...shared},
      {thing: other, property: one, ...shared}
    ];
  })
);

const fieldOf = new Map(facts.map(({property, field}) => [property, field]));

/** Every word with its opposite and with another word: "The opposite of hot is cold.", "… of hot is healthy." */
export function opposites(): Row[] {
  return statements("is", false);
}

/** The same statements denied. */
export function negOpposites(): Row[] {
  return statements("is not", true);
}

function statements(verb: string, denied: boolean): Row[] {
  const random = seededRandom(1);
  return parts(facts, ({part}) => part).flatMap((own) => {
    const others = falseProperties(own, isFalse, random);
    return trueAndFalse(own, others, denied, ({thing, field, part, both}, word) => ({
      statement: `The opposite of ${thing} ${verb} ${word}.`,
      word: thing,
      opposite: word,
      part_of_speech: part,
      field,
      pair: thing,
      subject: both
    }));
  });
}

/** What is said in place of the opposite is of another field, and nobody's idea of an opposite. */
function isFalse({thing, field}: Opposite, word: string): boolean {
  return (
    fieldOf.get(word) !== field && !arguable.has(`${thing} ${word}`) && !arguable.has(`${word} ${thing}`)
  );
}
