/** What a picture's canvas shows, which has no elements to be asked. */
import {readFile} from "node:fs/promises";
import type {Page} from "playwright-core";

const canvas = "#explorer .field canvas";

/** The picture as an SVG file, which is drawn in another way than the canvas. */
export async function savedPicture(page: Page): Promise<string> {
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.click("#explorer [data-download=svg]")
  ]);
  return readFile(await download.path(), "utf8");
}

/** Where the dots of a saved picture are, in its pixels, by row. */
export function savedDots(svg: string): Map<number, [x: number, y: number]> {
  const circles = svg.matchAll(/<circle[^>]* cx="([\d.-]+)" cy="([\d.-]+)"[^>]* data-row="(\d+)"/g);
  return new Map([...circles].map(([, x, y, row]) => [Number(row), [Number(x), Number(y)]]));
}

/** The share of pixels in which canvas and saved picture, without its words and lines, are clearly of different colours. */
export function difference(page: Page, svg: string): Promise<number> {
  return page.$eval(
    canvas,
    async (element, text) => {
      if (!(element instanceof HTMLCanvasElement)) throw new Error("there is no canvas");
      const {width, height} = element;
      const drawing = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
      for (const part of drawing.querySelectorAll(".names, .furniture")) part.remove();
      const image = new Image(width, height);
      image.src = URL.createObjectURL(new Blob([drawing.outerHTML], {type: "image/svg+xml"}));
      await image.decode();
      const [a, b] = [element, image].map((source) => {
        const context = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
        context?.drawImage(source, 0, 0, width, height);
        return context?.getImageData(0, 0, width, height).data ?? [];
      });
      let different = 0;
      for (let i = 0; i < a.length; i += 4)
        if (Math.max(...[0, 1, 2].map((k) => Math.abs(a[i + k] - b[i + k]))) > 72) different++;
      return different / (width * height);
    },
    svg
  );
}

/** What the canvas shows: the colour of its paper, and how far left and right of the middle are from that on average, 0 to 255. */
export function seen(page: Page): Promise<{paper: number[]; left: number; right: number}> {
  return page.$eval(canvas, (element) => {
    if (!(element instanceof HTMLCanvasElement)) throw new Error("there is no canvas");
    const {width, height} = element;
    const context = new OffscreenCanvas(width, height).getContext("2d", {willReadFrequently: true});
    context?.drawImage(element, 0, 0);
    const data = context?.getImageData(0, 0, width, height).data ?? [];
    let [left, right] = [0, 0];
    for (let i = 0; i < data.length; i += 4) {
      const far = Math.abs(data[i] - data[0]) + Math.abs(data[i + 1] - data[1]);
      if ((i / 4) % width < width / 2) left += far;
      else right += far;
    }
    const half = width * height;
    return {paper: [...data].slice(0, 3), left: left / half, right: right / half};
  });
}

/** What is written on the canvas for who cannot look at it. */
export async function told(page: Page, name: "dots" | "selected"): Promise<number> {
  return Number(await page.getAttribute(canvas, `data-${name}`));
}
