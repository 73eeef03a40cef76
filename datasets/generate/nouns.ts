import {categories} from "./categories.ts";
import type {Row} from "./csv.ts";

/** Categories of `isa` that are far from each other: of its four kinds of plants, fruit alone. */
const chosen = ["animal", "fruit", "tool", "vehicle", "musical instrument", "garment", "building"];

/** Sentences that any thing can end. */
const frames = ["I saw the", "This is about the", "She drew a picture of the", "He told us about the"];

/** Twelve things of every category in every frame, without a full stop: the last token is of the thing. */
export function nounCategories(): Row[] {
  const things = categories
    .filter(({category}) => chosen.includes(category))
    .flatMap(({category, things}) =>
      things
        .split(", ")
        .slice(0, 12)
        .map((thing) => ({category, thing}))
    );
  return things.flatMap(({category, thing}) =>
    frames.map((frame) => ({
      statement: `${frame} ${thing}`,
      label: category,
      thing,
      frame,
      pair: thing,
      subject: thing
    }))
  );
}
