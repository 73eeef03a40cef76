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
  button.addEventListener("click", () => save(picture(), file));
  return el("div", {class: "downloads"}, el("span", {}, "download"), ...anchors, button);
}

function save(text: string, file: string): void {
  const url = URL.createObjectURL(new Blob([text], {type: "image/svg+xml"}));
  el("a", {href: url, download: file}).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
