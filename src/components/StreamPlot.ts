/** A statement's tokens on their way up through the blocks: a cell is one token after one block. */
import {svg} from "./dom.js";
import {background, fontFamily, trim} from "./furniture.js";
import {paint} from "./ink.js";
import type {Theme} from "./ink.js";
import type {StreamReport} from "../data/rows.js";

export interface StreamPlotOptions {
  width: number;
  height: number;
  depth: number;
  /** Blocks of the whole model. */
  layers: number;
  theme?: Theme;
}

/** Below the grid stand the tokens, and what they are. */
const foot = 42;
/** Above it, what was not run. */
const head = 18;

/** Where a depth's row of cells begins and how high it is. */
export function rowsOf({height, layers}: Pick<StreamPlotOptions, "height" | "layers">) {
  const pitch = (height - foot - head) / layers;
  return {pitch, top: (depth: number) => head + (layers - depth) * pitch};
}

/** The depth at a height, within 1…deepest. */
export function depthAt(
  y: number,
  size: Pick<StreamPlotOptions, "height" | "layers">,
  deepest: number
): number {
  const {pitch} = rowsOf(size);
  return Math.max(1, Math.min(deepest, Math.ceil((size.height - foot - y) / pitch)));
}

/** How dark a cell is: the root of what its block added, as a share of what was there. */
export const shadeOf = (change: number): number => Math.min(1, Math.sqrt(change));

/**
 * Draws the grid as far as `depth`: darker, the more the block added; the last token's column in the colour of what is
 * kept.
 */
export function StreamPlot(stream: StreamReport, options: StreamPlotOptions): SVGSVGElement {
  const {width, height, theme} = options;
  const shape = {width, height, viewBox: `0 0 ${width} ${height}`, class: "stream-plot"};
  return svg(
    document,
    "svg",
    shape,
    ...(theme ? [background(document, options, theme)] : []),
    ...cells(stream, options),
    ...ring(stream, options),
    ...pieces(stream, options),
    ...words(stream, options)
  );
}

function cells({tokens, changes}: StreamReport, options: StreamPlotOptions): SVGElement[] {
  const {width, depth, layers, theme} = options;
  const {pitch, top} = rowsOf(options);
  const column = width / tokens.length;
  const cell = (at: number, token: number) => {
    const run = at <= changes.length;
    const applied = at <= depth;
    return svg(document, "rect", {
      x: trim(token * column + 1),
      y: trim(top(at) + 1),
      width: trim(column - 2),
      height: trim(Math.max(1, pitch - 2)),
      rx: 2,
      fill: applied ? paint(token === tokens.length - 1 ? "act" : "ink", theme) : "none",
      "fill-opacity": applied ? trim(0.06 + 0.84 * shadeOf(changes[at - 1][token])) : 0,
      stroke: paint(run ? "ink-3" : "rule", theme),
      "stroke-opacity": applied ? 0 : run ? 0.45 : 1,
      "data-depth": at,
      "data-token": token
    });
  };
  return Array.from({length: layers}, (_, i) => tokens.map((__, token) => cell(i + 1, token))).flat();
}

/** Around the vector that is taken out, with its depth. */
function ring({tokens}: StreamReport, options: StreamPlotOptions): SVGElement[] {
  const {width, depth, theme} = options;
  const {pitch, top} = rowsOf(options);
  const column = width / tokens.length;
  const left = width - column;
  return [
    svg(document, "rect", {
      ...{class: "ring", x: trim(left - 1), y: trim(top(depth) - 1), rx: 4},
      ...{width: trim(column), height: trim(pitch + 2)},
      ...{fill: "none", stroke: paint("ink", theme), "stroke-width": 2}
    }),
    text(`depth ${depth}`, left - 8, top(depth) + pitch / 2 + 4, {
      ...{"text-anchor": "end", fill: paint("ink", theme), "font-weight": 700},
      ...{stroke: paint("paper", theme), "stroke-width": 4, "paint-order": "stroke"}
    })
  ];
}

function pieces({tokens}: StreamReport, {width, height, theme}: StreamPlotOptions): SVGElement[] {
  const column = width / tokens.length;
  const size = trim(Math.min(13, Math.max(8, column / 4)));
  return tokens.map((piece, token) => {
    const last = token === tokens.length - 1;
    return text(visible(piece, token), (token + 0.5) * column, height - foot + 17, {
      ...{"text-anchor": "middle", "font-size": size, "font-weight": last ? 700 : 400},
      fill: paint(last ? "act" : "ink", theme)
    });
  });
}

function words({changes}: StreamReport, {height, layers, theme}: StreamPlotOptions): SVGElement[] {
  const fill = {fill: paint("ink-2", theme)};
  const unrun = `blocks ${changes.length + 1} to ${layers} were not run`;
  return [
    text("the statement, token by token →", 0, height - 4, fill),
    ...(layers > changes.length ? [text(unrun, 0, 11, fill)] : [])
  ];
}

function text(told: string, x: number, y: number, attributes: Record<string, string | number>): SVGElement {
  const style = {"font-size": 11.5, "font-family": fontFamily};
  return svg(document, "text", {x: trim(x), y: trim(y), ...style, ...attributes}, told);
}

/** The first token stands before every statement; a leading space is not shown. */
const visible = (piece: string, token: number): string => (token === 0 ? "start" : piece.trim() || "·");

/** The vector as cells in rows of 32: dark above zero, coloured below, the stronger the further from it. */
export function VectorPlot(vector: readonly number[], width: number, theme?: Theme): SVGSVGElement {
  const columns = 32;
  const size = width / columns;
  const rows = Math.ceil(vector.length / columns);
  // One number of a vector can be a hundred times the others: the shade ends at the 99th percentile.
  const sorted = vector.map(Math.abs).sort((a, b) => a - b);
  const most = sorted[Math.floor(0.99 * (sorted.length - 1))] || 1;
  const cells = vector.map((value, i) =>
    svg(document, "rect", {
      x: trim((i % columns) * size + 0.5),
      y: trim(Math.floor(i / columns) * size + 0.5),
      width: trim(size - 1),
      height: trim(size - 1),
      fill: paint(value < 0 ? "act" : "ink", theme),
      "fill-opacity": trim(0.04 + 0.96 * Math.min(1, Math.abs(value) / most))
    })
  );
  return svg(
    document,
    "svg",
    {width, height: trim(rows * size), class: "vector-plot", "aria-hidden": "true"},
    ...cells
  );
}
