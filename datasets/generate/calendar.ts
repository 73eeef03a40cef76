import type {Row} from "./csv.ts";
import {seededRandom} from "./random.ts";
import {yesNo} from "./words.ts";

const monthNames = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December"
];

/** Sentences that any month can end. */
const monthFrames = [
  "The month is",
  "She was born in",
  "The meeting is in",
  "We left last",
  "I will see you next",
  "The shop is closed every",
  "My favorite month is",
  "They got married in",
  "The new school opens in",
  "Her letter arrived in"
];

/** Northern, by whole months. */
const seasons = ["winter", "spring", "summer", "autumn"];

/** Every frame with every month, without a full stop: the last token is the month. */
export function months(): Row[] {
  return monthFrames.flatMap((frame) =>
    monthNames.map((month, i) => ({
      statement: `${frame} ${month}`,
      label: month,
      month_number: i + 1,
      season: seasons[Math.floor(((i + 1) % 12) / 3)],
      frame,
      pair: frame,
      subject: frame
    }))
  );
}

const dayNames = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Sentences that any day of the week can end. */
const dayFrames = [
  "Today is",
  "Tomorrow is",
  "It was a",
  "The meeting is on",
  "She was born on a",
  "I will see you next",
  "We left last",
  "They arrived on",
  "The shop is closed every",
  "My favorite day is",
  "The exam was moved to",
  "The train doesn't run on",
  "He called me on",
  "The market is held on",
  "We play cards every",
  "The letter came on",
  "Her birthday falls on a",
  "The museum is free on",
  "The wedding is this",
  "It has rained since"
];

/** Every frame with every day, without a full stop: the last token is the day. */
export function days(): Row[] {
  return dayFrames.flatMap((frame) =>
    dayNames.map((day, i) => ({
      statement: `${frame} ${day}`,
      label: day,
      day_number: i + 1,
      weekend: yesNo(i > 4),
      frame,
      pair: frame,
      subject: frame
    }))
  );
}

/** Sentences that any year can end. */
const yearFrames = [
  "It happened in the year",
  "The bridge was built in",
  "He was born in",
  "The story begins in",
  "The map was drawn in",
  "The old church burned down in"
];

/** A year of each decade from 1500 to 1999 in every frame, without a full stop: the last token is of the year. */
export function years(): Row[] {
  const random = seededRandom(1);
  // each last digit once in a century's ten decades, so that the last token says nothing of the century
  const digits = Array.from({length: 5}, () => random.shuffle([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])).flat();
  return digits.flatMap((digit, decade) => {
    const year = 1500 + 10 * decade + digit;
    return yearFrames.map((frame) => ({
      statement: `${frame} ${year}`,
      label: String(year),
      year,
      century: `${Math.floor(year / 100)}00s`,
      last_digit: digit,
      frame,
      pair: String(year),
      subject: String(year)
    }));
  });
}
