import {readFile, stat} from "node:fs/promises";
import {parseJson as parse, type JsonLimits} from "../json.ts";
import {Problem} from "../problem.ts";
import {shown} from "./file.ts";

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

/** Far deeper than any configuration; how long files may be limits the rest. */
const limits: JsonLimits = {levels: 64, brackets: Infinity, commas: Infinity};

/** @throws Problem where `text` is no JSON, or is nested too deep */
export function parseJson(text: string, path: string): unknown {
  return parse(text, path, limits);
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
