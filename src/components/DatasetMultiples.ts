/** A dataset's dots at six depths, drawn when they are scrolled to; what is selected in its explorer is selected in them. */
import {DepthMultiples} from "./DepthMultiples.js";
import {el} from "./dom.js";
import type {Picture} from "./picture.js";

/** Of more statements there are no small pictures. */
const most = 3000;

export class DatasetMultiples {
  /** Empty where there are too many statements. */
  readonly element = el("section", {class: "dataset-multiples"});
  private readonly multiples: DepthMultiples;
  private seen = false;
  private dots: ReadonlySet<number> = new Set();

  /** `deepest` is the last depth that was run. */
  constructor(
    private picture: Picture,
    private readonly deepest: number
  ) {
    this.multiples = new DepthMultiples({deepest, onchange: () => undefined});
    if (picture.rows.length > most) return;
    this.element.append(el("h2", {}, "At other depths"), this.multiples.element);
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some(({isIntersecting}) => isIntersecting)) return;
        observer.disconnect();
        this.seen = true;
        this.show(this.picture);
      },
      {rootMargin: "200px"}
    );
    observer.observe(this.element);
  }

  /** Shows another picture of the same rows. */
  show(picture: Picture): void {
    this.picture = picture;
    if (!this.seen) return;
    this.multiples.show(picture, evenly(this.deepest));
    this.multiples.select(this.dots);
  }

  /** Sets the selected dots apart. */
  select(dots: ReadonlySet<number>): void {
    this.dots = dots;
    this.multiples.select(dots);
  }
}

/** Six depths from the first to the last, as evenly as they can be; fewer where there are fewer. */
export function evenly(deepest: number): number[] {
  const count = Math.min(6, deepest);
  return Array.from({length: count}, (_, i) => Math.round(1 + (i * (deepest - 1)) / Math.max(1, count - 1)));
}
