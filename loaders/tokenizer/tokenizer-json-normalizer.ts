import {Problem, shown} from "../problem.ts";
import {Fields} from "./fields.ts";
import {normalized} from "./normal-forms.ts";
import {patternOf} from "./tokenizer-json-pattern.ts";

export type Normalizer = (text: string) => string;

/** Sequences may hold sequences, but nobody's do so more often. */
export const deepest = 8;
/** LLaMA's has two. */
export const mostSteps = 32;
/** What is put into a text is a sign or a space. */
const longestInsert = 16;

/**
 * What a tokenizer.json does to a text before words are cut.
 *
 * @param config the value of "normalizer"
 * @throws Problem for what is not read here, and, from the normalizer, for a text that grows beyond all use
 */
export function readNormalizer(config: unknown, where: string): Normalizer {
  const steps = stepsOf(config, where, 0);
  if (steps.length > mostSteps)
    throw new Problem(`${where}: ${mostSteps} steps at most expected, ${steps.length} found`);
  return (text) => steps.reduce((done, step) => checkLength(step(done), text, where), text);
}

/** The compatibility forms make at most 18 characters of one. */
function checkLength(done: string, text: string, where: string): string {
  if (done.length <= 32 * text.length + 4096) return done;
  throw new Problem(`${where}: makes ${done.length} characters and more of ${text.length}`);
}

/** The steps of a normalizer, sequences in sequences laid out. */
function stepsOf(config: unknown, where: string, depth: number): Normalizer[] {
  if (config === null || config === undefined) return [];
  const fields = new Fields(config, where);
  const type = fields.string("type");
  switch (type) {
    case "NFC":
    case "NFD":
    case "NFKC":
    case "NFKD":
      return [(text) => normalized(text, type)];
    case "Prepend": {
      const prefix = insert(fields, "prepend");
      return [(text) => (text === "" ? "" : prefix + text)];
    }
    case "Replace": {
      const [pattern, content] = [patternOf(fields.object("pattern")), insert(fields, "content")];
      return [(text) => text.replaceAll(pattern, () => content)];
    }
    case "Sequence":
      if (depth === deepest)
        throw new Problem(`${where}: ${deepest} sequences in each other at most expected`);
      return fields.list("normalizers").flatMap((step, i) => stepsOf(step, `${where}: step ${i}`, depth + 1));
    default:
      throw new Problem(`${where}: ${shown(type)} is a normalizer that is not read here`);
  }
}

function insert(fields: Fields, key: string): string {
  const text = fields.string(key);
  if (text.length <= longestInsert) return text;
  throw new Problem(
    `${fields.where}: ${key}: ${longestInsert} characters at most expected, ${text.length} found`
  );
}
