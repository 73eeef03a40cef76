import {maths, mathsMatched, mathsMatchedEnding} from "./arithmetic.ts";
import {months} from "./calendar.ts";
import {isa, negIsa} from "./categories.ts";
import {cities, negCities} from "./cities.ts";
import type {Row} from "./csv.ts";

/** Every dataset that the project has, by name. */
export const generators: Record<string, () => Row[]> = {
  maths,
  maths_matched: mathsMatched,
  maths_matched_ending: mathsMatchedEnding,
  cities,
  neg_cities: negCities,
  isa,
  neg_isa: negIsa,
  months
};
