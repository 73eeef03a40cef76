import {Problem, shown} from "../problem.ts";
import {Fields} from "./fields.ts";
import {deepest, mostSteps} from "./tokenizer-json-normalizer.ts";
import {patternOf} from "./tokenizer-json-pattern.ts";
import {digits, gpt2Words, inOrder, letters, splitAt, type Behavior, type Cutter} from "./words.ts";

/** How a tokenizer.json cuts a text into words. */
export interface PreTokenizer {
  /** @param isFirst whether the part is where the text begins */
  words: (part: string, isFirst: boolean) => string[];
  /** Whether words are written in GPT-2's letters for bytes. */
  isByteLevel: boolean;
  /** Whether it makes a difference which part is the first. */
  prependsFirst: boolean;
}

/**
 * How a tokenizer.json cuts a text into words.
 *
 * @param config the value of "pre_tokenizer"
 * @throws Problem for what is not read here
 */
export function readPreTokenizer(config: unknown, where: string): PreTokenizer {
  const steps = stepsOf(config, where, 0);
  if (steps.length > mostSteps)
    throw new Problem(`${where}: ${mostSteps} steps at most expected, ${steps.length} found`);
  // letters of letters: each time there are twice as many
  if (steps.filter((step) => step.isByteLevel).length > 1)
    throw new Problem(`${where}: one step ByteLevel at most expected, more found`);
  const cutters = (isFirst: boolean) => inOrder(...steps.map((step, i) => step.cutter(isFirst && i === 0)));
  const [first, others] = [cutters(true), cutters(false)];
  for (const {where, prependsFirst} of steps.slice(1))
    if (prependsFirst) throw new Problem(`${where}: prepend_scheme first is read at the beginning alone`);
  return {
    words: (part, isFirst) => (part === "" ? [] : (isFirst ? first : others)(part)),
    isByteLevel: steps.some((step) => step.isByteLevel),
    prependsFirst: steps.some((step) => step.prependsFirst)
  };
}

interface Step {
  where: string;
  cutter: (isFirst: boolean) => Cutter;
  isByteLevel?: boolean;
  prependsFirst?: boolean;
}

/** The steps of a pre-tokenizer, sequences in sequences laid out. */
function stepsOf(config: unknown, where: string, depth: number): Step[] {
  if (config === null || config === undefined) return [];
  const fields = new Fields(config, where);
  const type = fields.string("type");
  switch (type) {
    case "ByteLevel":
      return [{where, cutter: always(byteLevel(fields)), isByteLevel: true}];
    case "Digits":
      return [{where, cutter: always(digits(fields.boolean("individual_digits")))}];
    case "Split":
      return [{where, cutter: always(readSplit(fields))}];
    case "Metaspace":
      return [{where, ...readMetaspace(fields)}];
    case "Sequence":
      if (depth === deepest)
        throw new Problem(`${where}: ${deepest} sequences in each other at most expected`);
      return fields
        .list("pretokenizers")
        .flatMap((step, i) => stepsOf(step, `${where}: step ${i}`, depth + 1));
    default:
      throw new Problem(`${where}: ${shown(type)} is a pre-tokenizer that is not read here`);
  }
}

const always = (cutter: Cutter) => () => cutter;

function byteLevel(fields: Fields): Cutter {
  const spaced: Cutter = (part) => [part.startsWith(" ") ? part : ` ${part}`];
  const steps = [
    ...(fields.boolean("add_prefix_space") ? [spaced] : []),
    ...(fields.boolean("use_regex", true) ? [gpt2Words] : []),
    letters
  ];
  return inOrder(...steps);
}

const behaviors = new Map<string, Behavior>([
  ["Isolated", "Isolated"],
  ["Removed", "Removed"],
  ["MergedWithPrevious", "MergedWithPrevious"],
  ["MergedWithNext", "MergedWithNext"],
  ["Contiguous", "Contiguous"]
]);

function readSplit(fields: Fields): Cutter {
  const name = fields.string("behavior");
  const behavior = behaviors.get(name);
  if (behavior) return splitAt(patternOf(fields.object("pattern")), behavior, fields.boolean("invert"));
  const known = [...behaviors.keys()].join(", ");
  throw new Problem(`${fields.where}: behavior: one of ${known} expected, ${shown(name)} found`);
}

/** SentencePiece's sign for a space, before each word and, by its scheme, before the text. */
function readMetaspace(fields: Fields): Pick<Step, "cutter" | "prependsFirst"> {
  const sign = fields.string("replacement");
  if (Array.from(sign).length !== 1)
    throw new Problem(`${fields.where}: replacement: one character expected, ${shown(sign)} found`);
  const scheme = readScheme(fields);
  const cut: Cutter = fields.boolean("split", true) ? splitAt(sign, "MergedWithNext") : (part) => [part];
  const cutter =
    (isFirst: boolean): Cutter =>
    (part) => {
      const escaped = part.replaceAll(" ", sign);
      const isPrepended = scheme === "always" || (scheme === "first" && isFirst);
      return cut(isPrepended && !escaped.startsWith(sign) ? sign + escaped : escaped);
    };
  return {cutter, prependsFirst: scheme === "first"};
}

function readScheme(fields: Fields): string {
  const scheme = fields.string("prepend_scheme", "always");
  if (!["always", "first", "never"].includes(scheme))
    throw new Problem(
      `${fields.where}: prepend_scheme: always, first or never expected, ${shown(scheme)} found`
    );
  // what older files have for it
  if (fields.boolean("add_prefix_space", true) || scheme === "never") return scheme;
  throw new Problem(`${fields.where}: add_prefix_space is false, and prepend_scheme ${scheme}`);
}
