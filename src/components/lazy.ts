/** What is loaded and drawn when it is scrolled to, with its errors in its place. */
import {calm, el} from "./dom.js";
import {MissingDataset} from "./slices-problem.js";

/** How far below the window something is already drawn. */
const margin = "240px";

type Shown = Node | string;

/**
 * Room for something that is loaded, computed and drawn when it is about to be seen.
 *
 * @param draw what the room will hold: an element, a sentence or a list of them; where the site lacks a dataset it
 *   holds a sentence that says so, and where `draw` fails the error, as any cell does
 * @param options.height of the room until then, in pixels
 */
export function whenSeen(
  draw: () => Promise<Shown | readonly Shown[]>,
  {height = 520}: {height?: number} = {}
): HTMLElement {
  const room = el("div", {class: "room", "aria-busy": "true", style: `min-height:${height}px`});
  const seen = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({isIntersecting}) => isIntersecting)) return;
      seen.disconnect();
      void fill(room, draw);
    },
    {rootMargin: margin}
  );
  seen.observe(room);
  return room;
}

/** A figure that words in the text can take to a depth. */
export interface Movable {
  element: HTMLElement;
  go: (depth: number) => void;
}

/** A figure that is made when it is about to be seen, or when it is to go to a depth. */
export function later(make: () => Promise<Movable>, options: {height?: number} = {}): Movable {
  let figure: Promise<Movable> | undefined;
  const made = () => (figure ??= make());
  const element = whenSeen(async () => (await made()).element, options);
  return {
    element,
    go(depth) {
      element.scrollIntoView({block: "nearest", behavior: calm() ? "auto" : "smooth"});
      void made().then((own) => own.go(depth));
    }
  };
}

/** Puts into the room what `draw` gives, or why it gives nothing. */
export async function fill(room: HTMLElement, draw: () => Promise<Shown | readonly Shown[]>): Promise<void> {
  try {
    const shown = await draw();
    room.replaceChildren(...(Array.isArray(shown) ? (shown as readonly Shown[]) : [shown as Shown]));
  } catch (error) {
    room.style.minHeight = "";
    room.replaceChildren(apology(error));
  }
  room.removeAttribute("aria-busy");
}

/** A missing dataset is no fault of the cell; anything else is shown as Framework shows a cell's error. */
function apology(error: unknown): HTMLElement {
  const missing = error instanceof MissingDataset;
  const text = missing ? `Not drawn: ${error.message}.` : String(error);
  return el("p", {class: missing ? "missing" : "observablehq--error", role: "status"}, text);
}
