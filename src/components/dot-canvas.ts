/** A canvas of dots, as sharp as the screen and in the page's colours, which follow the reader's system; on paper in those of paper. */
import {el} from "./dom.js";
import type {Look} from "./dots.js";
import {darkScreen, inkRgb} from "./ink.js";
import type {InkName, Theme} from "./ink.js";
import {Raster, stampOf} from "./raster.js";
import type {Stamp} from "./raster.js";

/** Dots to be drawn, in pixels of the page. */
export interface Scene {
  /** `[dots]` */
  x: ArrayLike<number>;
  y: ArrayLike<number>;
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

/** Pixels to one of the page's, on paper. */
const printed = 3;

export class DotCanvas {
  readonly element = el("canvas", {"aria-hidden": "true"});
  private readonly following = new AbortController();
  private drawing: {raster: Raster; stamps: Stamp[]; ratio: number} | null = null;
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
    addEventListener("beforeprint", () => this.prepare(printed, "light"), {signal});
    addEventListener("afterprint", () => this.prepare(), {signal});
  }

  /** Draws when the next frame is due, however often it is called until then. */
  draw(scene: Scene): void {
    this.scene = scene;
    if (this.frame === 0) this.frame = requestAnimationFrame(() => this.drawNow(scene));
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

  /** Makes what is drawn with in other colours or another resolution, and draws. */
  private prepare(ratio = devicePixelRatio, theme = pageTheme()): void {
    this.drawing = this.prepared(ratio, theme);
    this.drawNow();
  }

  private prepared(ratio: number, theme: Theme) {
    const rgb = (name: InkName) => inkRgb(name, theme);
    const [width, height] = [Math.round(this.size.width * ratio), Math.round(this.size.height * ratio)];
    const scaled = ({r, width}: Look) => ({r: r * ratio, width: width * ratio});
    const stamps = this.looks.map((look) => stampOf(scaled(look), rgb(look.fill), rgb(look.stroke)));
    [this.element.width, this.element.height] = [width, height];
    return {raster: new Raster(width, height, rgb("paper")), stamps, ratio};
  }

  private put({x, y, of, levels}: Scene): void {
    this.drawing ??= this.prepared(devicePixelRatio, pageTheme());
    const {raster, stamps, ratio} = this.drawing;
    raster.clear();
    levels.forEach(({left, dots}, i) => {
      for (const dot of dots) raster.stamp(stamps[of[dot]], ratio * x[dot], ratio * y[dot]);
      if (dots.length > 0) raster.fade(left / (levels.at(i + 1)?.left ?? 1));
    });
    const image = new ImageData(raster.bytes, raster.width, raster.height);
    this.element.getContext("2d", {alpha: false})?.putImageData(image, 0, 0);
  }
}

const pageTheme = (): Theme => (matchMedia(darkScreen).matches ? "dark" : "light");
