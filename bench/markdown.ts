/** Tables in Markdown, and their place in a file. */
import {readFile} from "node:fs/promises";
import {writeFileWhole} from "../loaders/files.ts";

/** A table whose columns stand below one another in the source too, as prettier has them; text left, numbers right. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const isNumber = header.map((_, column) =>
    rows.every((row) => /^[–\d][-–\d.e() ]*([GM]B)?$/.test(row[column]))
  );
  const widths = header.map((name, column) =>
    Math.max(3, name.length, ...rows.map((row) => row[column].length))
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => (isNumber[i] ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join(" | ")} |`;
  const rule = widths.map((width, i) => (isNumber[i] ? `${"-".repeat(width - 1)}:` : "-".repeat(width)));
  return [line(header), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

const begin = "<!-- npm run bench writes what is between these lines -->";
const end = "<!-- end of what npm run bench writes -->";

/** The text with `contents` between the markers, or null if it does not have both, once and in order. */
export function betweenMarkers(text: string, contents: string): string | null {
  const [before, inside, ...more] = text.split(begin);
  const [, after, ...rest] = (inside as string | undefined)?.split(end) ?? [];
  if (more.length > 0 || rest.length > 0 || (after as string | undefined) === undefined) return null;
  return `${before}${begin}\n\n${contents.trim()}\n\n${end}${after}`;
}

/** Puts `contents` between a file's markers; false if it has none. */
export async function writeBetweenMarkers(path: string, contents: string): Promise<boolean> {
  const written = betweenMarkers(await readFile(path, "utf8"), contents);
  if (written === null) return false;
  await writeFileWhole(path, written);
  return true;
}
