import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {expect} from "vitest";
import type {Tokenizer} from "../../loaders/tokenizer/tokenizer.ts";
import randomDigests from "../fixtures/tokenizer/random-digests.json" with {type: "json"};
import strings from "../fixtures/tokenizer/strings.json" with {type: "json"};
import {randomTexts} from "./random.ts";

const folder = new URL("../fixtures/tokenizer/", import.meta.url);

export const fixture = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(name, folder)));

/**
 * Compares the ids of every hard string with those that the original tokenizer gave, and of 2000 random texts
 * with their digests.
 */
export function expectGolden(tokenizer: Tokenizer, name: string): void {
  const ids = Object.fromEntries(
    Object.entries(strings).map(([string, text]) => [string, tokenizer.encode(text)])
  );
  const expected: unknown = JSON.parse(new TextDecoder().decode(fixture(`${name}-ids.json`)));
  expect(ids).toEqual(expected);
  expect(digestsOfRandom(tokenizer.encode)).toEqual(new Map(Object.entries(randomDigests)).get(name));
}

/**
 * The names of the strings that come out otherwise than by the original, of whose results there are digests.
 */
export function mismatches(digests: readonly string[], make: (text: string) => unknown): string[] {
  return Object.entries(strings).flatMap(([name, text], i) =>
    digest(make(text)) === digests[i] ? [] : [name]
  );
}

/** One digest for every hundred random texts. */
export function digestsOfRandom(make: (text: string) => unknown): string[] {
  const texts = randomTexts(2000, 1);
  return Array.from({length: 20}, (_, i) => digest(texts.slice(100 * i, 100 * (i + 1)).map(make)));
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 8);
}
