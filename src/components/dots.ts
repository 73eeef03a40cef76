/** What draws a picture's dots: elements of an SVG, or, of too many for that, a canvas. */
import type {Encoding, Entry} from "./encoding.js";
import type {InkName} from "./ink.js";
import type {Layout} from "./layout.js";

/** What sets dots apart from each other, besides their colours. */
export interface Dress {
  /** Nearly gone. */
  off: ReadonlySet<number>;
  /** If there are any, the others are dimmed. */
  marked: ReadonlySet<number>;
  /** If there are any, the others are dimmed. */
  selected: ReadonlySet<number>;
}

/** Dots in a field, and all that stands around them: names, compass, scale bar. */
export interface Dots {
  /** What the field holds, the undermost first. */
  readonly elements: readonly Element[];
  /** Moves everything to another layout in so many milliseconds, at once for 0. */
  move(layout: Layout, milliseconds: number): void;
  dress(dress: Dress): void;
  /** Puts the dot that is pointed at in front, and sets it apart; none for null. */
  point(dot: number | null): void;
  /** Takes the elements out of the field. */
  remove(): void;
}

/** How a dot is drawn: a disc and the line around it, in pixels. */
export interface Look {
  r: number;
  fill: InkName;
  stroke: InkName;
  width: number;
}

/** True is filled, false is a ring: readable without the hue. */
export const lookOf = ({ring, fill}: Entry, r: number): Look =>
  ring
    ? {r: r - 0.6, fill: "paper", stroke: fill, width: Math.max(1.4, r * 0.4)}
    : {r, fill, stroke: "paper", width: 0.75};

/** Nearly hides the names of entries all whose dots are off. */
export function dressNames(svg: SVGSVGElement, {of}: Encoding, off: ReadonlySet<number>): void {
  const seen = new Set(of.filter((_, dot) => !off.has(dot)));
  for (const name of svg.querySelectorAll(".names text"))
    name.toggleAttribute("data-off", !seen.has(Number(name.getAttribute("data-entry"))));
}
