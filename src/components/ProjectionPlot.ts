/** The projection on the first two principal components: one dot a statement. */
import * as Plot from "npm:@observablehq/plot";
import * as d3 from "npm:d3";
import {lookOf} from "./dots.js";
import type {Encoding, Sign} from "./encoding.js";
import {background, fontFamily, furniture, names, trim} from "./furniture.js";
import {paint} from "./ink.js";
import type {Theme} from "./ink.js";
import {arrange} from "./layout.js";
import type {Label, Layout} from "./layout.js";
import type {Picture} from "./picture.js";
import {through} from "./through.js";

export interface ProjectionOptions {
  depth: number;
  encoding: Encoding;
  width: number;
  height: number;
  /** Dots alone, without compass and scale bar. */
  bare?: boolean;
  /** Colours as hex, for a file; without it they follow the page. */
  theme?: Theme;
  /** Names of groups beside their dots. */
  labels?: boolean;
  /** A line through the middles of classes that have an order. */
  line?: boolean;
  /** Whether the dots are drawn, or only what stands around them. */
  dots?: boolean;
  /** Dots that are not drawn. */
  hidden?: ReadonlySet<number>;
  /** Labels' places at the depth before. */
  before?: Label[];
  /** Where elements are made; the page's document if none is given. */
  document?: Document;
}

export interface Projection {
  svg: SVGSVGElement;
  layout: Layout;
}

/** Draws a picture's dots at one depth: an SVG whose `circle[data-row]` are the rows of the CSV. */
export function ProjectionPlot(picture: Picture, options: ProjectionOptions): SVGSVGElement {
  return drawProjection(picture, options).svg;
}

/** As `ProjectionPlot`, with the layout that moving it to another depth starts from. */
export function drawProjection(picture: Picture, options: ProjectionOptions): Projection {
  const {depth, encoding, width, height, bare, theme, labels = true, line, hidden} = options;
  const layout = arrange(
    picture,
    depth,
    {width, height, bare},
    labels ? encoding : undefined,
    options.before
  );
  const shown = d3.range(picture.rows.length).filter((i) => !hidden?.has(i));
  const owner = options.document ?? document;
  const plot = Plot.plot({
    document: owner,
    width,
    height,
    margin: 0,
    x: pixels,
    y: pixels,
    style: {fontFamily, overflow: "visible", background: "none"},
    marks: [
      ...(line ? [() => through(owner, layout, encoding, theme)] : []),
      ...(options.dots === false ? [] : [dots(picture, layout, shown, encoding, theme)]),
      ...(options.dots === false ? [] : signs(picture, layout, shown, encoding, theme)),
      () => names(owner, layout, encoding, theme),
      ...(bare ? [] : [() => furniture(owner, layout, theme)])
    ]
  }) as SVGSVGElement; // an svg, as no legend or title is asked for that would wrap it in a figure
  interleave(plot);
  plot.setAttribute("class", "projection");
  plot.querySelector("style")?.remove();
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", `${shown.length} statements as dots at depth ${depth}`);
  if (theme) plot.prepend(background(owner, options, theme));
  return {svg: plot, layout};
}

/** The layout has put everything in its place already. */
const pixels: Plot.ScaleOptions = {type: "identity", axis: null};

/** Puts each sign upon its own dot, so that a dot in front covers the signs behind it. */
function interleave(plot: SVGSVGElement): void {
  const circles = new Map(
    [...plot.querySelectorAll("[data-row]")].map((dot) => [dot.getAttribute("data-row"), dot])
  );
  for (const group of plot.querySelectorAll(".signs")) {
    for (const sign of [...group.children]) {
      for (const name of ["fill", "stroke-width", "stroke-linecap"])
        sign.setAttribute(name, group.getAttribute(name) ?? "");
      circles.get(sign.getAttribute("data-sign"))?.after(sign);
    }
    group.remove();
  }
}

function dots(
  {rows}: Picture,
  {x, y, r}: Layout,
  shown: number[],
  {entries, of}: Encoding,
  theme?: Theme
): Plot.Dot {
  const looks = entries.map((entry) => lookOf(entry, r));
  const look = (i: number) => looks[of[i]];
  return Plot.dot(shown, {
    x: (i: number) => trim(x[i]),
    y: (i: number) => trim(y[i]),
    r: {value: (i: number) => trim(look(i).r), scale: null},
    fill: {value: (i: number) => paint(look(i).fill, theme), scale: null},
    stroke: {value: (i: number) => paint(look(i).stroke, theme), scale: null},
    strokeWidth: (i: number) => trim(look(i).width),
    sort: null,
    className: "dots",
    render: tagged("data-row", rows, shown)
  });
}

/** Signs inside the dots, one mark for each sign that occurs; too small to read, they are left out. */
function signs(
  {rows}: Picture,
  {x, y, r}: Layout,
  shown: number[],
  {entries, of}: Encoding,
  theme?: Theme
): Plot.Dot[] {
  if (r < 3.4) return [];
  return (["+", "-", "/"] as const).flatMap((sign) => {
    const some = shown.filter((i) => entries[of[i]].sign?.shape === sign);
    if (some.length === 0) return [];
    return Plot.dot(some, {
      x: (i: number) => trim(x[i]),
      y: (i: number) => trim(y[i]),
      r: r * 0.62,
      symbol: strokes[sign],
      fill: "none",
      stroke: {value: (i: number) => paint(entries[of[i]].sign?.ink ?? "ink", theme), scale: null},
      strokeWidth: trim(r * 0.26),
      strokeLinecap: "round",
      className: "signs",
      render: tagged("data-sign", rows, some)
    });
  });
}

/** Signs as Plot symbols; `size` is the area of a circle of the dot's radius. */
const strokes: Record<Sign, Plot.SymbolImplementation> = {
  "+": {
    draw: (context, size) => {
      stroke(context, half(size), 0);
      stroke(context, 0, half(size));
    }
  },
  "-": {draw: (context, size) => stroke(context, half(size), 0)},
  "/": {draw: (context, size) => stroke(context, trim(0.62 * half(size)), trim(-0.94 * half(size)))}
};

type Pen = Parameters<Plot.SymbolImplementation["draw"]>[0];

const half = (size: number) => trim(0.8 * Math.sqrt(size / Math.PI));

function stroke(context: Pen, x: number, y: number): void {
  context.moveTo(-x, -y);
  context.lineTo(x, y);
}

/** Gives each element of a mark its row as an attribute, for styles and tests, and its dot as datum, for d3. */
function tagged(attribute: string, rows: number[], dots: number[]): Plot.RenderFunction {
  return (index, scales, values, dimensions, context, next) => {
    const group = next?.(index, scales, values, dimensions, context) ?? null;
    [...(group?.children ?? [])].forEach((child, n) => {
      const dot = dots[index[n]];
      d3.select(child).datum(dot).attr(attribute, rows[dot]);
    });
    return group;
  };
}
