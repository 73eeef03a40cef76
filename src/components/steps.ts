/** A figure that stays in sight while the text beside it goes by, and moves as each part of the text comes up. */
import {el} from "./dom.js";

export interface Step {
  depth: number;
  text: Node | string;
}

interface Turning {
  element: HTMLElement;
  /** Goes to a depth and, told to, stays where it is. */
  go: (depth: number, stay: true) => void;
}

/** Where in the window a part of the text must come for the figure to move: a band around the middle. */
const band = "-45% 0px -45% 0px";

/** The figure, and its text in parts. */
export function steps(figure: Turning, parts: readonly Step[]): HTMLElement {
  const texts = parts.map(({depth, text}) =>
    el("div", {class: "step", "data-depth": depth}, el("p", {}, text))
  );
  const seen = new IntersectionObserver(
    (entries) => {
      for (const {isIntersecting, target} of entries) {
        target.toggleAttribute("data-now", isIntersecting);
        if (isIntersecting) figure.go(Number(target.getAttribute("data-depth")), true);
      }
    },
    {rootMargin: band}
  );
  for (const text of texts) seen.observe(text);
  return el(
    "div",
    {class: "steps"},
    el("div", {class: "steps-figure"}, figure.element),
    el("div", {class: "steps-text"}, ...texts)
  );
}
