import {Problem, shown} from "../problem.ts";

/**
 * The members of an object in a stranger's JSON, each of which is of the type that is asked for, or the file
 * is refused.
 */
export class Fields {
  /** Where the object is, for errors. */
  readonly where: string;
  // a Map, so that no key of a file is one of ours
  readonly #members: ReadonlyMap<string, unknown>;

  /** @throws Problem if `value` is no object */
  constructor(value: unknown, where: string) {
    this.where = where;
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw new Problem(`${where}: an object expected, ${described(value)} found`);
    this.#members = new Map(Object.entries(value));
  }

  /** Whether there is something, and not `null`. */
  has(key: string): boolean {
    return (this.#members.get(key) ?? null) !== null;
  }

  get(key: string): unknown {
    return this.#members.get(key);
  }

  /** All values by key. */
  entries(): Iterable<[string, unknown]> {
    return this.#members;
  }

  string(key: string, absent?: string): string {
    const value = this.#members.get(key) ?? absent;
    return typeof value === "string" ? value : this.#mismatch(key, "a string");
  }

  boolean(key: string, absent?: boolean): boolean {
    const value = this.#members.get(key) ?? absent;
    return typeof value === "boolean" ? value : this.#mismatch(key, "true or false");
  }

  number(key: string, absent?: number): number {
    const value = this.#members.get(key) ?? absent;
    return typeof value === "number" ? value : this.#mismatch(key, "a number");
  }

  list(key: string): unknown[] {
    const value: unknown = this.#members.get(key);
    return Array.isArray(value) ? value : this.#mismatch(key, "a list");
  }

  object(key: string): Fields {
    return new Fields(this.#members.get(key), `${this.where}: ${key}`);
  }

  #mismatch(key: string, expected: string): never {
    const found = described(this.#members.get(key));
    throw new Problem(`${this.where}: ${key}: ${expected} expected, ${found} found`);
  }
}

/** A value for a message. Objects and lists are not written out: they may be deep. */
export function described(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  return shown(JSON.stringify(value));
}
