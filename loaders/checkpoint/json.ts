import {readFile, stat} from "node:fs/promises";
import {messageOf, Problem} from "../problem.ts";
import {shown} from "./file.ts";

/**
 * The members of the JSON object in a file. A Map, so that no key of a stranger's file is one of ours.
 *
 * @param mostBytes longer files are not read
 * @throws Problem if there is no such file, or it holds something else
 */
export async function readJsonObject(path: string, mostBytes: number): Promise<Map<string, unknown>> {
  const status = await stat(path).catch(() => null);
  if (!status?.isFile()) throw new Problem(`${path}: a file of JSON expected, nothing found`);
  if (status.size > mostBytes)
    throw new Problem(`${path}: ${mostBytes} bytes at most expected, ${status.size} found`);
  return membersOf(parseJson(await readFile(path, "utf8"), path), path);
}

/** @throws Problem where `text` is no JSON */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Problem(`${path}: JSON expected: ${shown(messageOf(error))}`);
  }
}

/** @throws Problem where `value` is no JSON object */
export function membersOf(value: unknown, where: string): Map<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return new Map(Object.entries(value));
  throw new Problem(`${where}: a JSON object expected, ${shown(JSON.stringify(value))} found`);
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
  throw new Problem(`${where}: ${key}: a number expected, ${shown(value ?? "nothing")} found`);
}
