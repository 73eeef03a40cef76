/** Links to the data behind a picture, and the picture itself as a file. */
import {el} from "./dom.js";

export interface Download {
  text: string;
  href: string;
  /** The file's name on the reader's machine. */
  file: string;
}

/** A line of links, and a button that saves `picture()` as `file`. */
export function downloads(links: Download[], file: string, picture: () => string): HTMLElement {
  const anchors = links.map(({text, href, file: name}) =>
    el("a", {class: "file", href, download: name}, text)
  );
  const button = el("button", {type: "button", "data-download": "svg"}, "picture (SVG)");
  button.addEventListener("click", () => save(picture(), file, "image/svg+xml"));
  return el("div", {class: "downloads"}, el("span", {}, "download"), ...anchors, button);
}

/** A button that saves the rows behind a figure as CSV. */
export function csvButton(file: string, rows: () => readonly object[]): HTMLElement {
  const button = el("button", {type: "button", "data-download": "csv"}, "numbers (CSV)");
  button.addEventListener("click", () => save(csv(rows()), file, "text/csv"));
  return el("div", {class: "downloads"}, el("span", {}, "download"), button);
}

/**
 * Rows of the same fields as CSV, by RFC 4180; what is not a number is written as nothing. A text that a spreadsheet would
 * take for a formula has an apostrophe in front.
 */
export function csv(rows: readonly object[]): string {
  const lines = [Object.keys(rows[0] ?? {}), ...rows.map((row) => Object.values(row) as unknown[])];
  return lines.map((line) => `${line.map(field).join(",")}\r\n`).join("");
}

function field(value: unknown): string {
  const formula = typeof value === "string" && /^[=+\-@\t\r]/.test(value);
  const text = Number.isNaN(value) ? "" : `${formula ? "'" : ""}${String(value)}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function save(text: string, file: string, type: string): void {
  const url = URL.createObjectURL(new Blob([text], {type}));
  el("a", {href: url, download: file}).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
