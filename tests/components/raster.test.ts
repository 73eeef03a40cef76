import {describe, expect, it} from "vitest";
import {Raster, stampOf} from "../../src/components/raster.ts";

const [white, black, red] = [
  [255, 255, 255],
  [0, 0, 0],
  [255, 0, 0]
] as const;
const disc = stampOf({r: 4, width: 0}, black, black);
const ring = stampOf({r: 4, width: 2}, white, red);

/** A white raster with some dots. */
function drawn(dots: [stamp: typeof disc, x: number, y: number][]) {
  const raster = new Raster(30, 20, white);
  raster.clear();
  for (const [stamp, x, y] of dots) raster.stamp(stamp, x, y);
  const at = (x: number, y: number) => [...raster.bytes.slice(4 * (30 * y + x), 4 * (30 * y + x) + 4)];
  /** How much black there is, in pixels, and where its middle is. */
  const ink = () => {
    let [sum, x, y] = [0, 0, 0];
    for (let i = 0; i < 30 * 20; i++) {
      const dark = (255 - raster.bytes[4 * i + 1]) / 255;
      sum += dark;
      x += dark * ((i % 30) + 0.5);
      y += dark * (Math.floor(i / 30) + 0.5);
    }
    return {sum, x: x / sum, y: y / sum};
  };
  return {raster, at, ink};
}

describe("a raster", () => {
  it("draws a disc as large as it is, where it is", () => {
    for (const [x, y] of [
      [10, 10],
      [12.25, 9.5],
      [12.9, 9.4]
    ]) {
      const ink = drawn([[disc, x, y]]).ink();
      expect(ink.sum / (Math.PI * 16)).toBeCloseTo(1, 1);
      expect(Math.abs(ink.x - x)).toBeLessThan(0.15);
      expect(Math.abs(ink.y - y)).toBeLessThan(0.15);
    }
  });

  it("draws a ring with its inside, upon what is there", () => {
    const {at} = drawn([
      [disc, 10.5, 10.5],
      [ring, 10.5, 10.5]
    ]);
    expect(at(10, 10)).toEqual([255, 255, 255, 255]);
    expect(at(14, 10)).toEqual([255, 0, 0, 255]);
    expect(at(20, 10)).toEqual([255, 255, 255, 255]);
  });

  it("mixes colours at an edge", () => {
    const half = new Raster(30, 20, white);
    half.clear();
    const [r, g, b] = [10, 200, 90];
    half.stamp(stampOf({r: 4, width: 0}, [r, g, b], [r, g, b]), 10, 10);
    for (let i = 0; i < half.bytes.length; i += 4) {
      const share = (255 - half.bytes[i]) / (255 - r); // of the dot in this pixel
      expect(Math.abs(half.bytes[i + 1] - (255 + share * (g - 255)))).toBeLessThan(3);
      expect(Math.abs(half.bytes[i + 2] - (255 + share * (b - 255)))).toBeLessThan(3);
    }
  });

  it("leaves out what is outside, and puts nothing on the other side", () => {
    const {ink, at} = drawn([
      [disc, 0, 10],
      [disc, 30, 20],
      [disc, -40, 10],
      [disc, 10, 400]
    ]);
    expect(ink().sum / (Math.PI * 16)).toBeCloseTo(0.75, 1);
    expect(at(29, 10)).toEqual([255, 255, 255, 255]);
  });

  it("fades dots upon each other as one", () => {
    const once = drawn([[disc, 10.5, 10.5]]);
    const twice = drawn([
      [disc, 10.5, 10.5],
      [disc, 10.5, 10.5]
    ]);
    for (const {raster} of [once, twice]) raster.fade(0.2);
    expect(twice.at(10, 10)).toEqual(once.at(10, 10));
    expect(Math.abs(once.at(10, 10)[0] - 0.8 * 255)).toBeLessThan(2);
    expect(once.at(20, 10)).toEqual([255, 255, 255, 255]);
  });
});
