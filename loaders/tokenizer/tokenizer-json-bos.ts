import {Problem, shown} from "../problem.ts";
import {Fields} from "./fields.ts";
import {deepest} from "./tokenizer-json-normalizer.ts";

/**
 * The token that a tokenizer.json puts before every text; `null` if it has a template that puts none there, and nothing
 * if it does not say.
 *
 * @param config the value of "post_processor"
 * @throws Problem where there are several
 */
export function readBosId(config: unknown, where: string): number | null | undefined {
  const templates = templatesIn(config, where, 0);
  if (templates.length === 0) return undefined;
  const ids = templates.flatMap(leadingIds);
  if (ids.length < 2) return ids.at(0) ?? null;
  throw new Problem(`${where}: one token before a text expected, ${ids.length} found`);
}

/** The templates of a post-processor; those of other kinds put nothing there, or are not read. */
function templatesIn(config: unknown, where: string, depth: number): Fields[] {
  if (config === null || config === undefined) return [];
  const fields = new Fields(config, where);
  const type = fields.string("type");
  if (type === "TemplateProcessing") return [fields];
  if (type !== "Sequence") return [];
  if (depth === deepest) throw new Problem(`${where}: ${deepest} sequences in each other at most expected`);
  return fields.list("processors").flatMap((step, i) => templatesIn(step, `${where}: step ${i}`, depth + 1));
}

/** The ids of the special tokens that stand before the text in the template of a single text. */
function leadingIds(template: Fields): number[] {
  const ids: number[] = [];
  for (const [i, value] of template.list("single").entries()) {
    const piece = new Fields(value, `${template.where}: single: piece ${i}`);
    if (!piece.has("SpecialToken")) break;
    const name = piece.object("SpecialToken").string("id");
    const tokens = template.object("special_tokens").object(name);
    for (const id of tokens.list("ids")) {
      if (typeof id !== "number") throw new Problem(`${template.where}: ${shown(name)}: ids expected`);
      ids.push(id);
    }
  }
  return ids;
}
