import {readFile, stat} from "node:fs/promises";
import {messageOf, Problem} from "../problem.ts";
import {shown} from "./file.ts";

/** Far more than a configuration has; what shows or frees a value calls itself once a level. */
const mostLevels = 64;

/**
 * The members of the JSON object in a file. A Map, so that no key of a stranger's file is one of ours.
 *
 * @param mostBytes longer files are not read
 * @throws Problem if there is no such file, or it holds something else
 */
export async function readJsonObject(path: string, mostBytes: number): Promise<Map<string, unknown>> {
  const status = await stat(path).catch(() => null);
  if (!status?.isFile()) throw new Problem(`${path}: a file of JSON expected, nothing found; put it there`);
  if (status.size > mostBytes)
    throw new Problem(`${path}: ${mostBytes} bytes at most expected, ${status.size} found`);
  return membersOf(parseJson(await readFile(path, "utf8"), path), path);
}

/** @throws Problem where `text` is no JSON, or nested deeper than any that is read here */
export function parseJson(text: string, path: string): unknown {
  if (levels(text) > mostLevels)
    throw new Problem(`${path}: JSON of ${mostLevels} levels at most expected, more found`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(`${path}: JSON expected: ${shown(messageOf(error))}`);
  }
}

/** How deep brackets are nested outside of strings; counted before parsing, which takes 40 bytes a level and more. */
function levels(text: string): number {
  let [depth, deepest] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '"') i = endOfString(text, i);
    else if (character === "[" || character === "{") deepest = Math.max(deepest, ++depth);
    else if (character === "]" || character === "}") depth--;
  }
  return deepest;
}

/** Where the string that begins at `start` has its closing quote. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === "\\" ? 2 : 1;
  return i;
}

/** @throws Problem where `value` is no JSON object */
export function membersOf(value: unknown, where: string): Map<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return new Map(Object.entries(value));
  throw new Problem(`${where}: a JSON object expected, ${shownJson(value)} found`);
}

/** @throws Problem where a number is not a number; nothing and `null` are `absent`, which may be required to be there */
export function numberIn(
  members: ReadonlyMap<string, unknown>,
  key: string,
  where: string,
  absent?: number
): number {
  const value = members.get(key) ?? absent;
  if (typeof value === "number") return value;
  throw new Problem(`${where}: ${key}: a number expected, ${shownJson(value)} found`);
}

/** @throws Problem where a member is neither true nor false; nothing and `null` are false */
export function booleanIn(members: ReadonlyMap<string, unknown>, key: string, where: string): boolean {
  const value = members.get(key) ?? false;
  if (typeof value === "boolean") return value;
  throw new Problem(`${where}: ${key}: true or false expected, ${shownJson(value)} found`);
}

/** A value out of JSON for a message. Objects are not asked for their text: a stranger's may have a `toString`. */
export function shownJson(value: unknown): string {
  if (value === undefined) return "nothing";
  return shown(typeof value === "string" ? value : JSON.stringify(value));
}
