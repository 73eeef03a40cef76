import {maths, mathsMatched, mathsMatchedEnding, mathsMatchedPlus} from "./arithmetic.ts";
import {days, months, years} from "./calendar.ts";
import {capitals, negCapitals} from "./capitals.ts";
import {isa, negIsa} from "./categories.ts";
import {cities, negCities} from "./cities.ts";
import {citiesConjunction, citiesDisjunction} from "./compound.ts";
import type {Row} from "./csv.ts";
import {languages} from "./languages.ts";
import {nounCategories} from "./nouns.ts";
import {largerThan, numbersInWords, smallerThan} from "./numbers.ts";
import {negOpposites, opposites} from "./opposites.ts";
import {sentiment} from "./sentiment.ts";
import {tense} from "./tense.ts";
import {negTranslations, translations} from "./translations.ts";
import {works} from "./works.ts";

/** Every dataset that the project has, by name. */
export const generators: Record<string, () => Row[]> = {
  maths,
  maths_matched: mathsMatched,
  maths_matched_plus: mathsMatchedPlus,
  maths_matched_ending: mathsMatchedEnding,
  cities,
  neg_cities: negCities,
  cities_conj: citiesConjunction,
  cities_disj: citiesDisjunction,
  sp_en_trans: translations,
  neg_sp_en_trans: negTranslations,
  larger_than: largerThan,
  smaller_than: smallerThan,
  isa,
  neg_isa: negIsa,
  opposites,
  neg_opposites: negOpposites,
  capitals,
  neg_capitals: negCapitals,
  works,
  sentiment,
  tense,
  languages,
  categories: nounCategories,
  months,
  days,
  years,
  number_words: numbersInWords
};
