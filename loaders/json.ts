import {messageOf, Problem, shown} from "./problem.ts";

/** What a stranger's JSON may hold; whoever knows the file knows how much that is. */
export interface JsonLimits {
  /** Brackets in brackets. Deeper JSON overflows the stack of whoever walks it, and takes 40 bytes a level and more. */
  levels: number;
  /** Objects and lists. */
  brackets: number;
  /** Commas, which are about as many as values. */
  commas: number;
}

/**
 * The value of a text in JSON. Its brackets and commas are counted before it is parsed, as what is made of a text can
 * take forty times its memory.
 *
 * @param source the file's name, for errors
 * @throws Problem where `text` is no JSON, or holds more than allowed
 */
export function parseJson(text: string, source: string, limits: JsonLimits): unknown {
  for (const [what, found] of Object.entries(countIn(text))) {
    const most = limits[what as keyof JsonLimits]; // countIn gives the same members
    if (found > most) throw new Problem(`${source}: JSON of ${most} ${what} at most expected, more found`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(`${source}: JSON expected: ${shown(messageOf(error))}`);
  }
}

/** How many of each are outside of strings. */
function countIn(text: string): JsonLimits {
  let [depth, levels, brackets, commas] = [0, 0, 0, 0];
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') i = endOfString(text, i);
    else if (character === ",") commas++;
    else if (character === "[" || character === "{") {
      brackets++;
      levels = Math.max(levels, ++depth);
    } else if (character === "]" || character === "}") depth--;
  }
  return {levels, brackets, commas};
}

/** Where the string that begins at `start` has its closing quote. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i;
}
