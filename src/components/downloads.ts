/** Links to the data behind a picture, and the picture itself as a file. */
import {el} from "./dom.js";

export interface Download {
  text: string;
  href: string;
  /** The file's name on the reader's machine. */
  file: string;
}

/** A line of links, and buttons that save the drawing `picture()` as `file`, an SVG, and as a PNG. */
export function downloads(
  links: Download[],
  file: string,
  picture: () => string,
  words = "download"
): HTMLElement {
  const anchors = links.map(({text, href, file: name}) =>
    el("a", {class: "file", href, download: name}, text)
  );
  return el(
    "div",
    {class: "downloads"},
    el("span", {}, words),
    ...anchors,
    button("svg", "picture (SVG)", () => saveText(picture(), file, "image/svg+xml")),
    button("png", "picture (PNG)", () => void savePng(picture(), file.replace(/\.svg$/, ".png")))
  );
}

/** A button that saves the rows behind a figure as CSV. */
export function csvButton(file: string, rows: () => readonly object[]): HTMLElement {
  const save = button("csv", "numbers (CSV)", () => saveText(csv(rows()), file, "text/csv"));
  return el("div", {class: "downloads"}, el("span", {}, "download"), save);
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

function button(kind: string, text: string, onclick: () => void): HTMLButtonElement {
  const element = el("button", {type: "button", "data-download": kind}, text);
  element.addEventListener("click", onclick);
  return element;
}

const saveText = (text: string, file: string, type: string): void => save(new Blob([text], {type}), file);

/** Dots of a PNG on each of the drawing's own. */
const resolution = 2;

/** Draws an SVG at twice its size and saves that; its words are set in the fonts that the reader's system has. */
async function savePng(drawing: string, file: string): Promise<void> {
  const url = URL.createObjectURL(new Blob([drawing], {type: "image/svg+xml"}));
  const image = el("img", {src: url});
  await image.decode();
  const [width, height] = [image.naturalWidth * resolution, image.naturalHeight * resolution];
  const canvas = el("canvas", {width, height});
  canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
  URL.revokeObjectURL(url);
  canvas.toBlob((blob) => {
    if (blob) save(blob, file);
  }, "image/png");
}

function save(blob: Blob, file: string): void {
  const url = URL.createObjectURL(blob);
  el("a", {href: url, download: file}).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
