import {readFileSync} from "node:fs";
import {expect} from "vitest";
import type {Tokenizer} from "../../loaders/tokenizer/tokenizer.ts";
import strings from "../fixtures/tokenizer/strings.json" with {type: "json"};

const folder = new URL("../fixtures/tokenizer/", import.meta.url);

export const fixture = (name: string): Uint8Array => readFileSync(new URL(name, folder));

/** Compares the ids of every hard string with those that the original tokenizer gave. */
export function expectGolden(tokenizer: Tokenizer, idsFile: string): void {
  const ids = Object.fromEntries(
    Object.entries(strings).map(([name, text]) => [name, tokenizer.encode(text)])
  );
  const expected: unknown = JSON.parse(new TextDecoder().decode(fixture(idsFile)));
  expect(ids).toEqual(expected);
}
