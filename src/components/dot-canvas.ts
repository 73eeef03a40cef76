/** A canvas of dots, as sharp as the screen and in the page's colours, which follow the reader's system; on paper in those of paper. */
import * as d3 from "npm:d3";
import {el} from "./dom.js";
import type {Look} from "./dots.js";
import {darkScreen, inkRgb} from "./ink.js";
import type {InkName} from "./ink.js";
import {Raster, stampOf} from "./raster.js";
import type {Stamp} from "./raster.js";

/** Dots to be drawn, in pixels of the page. */
export interface Scene {
  /** `[dots]` */
  x: ArrayLike<number>;
  y: ArrayLike<number>;
  /** How much larger each dot is for being nearer, `[dots]`; nearer ones are in front. Without it, all are as large. */
  near?: ArrayLike<number>;
  /** Which of the looks each dot has, `[dots]`. */
  of: readonly number[];
  /** Dots by how much is left of them, from little to all. */
  levels: readonly Level[];
}

export interface Level {
  /** 0 to 1. */
  left: number;
  dots: readonly number[];
}

/** What a scene is drawn with. */
interface Tools {
  raster: Raster;
  /** Of a look in a size, in steps. */
  stamp: (look: number, size: number) => Stamp;
  /** Pixels to one of the page's. */
  ratio: number;
}

/** Dots are drawn in sizes that are so many to one of their own. */
const steps = 8;

/** Pixels to one of the page's, on paper. */
const printed = 3;

export class DotCanvas {
  readonly element = el("canvas", {"aria-hidden": "true"});
  private readonly following = new AbortController();
  private drawing: Tools | null = null;
  private printing = false;
  private frame = 0;
  private scene: Scene | null = null;

  constructor(
    private readonly size: {width: number; height: number},
    private readonly looks: readonly Look[]
  ) {
    this.element.style.cssText = `width:${size.width}px;height:${size.height}px`;
    const {signal} = this.following;
    const media = ["print", darkScreen, `(resolution: ${devicePixelRatio}dppx)`];
    for (const query of media) matchMedia(query).addEventListener("change", () => this.prepare(), {signal});
    addEventListener("beforeprint", () => this.print(true), {signal});
    addEventListener("afterprint", () => this.print(false), {signal});
  }

  /** Draws when the next frame is due, however often it is called until then. */
  draw(scene: Scene): void {
    this.scene = scene;
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.drawNow());
  }

  /** Draws at once: what is put into the page must not be empty for a frame. */
  drawNow(scene = this.scene): void {
    cancelAnimationFrame(this.frame);
    this.frame = 0;
    this.scene = scene;
    if (scene) this.put(scene);
  }

  /** Follows the reader's system no more. */
  remove(): void {
    this.following.abort();
    cancelAnimationFrame(this.frame);
    this.element.remove();
  }

  private print(printing: boolean): void {
    this.printing = printing;
    this.prepare();
  }

  /** Draws at once in other colours or another resolution. */
  private prepare(): void {
    this.drawing = null;
    this.drawNow();
  }

  /** What is drawn with. */
  private get tools(): Tools {
    const ratio = this.printing ? printed : devicePixelRatio;
    const theme = !this.printing && matchMedia(darkScreen).matches ? "dark" : "light";
    const rgb = (name: InkName) => inkRgb(name, theme);
    const [width, height] = [Math.round(this.size.width * ratio), Math.round(this.size.height * ratio)];
    const known: Stamp[][] = this.looks.map(() => []);
    const stamp = (i: number, size: number) => {
      const {r, width, fill, stroke} = this.looks[i];
      const scaled = {r: (r * ratio * size) / steps, width: width * ratio};
      return (known[i][size] ??= stampOf(scaled, rgb(fill), rgb(stroke)));
    };
    return {raster: new Raster(width, height, rgb("paper")), stamp, ratio};
  }

  private put({x, y, near, of, levels}: Scene): void {
    const {raster, stamp, ratio} = (this.drawing ??= this.tools);
    const {width, height, bytes} = raster;
    raster.clear();
    levels.forEach(({left, dots}, i) => {
      for (const [size, some] of bySize(dots, near))
        for (const dot of some) raster.stamp(stamp(of[dot], size), ratio * x[dot], ratio * y[dot]);
      raster.fade(left / (levels.at(i + 1)?.left ?? 1));
    });
    if (this.element.width !== width) [this.element.width, this.element.height] = [width, height];
    const context = this.element.getContext("2d", {alpha: false});
    context?.putImageData(new ImageData(bytes, width, height), 0, 0);
  }
}

/** Dots by their size in steps, the furthest first. */
function bySize(
  dots: readonly number[],
  near?: ArrayLike<number>
): [size: number, dots: readonly number[]][] {
  if (!near) return [[steps, dots]];
  const sizes = d3.group(dots, (dot) => Math.round(steps * near[dot]));
  return d3.sort(sizes, ([size]) => size);
}
