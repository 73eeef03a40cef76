import {Problem, shown} from "../problem.ts";
import type {AddedToken} from "./added-tokens.ts";
import {Fields} from "./fields.ts";
import {checkText} from "./tokenizer-json-model.ts";
import type {Normalizer} from "./tokenizer-json-normalizer.ts";

/** A token is looked for at every place of a text. */
const longest = 256;

export interface AddedTokens {
  /** Those that are looked for in the text as it is. */
  asWritten: AddedToken[];
  /** Those that are looked for, normalized, in the normalized text. */
  asNormalized: AddedToken[];
  /** What each is called, by id. */
  contents: Map<number, string>;
}

/**
 * The tokens of a tokenizer.json that its model does not make.
 *
 * @param values the value of "added_tokens"
 * @param ids the model's, by token
 * @throws Problem for tokens that can't be told apart, or that the original would give another id than the
 *   file says
 */
export function readAddedTokens(
  values: readonly unknown[],
  ids: ReadonlyMap<string, number>,
  normalize: Normalizer,
  where: string
): AddedTokens {
  const added: AddedTokens = {asWritten: [], asNormalized: [], contents: new Map()};
  const contents = new Set<string>();
  let next = ids.size;
  for (const [i, value] of values.entries()) {
    const fields = new Fields(value, `${where} ${i}`);
    const [content, id] = [fields.string("content"), fields.number("id")];
    checkText(content, fields.where);
    if (content === "") continue; // as in the original
    if (contents.has(content))
      throw new Problem(`${fields.where}: ${shown(JSON.stringify(content))} is there already`);
    contents.add(content);
    const expected = ids.get(content) ?? next++;
    if (id !== expected)
      throw new Problem(
        `${fields.where}: ${shown(JSON.stringify(content))}: id ${expected} expected, ${id} found`
      );
    added.contents.set(id, content);
    const isNormalized = fields.boolean("normalized");
    const list = isNormalized ? added.asNormalized : added.asWritten;
    list.push(readToken(fields, id, isNormalized ? normalize(content) : content));
  }
  checkDistinct(added.asNormalized, where);
  return added;
}

function readToken(fields: Fields, id: number, pattern: string): AddedToken {
  if (pattern === "" || pattern.length > longest)
    throw new Problem(
      `${fields.where}: 1 to ${longest} characters to look for expected, ${pattern.length} found`
    );
  return {
    id,
    pattern,
    isText: fields.boolean("special"),
    singleWord: fields.boolean("single_word"),
    lstrip: fields.boolean("lstrip"),
    rstrip: fields.boolean("rstrip")
  };
}

function checkDistinct(tokens: readonly AddedToken[], where: string): void {
  const patterns = new Set<string>();
  for (const {pattern, id} of tokens) {
    if (patterns.has(pattern)) throw new Problem(`${where}: token ${id} is normalized to what another is`);
    patterns.add(pattern);
  }
}
