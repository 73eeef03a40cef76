import type {Row} from "./csv.ts";
import {yesNo} from "./words.ts";

/** A verb after "will", after "she" and in the past; how the sentence goes on. */
const verbs =
  "walk walks walked in the park; play plays played the piano; cook cooks cooked dinner for the family; " +
  "open opens opened the window; clean cleans cleaned the kitchen; paint paints painted the fence; wash " +
  "washes washed the car; call calls called a friend; watch watches watched the game; work works worked " +
  "in the garden; visit visits visited the museum; help helps helped the neighbors; dance dances danced " +
  "at the party; close closes closed the shop; answer answers answered the question; carry carries " +
  "carried the bags; travel travels traveled by train; sing sings sang an old song; write writes wrote a " +
  "letter; drive drives drove to the city; eat eats ate an apple; drink drinks drank some water; swim " +
  "swims swam in the lake; run runs ran along the river; build builds built a house; buy buys bought " +
  "some bread; sell sells sold the old books; teach teaches taught music; catch catches caught the first " +
  "bus; wear wears wore a red coat; feed feeds fed the birds; ride rides rode a bicycle; speak speaks " +
  "spoke to the teacher; break breaks broke a plate; find finds found a coin; sleep sleeps slept on the " +
  "sofa";

const people = ["She", "My brother", "The old man", "Maria"];

/** Everybody does everything, did it and will do it: "She walked in the park.", "She walks …", "She will walk …" */
export function tense(): Row[] {
  return verbs.split("; ").flatMap((entry) => {
    const [verb, present, past, ...rest] = entry.split(" ");
    const ending = rest.join(" ");
    return people.flatMap((person) => {
      const row = (said: string, label: string) => ({
        statement: `${person} ${said} ${ending}.`,
        label,
        person,
        verb,
        regular: yesNo(past.endsWith("ed") && past.startsWith(verb.slice(0, -1))),
        pair: `${person} ${verb} ${ending}`,
        subject: `${verb} ${ending}`
      });
      return [row(past, "past"), row(present, "present"), row(`will ${verb}`, "future")];
    });
  });
}
