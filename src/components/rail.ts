/** The drawing of the depth rail: cells, what is told beside them, words. Styles by class are in style.css. */
import * as d3 from "npm:d3";
import {svg} from "./dom.js";
import {percent} from "./format.js";

/** What is said of each depth beside its cell. */
export interface Measure {
  /** In words: "nearest neighbour has the same label". */
  name: string;
  /** 0…1 by depth, that of depth 1 first; NaN where it is not known yet. */
  values: number[];
  /** What guessing would give. */
  chance: number;
  /** Another network's values by depth, which stand in the place of chance, and its name. */
  beside?: {name: string; values: number[]};
  /** How a value is written, if not as a percentage. */
  format?: (value: number) => string;
}

/** Blocks that were run, 1…depths, of the whole model's. */
export interface Blocks {
  depths: number;
  layers: number;
}

export interface Geometry {
  horizontal: boolean;
  width: number;
  height: number;
  /** Pixels from one block to the next. */
  pitch: number;
  /** A cell's length along the rail. */
  cell: number;
  /** The middle of a block's cell along the rail. */
  along: (depth: number) => number;
  /** Where a share stands across the rail. */
  across: (share: number) => number;
}

const thickness = {vertical: 104, horizontal: 66};
const block = {vertical: 18, horizontal: 12};
const foot = 40;
const head = 40;

/** "depth 15 of 30; nearest neighbour has the same label: 94 %, by chance 11 %". */
export function railText(depth: number, layers: number, measure: Measure | null): string {
  const at = `depth ${depth} of ${layers}`;
  if (!measure || Number.isNaN(measure.values[depth - 1])) return at;
  return `${at}; ${measure.name}: ${written(measure, depth)}`;
}

/** "94 %, by chance 11 %". */
function written(measure: Measure, depth: number): string {
  const {values, beside, format = percent} = measure;
  const tick = tickOf(measure, depth);
  const other = Number.isFinite(tick) ? `, ${beside?.name ?? "by chance"} ${format(tick)}` : "";
  return `${format(values[depth - 1])}${other}`;
}

/** What a depth's value is held against. */
const tickOf = ({beside, chance}: Measure, depth: number): number =>
  beside ? (beside.values[depth - 1] ?? NaN) : chance;

/** Where things stand on a rail so many pixels long. */
export function geometryOf(length: number, horizontal: boolean, layers: number): Geometry {
  const [start, end] = horizontal ? [2, 2] : [foot, head];
  const pitch = (length - start - end) / layers;
  const cell = Math.max(2, pitch - (pitch > 9 ? 2.5 : 1.5));
  const along = (depth: number) =>
    horizontal ? start + (depth - 0.5) * pitch : length - start - (depth - 0.5) * pitch;
  const [from, to] = horizontal
    ? [thickness.horizontal - block.horizontal - 7, 22]
    : [block.vertical + 10, thickness.vertical - 34];
  const across = d3.scaleLinear([0, 1], [from, to]).clamp(true);
  const [width, height] = horizontal ? [length, thickness.horizontal] : [thickness.vertical, length];
  return {horizontal, width, height, pitch, cell, along, across};
}

/** Draws the rail at a depth. */
export function drawRail(
  geometry: Geometry,
  value: number,
  {depths, layers}: Blocks,
  measure: Measure | null
): SVGSVGElement {
  const {width, height} = geometry;
  const children = d3.range(1, layers + 1).flatMap((depth) => {
    if (depth > depths) return [never(geometry, depth)];
    const state = depth === value ? "here" : depth < value ? "applied" : "ahead";
    const told = measure ? beside(geometry, depth, measure) : [];
    return [svg(document, "g", {class: state}, cell(geometry, depth, depth === value), ...told)];
  });
  const texts = railWords(geometry, value, {depths, layers}, measure);
  return svg(document, "svg", {width, height, "aria-hidden": "true"}, ...children, ...texts);
}

