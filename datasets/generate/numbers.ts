import type {Row} from "./csv.ts";
import {seededRandom} from "./random.ts";
import {capitalised, numberWords, yesNo} from "./words.ts";

/** A number, and how far below and above it are the two that it is compared with. */
interface Comparison {
  first: number;
  difference: number;
}

/** Distances that are tried; the least first number is as far from 21 as the greatest is from 99. */
const distances = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * Every number from 31 to 89, with four distances drawn for each. Numbers that are spoken as one word (forty) are left
 * out, so that all have a ten and a unit.
 */
function comparisons(): Comparison[] {
  const random = seededRandom(1);
  const inTwoWords = (number: number) => number % 10 !== 0;
  const firsts = Array.from({length: 59}, (_, i) => 31 + i).filter(inTwoWords);
  return firsts.flatMap((first) => {
    const fits = distances.filter((by) => inTwoWords(first - by) && inTwoWords(first + by));
    return random
      .shuffle(fits)
      .slice(0, 4)
      .map((difference) => ({first, difference}));
  });
}

/** A number is larger than one below it and not larger than one as far above: "Fifty-one is larger than forty-seven." */
export function largerThan(): Row[] {
  return statements("larger", (first, second) => first > second);
}

/** The same comparisons the other way round, with the other label. */
export function smallerThan(): Row[] {
  return statements("smaller", (first, second) => first < second);
}

function statements(than: string, holds: (first: number, second: number) => boolean): Row[] {
  return comparisons().flatMap(({first, difference}) =>
    [first - difference, first + difference].map((second) => ({
      statement: `${capitalised(numberWords(first))} is ${than} than ${numberWords(second)}.`,
      label: String(holds(first, second)),
      first,
      second,
      difference,
      same_ten: yesNo(Math.floor(first / 10) === Math.floor(second / 10)),
      pair: `${numberWords(first)} by ${difference}`,
      subject: numberWords(first)
    }))
  );
}

/** Sentences in which any number of things can stand. */
const frames = ["There are … apples.", "She counted … birds.", "The box holds … coins."];

/** Every number from 2 to 99 in words in every frame: "There are fifty-one apples." */
export function numbersInWords(): Row[] {
  const numbers = Array.from({length: 98}, (_, i) => 2 + i);
  return numbers.flatMap((number) =>
    frames.map((frame) => ({
      statement: frame.replace("…", numberWords(number)),
      label: String(number),
      number,
      ten: Math.floor(number / 10),
      unit: number % 10,
      frame,
      pair: numberWords(number),
      subject: numberWords(number)
    }))
  );
}
