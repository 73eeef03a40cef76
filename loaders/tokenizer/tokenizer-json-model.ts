import {Problem, shown} from "../problem.ts";
import {mostIds, type BpeModel} from "./bpe-model.ts";
import {wellFormed} from "./characters.ts";
import {described, type Fields} from "./fields.ts";

/**
 * What joins characters to tokens in a tokenizer.json.
 *
 * @param fields the value of "model"
 * @throws Problem for another model than BPE, or one that is not read here
 */
export function readBpeModel(fields: Fields): BpeModel {
  const type = fields.string("type", "BPE");
  if (type !== "BPE") throw new Problem(`${fields.where}: type BPE expected, ${shown(type)} found`);
  if (fields.number("dropout", 0) !== 0)
    throw new Problem(`${fields.where}: dropout: none expected, ${fields.number("dropout")} found`);
  for (const key of ["continuing_subword_prefix", "end_of_word_suffix"])
    if (fields.string(key, "") !== "")
      throw new Problem(`${fields.where}: ${key}: none expected, ${shown(fields.string(key))} found`);
  return {
    ids: readIds(fields.object("vocab")),
    merges: readMerges(fields),
    ignoreMerges: fields.boolean("ignore_merges", false),
    byteFallback: fields.boolean("byte_fallback", false),
    unknownToken: fields.has("unk_token") ? fields.string("unk_token") : undefined,
    fuseUnknown: fields.boolean("fuse_unk", false)
  };
}

function readIds(fields: Fields): Map<string, number> {
  const ids = new Map<string, number>();
  const tokens = new Map<number, string>();
  for (const [token, id] of fields.entries()) {
    const where = `${fields.where}: token ${shown(JSON.stringify(token))}`;
    checkText(token, where);
    if (typeof id !== "number" || !Number.isInteger(id) || id < 0 || id >= mostIds)
      throw new Problem(`${where}: an id below ${mostIds} expected, ${described(id)} found`);
    if (tokens.has(id))
      throw new Problem(`${where}: id ${id} is that of ${shown(JSON.stringify(tokens.get(id)))} already`);
    tokens.set(id, token);
    ids.set(token, id);
  }
  return ids;
}

/** A merge is a list of two tokens or, in older files, these with a space between. */
function readMerges(fields: Fields): [left: string, right: string][] {
  const merges = fields.list("merges");
  const isOlder = typeof merges[0] === "string";
  // a comment that merges.txt begins with
  const listed = isOlder ? merges.filter((merge) => !String(merge).startsWith("#version")) : merges;
  return listed.map((merge, rank) => {
    const parts = isOlder ? partsOf(merge) : listOf(merge);
    const [left, right] = parts;
    if (parts.length === 2 && typeof left === "string" && typeof right === "string") return [left, right];
    throw new Problem(`${fields.where}: merge ${rank}: two tokens expected, ${described(merge)} found`);
  });
}

const partsOf = (value: unknown): unknown[] => (typeof value === "string" ? value.split(" ") : []);
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** @throws Problem for half a surrogate pair, which JSON may hold and UTF-8 may not */
export function checkText(text: string, where: string): void {
  if (wellFormed(text) !== text) throw new Problem(`${where}: half a surrogate pair stands alone`);
}