/** A block that can be chosen; the handle is larger than the rest. */
function cell({horizontal, height, along, cell}: Geometry, depth: number, here: boolean): SVGElement {
  const grow = here ? 2 : 0;
  const [a, size] = [along(depth) - cell / 2 - grow, cell + 2 * grow];
  const [b, thick] = horizontal
    ? [height - block.horizontal - grow, block.horizontal - 1 + 2 * grow]
    : [0.5 - grow, block.vertical + 2 * grow];
  const box = horizontal
    ? {x: a, width: size, y: b, height: thick}
    : {x: b, width: thick, y: a, height: size};
  return svg(document, "rect", {class: "cell", "data-depth": depth, rx: 2 + grow / 2, ...box});
}

/** A block that no depth of this build reaches: a dot, not a box. */
function never({horizontal, height, along, cell}: Geometry, depth: number): SVGElement {
  const r = Math.min(1.6, cell / 3);
  const [cx, cy] = horizontal
    ? [along(depth), height - block.horizontal / 2]
    : [block.vertical / 2 + 0.5, along(depth)];
  return svg(document, "circle", {class: "never", r, cx, cy});
}

/** The measure as a dot, chance as a tick, and between them what was found. */
function beside({horizontal, along, across, cell}: Geometry, depth: number, measure: Measure): SVGElement[] {
  const value = measure.values[depth - 1];
  if (!Number.isFinite(value)) return [];
  const tick = tickOf(measure, depth);
  const [a, v, c] = [along(depth), across(value), across(Number.isFinite(tick) ? tick : value)];
  const line = horizontal ? {x1: a, x2: a, y1: c, y2: v} : {y1: a, y2: a, x1: c, x2: v};
  const stroke = horizontal ? `M${a - cell / 2},${c}h${cell}` : `M${c},${a - cell / 2}v${cell}`;
  const at = horizontal ? {cx: a, cy: v} : {cx: v, cy: a};
  return [
    svg(document, "line", {class: "found", ...line}),
    svg(document, "path", {class: "chance", d: stroke}),
    svg(document, "circle", {class: "measure", r: Math.min(2.8, cell / 2), ...at})
  ];
}

function railWords(geometry: Geometry, value: number, blocks: Blocks, told: Measure | null): SVGElement[] {
  const measure = told && Number.isFinite(told.values[value - 1]) ? told : null;
  return geometry.horizontal
    ? [wordsAbove(geometry, value, blocks, measure)]
    : wordsBeside(geometry, value, blocks, measure);
}

function wordsAbove(
  {width, along}: Geometry,
  value: number,
  {layers}: Blocks,
  measure: Measure | null
): SVGElement {
  const told = measure ? ` · ${written(measure, value)}` : "";
  const words = `depth ${value} of ${layers}${told}`;
  const x = Math.max(0, Math.min(along(value) - 30, width - 7 * words.length));
  return svg(document, "text", {class: "now", x, y: 12}, words);
}

function wordsBeside(
  {height, along, across}: Geometry,
  value: number,
  {depths, layers}: Blocks,
  measure: Measure | null
): SVGElement[] {
  const text = (words: string, x: number, y: number, kind: string) =>
    svg(document, "text", {x, y, class: kind}, words);
  const depth = [text("depth", 0, height - 22, "now"), text(`${value} of ${layers}`, 0, height - 6, "now")];
  const top = along(layers);
  const rest =
    layers > depths
      ? [text(`${depths + 1}–${layers}`, 27, top + 4, "unrun"), text("not run", 27, top + 18, "unrun")]
      : [];
  if (!measure) return [...depth, ...rest];
  const x = block.vertical + 11;
  const key = [
    svg(document, "path", {class: "chance", d: `M${x},3v10`}),
    text(measure.beside?.name ?? "by chance", x + 7, 12, "unrun"),
    svg(document, "circle", {class: "measure", cx: x, cy: 24, r: 2.8}),
    text(measure.beside ? "trained" : "found", x + 7, 28, "unrun")
  ];
  const now = text(
    (measure.format ?? percent)(measure.values[value - 1]),
    across(measure.values[value - 1]) + 9,
    along(value) + 4.5,
    "value"
  );
  return [...depth, ...rest, ...key, now];
}
