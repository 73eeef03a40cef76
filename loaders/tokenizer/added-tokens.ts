import {afterWhiteSpace, beforeWhiteSpace, characterAt} from "./characters.ts";
import {longestPrefix} from "./prefixes.ts";

/** A token that is looked for in a text before anything else. */
export interface AddedToken {
  id: number;
  /** What stands in the text for it. */
  pattern: string;
  /**
   * Whether it is text where a text holds it, as special tokens are; no other token is found inside of it
   * even so.
   */
  isText: boolean;
  /** Whether it is found by itself only, with no letter, mark, digit or joining sign beside it. */
  singleWord: boolean;
  /** Whether it takes the white space before or after it. */
  lstrip: boolean;
  rstrip: boolean;
}

/** A token that was found, or what lies between two. */
export type Section = {id: number} | {text: string; start: number};

/**
 * Looks for added tokens in a text, from its beginning on, the longest at each place.
 *
 * @param tokens no two with the same pattern, and none with an empty one
 */
export function addedTokenFinder(tokens: readonly AddedToken[]): (text: string) => Section[] {
  if (tokens.length === 0) return (text) => [{text, start: 0}];
  const byPattern = new Map(tokens.map((token) => [token.pattern, token]));
  const patternAt = longestPrefix(byPattern.keys());
  return (text) => {
    const sections: Section[] = [];
    let end = 0;
    for (let at = 0; at < text.length;) {
      const pattern = patternAt(text, at);
      const token = pattern === undefined ? undefined : byPattern.get(pattern);
      const next = at + (pattern ?? characterAt(text, at)).length;
      if (token && counts(token, text, at, next)) {
        const start = token.lstrip ? beforeWhiteSpace(text, at) : at;
        if (end < start) sections.push({text: text.slice(end, start), start: end});
        sections.push({id: token.id});
        end = token.rstrip ? afterWhiteSpace(text, next) : next;
      }
      at = next;
    }
    if (end < text.length) sections.push({text: text.slice(end), start: end});
    return sections;
  };
}

const wordBefore = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]$/u;
const wordAfter = /^[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u;

/** Whether a token that stands in a text is meant. */
function counts({isText, singleWord}: AddedToken, text: string, start: number, end: number): boolean {
  if (isText) return false;
  const beside = [text.slice(Math.max(0, start - 2), start), text.slice(end, end + 2)];
  return !singleWord || !(wordBefore.test(beside[0]) || wordAfter.test(beside[1]));
}
