import {Problem, shown} from "../problem.ts";
import {Fields} from "./fields.ts";
import {normalized} from "./normal-forms.ts";
import {patternOf} from "./tokenizer-json-pattern.ts";

export type Normalizer = (text: string) => string;

/** Sequences may hold sequences, but nobody's do so more often. */
export const deepest = 8;

/**
 * What a tokenizer.json does to a text before words are cut.
 *
 * @param config the value of "normalizer"
 * @throws Problem for what is not read here
 */
export function readNormalizer(config: unknown, where: string, depth = 0): Normalizer {
  if (config === null || config === undefined) return (text) => text;
  const fields = new Fields(config, where);
  const type = fields.string("type");
  switch (type) {
    case "NFC":
    case "NFD":
    case "NFKC":
    case "NFKD":
      return (text) => normalized(text, type);
    case "Prepend": {
      const prefix = fields.string("prepend");
      return (text) => (text === "" ? "" : prefix + text);
    }
    case "Replace": {
      const [pattern, content] = [patternOf(fields.object("pattern")), fields.string("content")];
      return (text) => text.replaceAll(pattern, () => content);
    }
    case "Sequence": {
      if (depth === deepest)
        throw new Problem(`${where}: ${deepest} sequences in each other at most expected`);
      const steps = fields
        .list("normalizers")
        .map((step, i) => readNormalizer(step, `${where}: step ${i}`, depth + 1));
      return (text) => steps.reduce((done, step) => step(done), text);
    }
    default:
      throw new Problem(`${where}: ${shown(type)} is a normalizer that is not read here`);
  }
}
