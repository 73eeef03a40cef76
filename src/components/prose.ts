/** Words that move a figure, and what prose says of numbers. */
import {el} from "./dom.js";

interface Movable {
  go: (depth: number) => void;
}

/** A dotted-underlined button that takes a figure to a depth; its words are "depth 13" unless others are given. */
export function goTo(figure: Movable, depth: number, words = `depth ${depth}`): HTMLElement {
  const button = el("button", {type: "button", class: "go"}, words);
  button.addEventListener("click", () => figure.go(depth));
  return button;
}

/** A statement as it is set in prose. */
export const quoted = (statement: string): HTMLElement => el("q", {}, statement);
