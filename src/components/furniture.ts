/** What a map has instead of axes: a compass of the components, a scale bar, and the groups' names. */
import * as d3 from "npm:d3";
import {svg} from "./dom.js";
import type {Encoding} from "./encoding.js";
import {percent} from "./format.js";
import {paint} from "./ink.js";
import type {Theme} from "./ink.js";
import type {Layout, Size} from "./layout.js";

/** Of the words in every plot; the further names are for pictures that leave the site. */
export const fontFamily = '"Instrument Sans", "Helvetica Neue", Arial, sans-serif';

/** Compass and scale bar of a projection. */
export function furniture(owner: Document, layout: Layout, theme?: Theme): SVGGElement {
  return svg(
    owner,
    "g",
    {class: "furniture", "aria-hidden": "true"},
    ...compass(owner, layout, theme),
    ...bar(owner, layout, theme)
  );
}

/** Arms along the first two components as they lie in this frame, as long as the root of their share of the variance. */
function compass(owner: Document, {width, height, frame}: Layout, theme?: Theme): SVGElement[] {
  const reach = Math.min(24, width * 0.06);
  const [x, y] = [reach + 6, height - reach - 4];
  const line = paint("ink-3", theme);
  const arms = frame.arms.map(([dx, dy], k) => {
    const length = frame.share[0] > 0 ? reach * Math.sqrt(frame.share[k] / frame.share[0]) : 0;
    const at = {x1: x - dx * length, y1: y + dy * length, x2: x + dx * length, y2: y - dy * length};
    return svg(owner, "line", {...trimmed(at), stroke: line, "stroke-width": k === 0 ? 2 : 1});
  });
  const words = ["PC1", "PC2"].map((name, k) =>
    svg(
      owner,
      "text",
      {
        "text-anchor": "start",
        x: x + reach + 12,
        y: height - 22 + 15 * k,
        "font-size": 11.5,
        fill: paint("ink-2", theme)
      },
      `${name} ${percent(frame.share[k])}${k === 0 ? " of the variance" : ""}`
    )
  );
  return [...arms, ...words];
}

/** A round length in the vector's own units: norms grow with depth while the frame stays. */
function bar(
  owner: Document,
  {width, height, scale, frame, standardised}: Layout,
  theme?: Theme
): SVGElement[] {
  if (frame.unit === 0) return [];
  const pixels = scale / frame.unit;
  const step = d3.tickStep(0, Math.min(110, width / 5) / pixels, 1.3);
  const [x, y] = [width - 8, height - 26];
  const unit = standardised ? "standard deviation" : "unit";
  const path = `M${trim(x - step * pixels)},${y}v6h${trim(step * pixels)}v-6`;
  return [
    svg(owner, "path", {d: path, fill: "none", stroke: paint("ink-3", theme)}),
    svg(
      owner,
      "text",
      {x, y: y + 19, "text-anchor": "end", "font-size": 11.5, fill: paint("ink-2", theme)},
      `${step} ${unit}${step === 1 ? "" : "s"}${standardised ? "" : " of the vector"}`
    )
  ];
}

/** The groups' names; each `text` carries the number of its entry. */
export function names(owner: Document, layout: Layout, {entries}: Encoding, theme?: Theme): SVGGElement {
  const texts = layout.labels.map(({entry, x, y}) => {
    const at = {
      ...trimmed({x, y}),
      dy: "0.35em",
      "data-entry": entry,
      fill: paint(entries[entry].word, theme)
    };
    return svg(owner, "text", at, entries[entry].text);
  });
  const halo = {
    stroke: paint("paper", theme),
    "stroke-width": 4,
    "stroke-linejoin": "round",
    "paint-order": "stroke"
  };
  const type = {"font-size": layout.width < 480 ? 12 : 14, "font-weight": 650, "text-anchor": "middle"};
  return svg(owner, "g", {class: "names", "aria-hidden": "true", ...halo, ...type}, ...texts);
}

/** The paper under a picture that is a file. */
export const background = (owner: Document, {width, height}: Size, theme: Theme): SVGRectElement =>
  svg(owner, "rect", {width, height, fill: paint("paper", theme)});

/** A number for an attribute: two decimals, so that a picture is the same on every machine. */
export const trim = (value: number): number => Number(value.toFixed(2));

const trimmed = (values: Record<string, number>) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, trim(value)]));
