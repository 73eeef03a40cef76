import {Problem, shown} from "../problem.ts";
import {mergePairs} from "./merge.ts";
import {remembered} from "./remembered.ts";

/** What joins characters to tokens. */
export interface BpeModel {
  /** Ids by token. */
  ids: ReadonlyMap<string, number>;
  /** The first to be joined first. */
  merges: readonly (readonly [left: string, right: string])[];
  /** Whether a word that is a token is that token, however it could be joined. */
  ignoreMerges?: boolean;
  /** Whether a character that is no token becomes the tokens of its bytes, `<0x00>` to `<0xFF>`. */
  byteFallback?: boolean;
  /** What such a character becomes otherwise; without it, it is left out. */
  unknownToken?: string;
  /** Whether neighbouring unknown characters become one token. */
  fuseUnknown?: boolean;
}

/**
 * Byte-pair encoding as Hugging Face's tokenizers does it: a word's characters are joined, the earliest merge
 * first.
 *
 * @param source where the model comes from, for errors
 * @returns the ids of a word; it throws a Problem for a character that can't be encoded
 * @throws Problem for a merge whose parts or result are no tokens
 */
export function bpe(model: BpeModel, source: string): (word: string) => number[] {
  const {ids, ignoreMerges} = model;
  const rankOf = ranks(model, source);
  return remembered((word) => {
    const whole = ignoreMerges ? ids.get(word) : undefined;
    if (whole !== undefined) return [whole];
    return mergePairs(symbolsOf(word, model, source), rankOf).flatMap((token) => ids.get(token) ?? []);
  });
}

/** Ids are below it, so that a number holds two of them. */
export const mostIds = 2 ** 24;

/** The position of each merge in the list, by the tokens that it joins. */
function ranks({ids, merges}: BpeModel, source: string): (left: string, right: string) => number | undefined {
  const keyOf = (left: string, right: string) => (ids.get(left) ?? NaN) * mostIds + (ids.get(right) ?? NaN);
  const rankOf = new Map<number, number>();
  for (const [rank, [left, right]] of merges.entries()) {
    if (![left, right, left + right].every((token) => ids.has(token)))
      throw new Problem(
        `${source}: merge ${rank}: two tokens that make a third expected, ` +
          `${shown(JSON.stringify(`${left} ${right}`))} found`
      );
    rankOf.set(keyOf(left, right), rank);
  }
  return (left, right) => rankOf.get(keyOf(left, right));
}

/** A word's characters as tokens, before any is joined. */
function symbolsOf(word: string, model: BpeModel, source: string): string[] {
  const symbols: string[] = [];
  let unknown = false;
  const addUnknown = () => {
    if (unknown) symbols.push(unknownOf(model, source));
    unknown = false;
  };
  for (const character of word) {
    if (model.ids.has(character)) {
      addUnknown();
      symbols.push(character);
      continue;
    }
    const bytes = model.byteFallback ? bytesOf(character, model) : undefined;
    // as in the original, an unknown character before these comes after them
    if (bytes) symbols.push(...bytes);
    else if (model.unknownToken !== undefined) {
      if (!model.fuseUnknown) addUnknown();
      unknown = true;
    }
  }
  addUnknown();
  return symbols;
}

function unknownOf({unknownToken = "", ids}: BpeModel, source: string): string {
  if (ids.has(unknownToken)) return unknownToken;
  throw new Problem(
    `${source}: a character is no token, nor is ${shown(JSON.stringify(unknownToken))}, which stands for such`
  );
}

const utf8 = new TextEncoder();

/** The tokens of a character's bytes, if all of them are there. */
function bytesOf(character: string, {ids}: BpeModel): string[] | undefined {
  const tokens = Array.from(utf8.encode(character), byteToken);
  return tokens.every((token) => ids.has(token)) ? tokens : undefined;
}

const byteToken = (byte: number) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
