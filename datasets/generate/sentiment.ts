import type {Row} from "./csv.ts";

/** What one likes and what one doesn't: words for anything that may be liked. */
const words =
  "wonderful terrible, excellent awful, amazing horrible, fantastic dreadful, superb appalling, " +
  "delightful disgusting, perfect hopeless, lovely nasty, great bad, brilliant atrocious, magnificent " +
  "abysmal, charming repulsive, enjoyable boring, impressive disappointing, fabulous lousy, splendid " +
  "miserable, terrific ghastly, nice vile, glorious grim, gorgeous hideous, satisfying frustrating, " +
  "refreshing annoying, exciting dull, good poor, marvelous wretched, exceptional mediocre, admirable " +
  "shameful, sublime dismal, outstanding inferior, pleasing tiresome";

/** Sentences of a liking, which the word alone decides. */
const frames = [
  "The film was",
  "I thought that the book was",
  "My sister says that the concert was",
  "The food at this hotel is",
  "Everybody found the evening",
  "Our stay in the city was"
];

/** Every word in every frame: "The film was wonderful.", "The film was terrible." */
export function sentiment(): Row[] {
  return words.split(", ").flatMap((subject) => {
    const [liked, disliked] = subject.split(" ");
    return frames.flatMap((frame) => {
      const row = (word: string, label: string) => ({
        statement: `${frame} ${word}.`,
        label,
        word,
        frame,
        pair: `${frame} ${subject}`,
        subject
      });
      return [row(liked, "positive"), row(disliked, "negative")];
    });
  });
}
