/**
 * Dots drawn into pixels by hand: thirty thousand in some milliseconds, with or without a graphics card. A canvas's own
 * circles and images take ten times as long where there is none.
 */
import type {Look} from "./dots.js";

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A dot, drawn once for each place it can have within a pixel: pixels' colours, and how much of each it covers. */
export interface Stamp {
  /** Pixels on a side. */
  size: number;
  /** `[phases, phases, size, size]`, as in an image. */
  colours: Uint32Array;
  /** As the colours, 0 to 256. */
  cover: Uint16Array;
}

/** Places within a pixel, in each direction: dots that move go in steps of a quarter. */
const phases = 4;

/** Pixels as an image has them: alpha, blue, green, red from the highest byte down, on every machine with a browser. */
const packed = ([red, green, blue]: Rgb): number => ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;

/** The colour that is `share` of the way, 0 to 256, from one packed colour to another. */
function mix(from: number, to: number, share: number): number {
  const [outer, green] = [from & 0xff00ff, from & 0xff00]; // red and blue at once, as neither reaches the other
  return (
    (0xff000000 |
      ((outer + ((((to & 0xff00ff) - outer) * share) >> 8)) & 0xff00ff) |
      ((green + ((((to & 0xff00) - green) * share) >> 8)) & 0xff00)) >>>
    0
  );
}

/** Places within a pixel, in each direction, that are asked whether the dot covers them. */
const samples = 5;

/** Draws a dot's disc and line for every place within a pixel; lengths are pixels of the raster. */
export function stampOf({r, width}: Pick<Look, "r" | "width">, fill: Rgb, stroke: Rgb): Stamp {
  const [inner, outer] = [r - width / 2, r + width / 2];
  const size = 2 * Math.ceil(outer) + 2;
  const all = phases * phases * size * size;
  const stamp: Stamp = {size, colours: new Uint32Array(all), cover: new Uint16Array(all)};
  const [inside, around] = [packed(fill), packed(stroke)];
  for (let i = 0; i < all; i++) {
    const phase = Math.floor(i / (size * size));
    const x = (i % size) - size / 2 - (phase % phases) / phases;
    const y = (Math.floor(i / size) % size) - size / 2 - Math.floor(phase / phases) / phases;
    let [disc, dot] = [0, 0];
    for (let k = 0; k < samples * samples; k++) {
      const [dx, dy] = [x + ((k % samples) + 0.5) / samples, y + (Math.floor(k / samples) + 0.5) / samples];
      const distance = Math.hypot(dx, dy);
      if (distance < inner) disc++;
      if (distance < outer) dot++;
    }
    if (dot === 0) continue;
    stamp.cover[i] = Math.round((256 * dot) / (samples * samples));
    stamp.colours[i] = mix(around, inside, Math.round((256 * disc) / dot));
  }
  return stamp;
}

export class Raster {
  /** Rows of pixels from the top, four bytes each. */
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
  private readonly pixels: Uint32Array;
  private readonly paper: number;

  constructor(
    readonly width: number,
    readonly height: number,
    paper: Rgb
  ) {
    this.paper = packed(paper);
    this.bytes = new Uint8ClampedArray(4 * width * height);
    this.pixels = new Uint32Array(this.bytes.buffer);
  }

  clear(): void {
    this.pixels.fill(this.paper);
  }

  /** Draws a dot with its middle at a place. What lies outside is left out. */
  stamp({size, colours, cover}: Stamp, x: number, y: number): void {
    const [column, row] = [Math.round(phases * x), Math.round(phases * y)]; // in quarters
    const [left, top] = [Math.floor(column / phases) - size / 2, Math.floor(row / phases) - size / 2];
    const phase = (column & (phases - 1)) + phases * (row & (phases - 1));
    const [first, last] = [Math.max(0, -left), Math.min(size, this.width - left)];
    for (let j = Math.max(0, -top); j < Math.min(size, this.height - top); j++) {
      let from = (phase * size + j) * size + first;
      let to = (top + j) * this.width + left + first;
      for (let i = first; i < last; i++, from++, to++) {
        const share = cover[from];
        if (share === 256) this.pixels[to] = colours[from];
        else if (share > 0) this.pixels[to] = mix(this.pixels[to], colours[from], share);
      }
    }
  }

  /** Leaves a share of everything that is drawn, 0 to 1: dots upon each other fade together, as one dot does. */
  fade(share: number): void {
    const {pixels, paper} = this;
    const kept = Math.round(256 * share);
    if (kept === 256) return;
    for (let i = 0; i < pixels.length; i++) if (pixels[i] !== paper) pixels[i] = mix(paper, pixels[i], kept);
  }
}
