import type {Row} from "./csv.ts";

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
const frames = [
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
  return frames.flatMap((frame) =>
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
