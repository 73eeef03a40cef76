import {Problem, shown} from "../problem.ts";
import type {Fields} from "./fields.ts";
import {translate, Untranslatable} from "./regex.ts";

/**
 * What a tokenizer.json looks for in a text: a text, or a regular expression.
 *
 * @throws Problem for an expression that is not translated
 */
export function patternOf(fields: Fields): string | RegExp {
  if (fields.has("String")) {
    const text = fields.string("String");
    if (text !== "") return text;
    throw new Problem(`${fields.where}: a text that is not empty expected`);
  }
  const pattern = fields.string("Regex");
  try {
    return translate(pattern);
  } catch (error) {
    if (!(error instanceof Untranslatable)) throw error;
    throw new Problem(
      `${fields.where}: ${shown(pattern)} is a regular expression that is not read here, for ${shown(error.message)}`
    );
  }
}
