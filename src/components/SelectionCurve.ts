/** The selected statements' own components in a variance plot, from their vectors, which are read when they are first needed. */
import {el} from "./dom.js";
import {count} from "./format.js";
import type {Picture} from "./picture.js";
import type {VarianceView} from "./VarianceView.js";
import {fewest, keptOf, readable, readVectors} from "./vectors.js";
import type {Vectors} from "./vectors.js";

/** Milliseconds for which a selection stands before its components are found. */
const patience = 120;

export class SelectionCurve {
  /** Says whose curve it is, or why there is none. */
  readonly element = el("p", {class: "check selection-curve", role: "status"});
  private readonly known = new Map<string, Promise<Vectors>>();
  private dots: readonly number[] = [];
  private timer = 0;

  /** `depth` is that of the vectors. */
  constructor(
    private readonly view: VarianceView,
    private readonly depth: number
  ) {}

  /** Finds the components of these dots of a picture; `href` is where its vectors lie. */
  show(dots: readonly number[], picture: Picture, href: string): void {
    clearTimeout(this.timer);
    this.dots = dots;
    this.view.compare(null);
    const why = this.refuse(dots, picture);
    this.element.textContent = why;
    if (why !== "" || dots.length === 0) return;
    this.timer = window.setTimeout(() => void this.find(dots, picture, href), patience);
  }

  private refuse(dots: readonly number[], {rows}: Picture): string {
    if (dots.length === 0) return "";
    if (dots.length < fewest) return `Select at least ${fewest} statements to see components of their own.`;
    return rows.length > readable
      ? `A selection's own components are found in datasets of up to ${readable} statements.`
      : "";
  }

  private async find(dots: readonly number[], picture: Picture, href: string): Promise<void> {
    try {
      const vectors = this.known.get(href) ?? readVectors(href, picture.standardised ?? false);
      this.known.set(href, vectors);
      const kept = keptOf(await vectors, dots);
      if (this.dots !== dots) return;
      const statements = count(dots.length, "selected statement");
      this.view.compare({kept, depth: this.depth});
      this.element.textContent = `Dashed: components of the ${statements} alone, at depth ${this.depth}.`;
    } catch (error) {
      this.known.delete(href);
      if (this.dots === dots) this.element.textContent = `The vectors could not be read: ${String(error)}`;
    }
  }
}
