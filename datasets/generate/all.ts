import {maths, mathsMatched, mathsMatchedEnding} from "./arithmetic.ts";
import {days, months, years} from "./calendar.ts";
import {isa, negIsa} from "./categories.ts";
import {cities, negCities} from "./cities.ts";
import type {Row} from "./csv.ts";
import {languages} from "./languages.ts";
import {nounCategories} from "./nouns.ts";
import {largerThan, numbersInWords, smallerThan} from "./numbers.ts";
import {sentiment} from "./sentiment.ts";
import {tense} from "./tense.ts";

/** Every dataset that the project has, by name. */
export const generators: Record<string, () => Row[]> = {
  maths,
  maths_matched: mathsMatched,
  maths_matched_ending: mathsMatchedEnding,
  cities,
  neg_cities: negCities,
  larger_than: largerThan,
  smaller_than: smallerThan,
  isa,
  neg_isa: negIsa,
  sentiment,
  tense,
  languages,
  categories: nounCategories,
  months,
  days,
  years,
  number_words: numbersInWords
};
