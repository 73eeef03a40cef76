import {distance} from "fastest-levenshtein";

/** Something the user can mend: its message is one line that says what, where and what to do. */
export class Problem extends Error {
  override name = "Problem";
}

/** A value of a file for a message: on one line, and not long. */
export function shown(value: unknown): string {
  const text = String(value).replace(/[^\x20-\x7e]/g, "\ufffd");
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** The names closest to a mistyped one, best first, three at most. */
export function nearest(name: string, names: Iterable<string>): string[] {
  const ranked = [...names].map((other) => ({
    other,
    edits: distance(name.toLowerCase(), other.toLowerCase())
  }));
  return ranked
    .sort((a, b) => a.edits - b.edits || (a.other < b.other ? -1 : 1))
    .slice(0, 3)
    .map(({other}) => other);
}

/**
 * Runs a command's `main`; what it throws becomes one line on stderr and exit code 1. Anything but a Problem is a
 * mistake of ours and keeps its stack.
 *
 * @param subject what the command was about, to begin the line with
 */
export async function run(main: () => Promise<void>, subject?: string): Promise<void> {
  try {
    await main();
  } catch (error) {
    const unexpected = error instanceof Error && !(error instanceof Problem) && !isSystemError(error);
    const message = unexpected ? error.stack : messageOf(error);
    process.stderr.write(`error: ${subject === undefined ? "" : `${subject}: `}${message}\n`);
    process.exitCode = 1;
  }
}

/** What is said instead of "ENOSPC: no space left on device, write". */
export const fullDisk =
  "the disk is full; make room (npm run clean:cache removes what the site does not use) and begin again: what was finished is kept";

/** The message of whatever was thrown, on one line, without what would command a terminal: a file's name may. */
export function messageOf(error: unknown): string {
  if (error instanceof Error && "code" in error && error.code === "ENOSPC") return fullDisk;
  const message = (error instanceof Error ? error.message : String(error)).replace(/\s*\n\s*/g, " ");
  return message.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

/** A missing permission, too many open files, …: Node's own message says all there is to say. */
function isSystemError(error: Error): boolean {
  return "syscall" in error;
}
