import {lettersOfText} from "./letters.ts";

/** Cuts a part of a text into smaller ones, none of them empty; what it replaces, it replaces in these. */
export type Cutter = (part: string) => string[];

/** One cutter after the other. */
export function inOrder(...cutters: Cutter[]): Cutter {
  return (part) => cutters.reduce((parts, cut) => parts.flatMap(cut), [part]);
}

/**
 * What becomes of the matches of a pattern and of what lies between, in the words of Hugging Face's
 * tokenizers.
 */
export type Behavior = "Isolated" | "Removed" | "MergedWithPrevious" | "MergedWithNext" | "Contiguous";

/** A pattern's match, or what lies between two. */
interface Stretch {
  text: string;
  isMatch: boolean;
}

/**
 * Cuts at the matches of a pattern.
 *
 * @param pattern a text, or a regular expression with the flag g that never matches the empty text
 * @param inverted whether what lies between matches is taken for the matches
 */
export function splitAt(pattern: string | RegExp, behavior: Behavior, inverted = false): Cutter {
  const cut = behaviors[behavior];
  return (part) =>
    cut(stretches(part, pattern).map(({text, isMatch}) => ({text, isMatch: isMatch !== inverted})));
}

function stretches(part: string, pattern: string | RegExp): Stretch[] {
  const found: Stretch[] = [];
  let end = 0;
  const add = (start: number, text: string) => {
    if (start > end) found.push({text: part.slice(end, start), isMatch: false});
    if (text !== "") found.push({text, isMatch: true});
    end = start + text.length;
  };
  for (const {start, text} of typeof pattern === "string" ? places(part, pattern) : matches(part, pattern))
    add(start, text);
  add(part.length, "");
  return found;
}

function* places(part: string, text: string): Generator<{start: number; text: string}> {
  for (let start = part.indexOf(text); start >= 0; start = part.indexOf(text, start + text.length))
    yield {start, text};
}

function* matches(part: string, pattern: RegExp): Generator<{start: number; text: string}> {
  for (const match of part.matchAll(pattern)) yield {start: match.index, text: match[0]};
}

const texts = (stretches: readonly Stretch[]) => stretches.map(({text}) => text);

const behaviors: Record<Behavior, (stretches: Stretch[]) => string[]> = {
  Isolated: texts,
  Removed: (stretches) => texts(stretches.filter(({isMatch}) => !isMatch)),
  MergedWithPrevious: (stretches) =>
    texts(joined(stretches, (before, here) => here.isMatch && !before.isMatch)),
  MergedWithNext: (stretches) => texts(joined(stretches, (before, here) => before.isMatch && !here.isMatch)),
  Contiguous: (stretches) => texts(joined(stretches, (before, here) => before.isMatch === here.isMatch))
};

/** Joins neighbours that belong together; which ones is said of how they were. */
function joined(
  stretches: readonly Stretch[],
  together: (before: Stretch, here: Stretch) => boolean
): Stretch[] {
  const results: Stretch[] = [];
  for (const [i, stretch] of stretches.entries()) {
    if (i > 0 && together(stretches[i - 1], stretch)) results[results.length - 1].text += stretch.text;
    else results.push({...stretch});
  }
  return results;
}

/** Cuts numbers from what is none; each number character by itself, or all together. */
export function digits(individual: boolean): Cutter {
  return splitAt(individual ? /\p{N}/gu : /\p{N}+/gu, "Isolated");
}

/**
 * GPT-2's words: a contraction, or letters, numbers or signs with one space before them, or white space but
 * for a last space that begins the next word. \p{White_Space} where the original has \s: JavaScript's \s
 * takes U+FEFF, not U+0085.
 */
const gpt2Word =
  /'(?:[sdmt]|re|ve|ll)| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

export const gpt2Words: Cutter = splitAt(gpt2Word, "Isolated");

/** The UTF-8 of a part as letters; nothing is cut. */
export const letters: Cutter = (part) => [lettersOfText(part)];
