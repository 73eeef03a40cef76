/** How well directions tell true from false at each depth: lines with their names at the ends, around one half. */
import * as Plot from "npm:@observablehq/plot";
import {fontFamily} from "./furniture.js";
import {paint} from "./ink.js";
import {spread} from "./spread.js";
import type {Point} from "./transfer.js";

export interface Line {
  name: string;
  points: readonly Point[];
  /**
   * The line in question, with its interval; the one it is to be compared with; where networks with shuffled weights come, from
   * `low` to `high`; any other.
   */
  role: "chosen" | "control" | "shuffled" | "other";
}

export interface AucOptions {
  width: number;
  height: number;
  /** The depth that is pointed at. */
  depth: number;
  /** The last depth that was run. */
  deepest: number;
  format: (value: number) => string;
}

/** From this width on there is room for long names. */
const roomy = 560;

/** Room around the lines, in pixels. */
export function aucMargins(width: number) {
  return {marginLeft: 40, marginRight: width < roomy ? 124 : 160, marginTop: 12, marginBottom: 40};
}

/** Draws the lines on an axis that has one half in it. */
export function AucPlot(lines: readonly Line[], options: AucOptions): SVGSVGElement {
  const {width, height, deepest, format} = options;
  const domain = domainOf(lines);
  const plot = Plot.plot({
    width,
    height,
    ...aucMargins(width),
    style: {fontFamily, fontSize: "12px", background: "none", color: paint("ink-2"), overflow: "visible"},
    x: {
      domain: [1, deepest],
      ticks: depthTicks(deepest, width),
      tickFormat: "d",
      tickSize: 0,
      tickPadding: 10,
      label: "depth: blocks applied",
      labelArrow: "none",
      labelAnchor: "left"
    },
    y: {domain, ticks: 5, tickFormat: (value: number) => format(value), tickSize: 0, label: null},
    marks: [
      Plot.gridY({ticks: 5, stroke: paint("rule"), strokeOpacity: 1}),
      ...lines.flatMap(band),
      Plot.ruleY([0.5], {stroke: paint("ink-3"), strokeWidth: 1.5}),
      ...lines.flatMap(strokes),
      ...here(lines, options),
      ...ends(lines, options, domain)
    ]
  }) as SVGSVGElement; // an svg, as no legend or title is asked for that would wrap it in a figure
  plot.setAttribute("class", "separation");
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", lines.map(({name}) => name).join(", "));
  plot.querySelector("style")?.remove();
  return plot;
}

/** What the axis covers: one half, and all lines. */
function domainOf(lines: readonly Line[]): [low: number, high: number] {
  const values = lines.flatMap(({points}) =>
    points.flatMap(({value, low, high, nullLow, nullHigh}) => [value, low, high, nullLow, nullHigh])
  );
  const known = values.filter(Number.isFinite);
  return [Math.min(0.4, ...known), Math.max(1, ...known)];
}

/** Every depth, or every other, as far as there is room. */
function depthTicks(deepest: number, width: number): number[] {
  const step = Math.ceil((deepest * 26) / Math.max(1, width - 150));
  return Array.from({length: deepest}, (_, i) => i + 1).filter((depth) => depth === 1 || depth % step === 0);
}

const by = {x: "depth", y: "value"} as const;

/** Where permuted labels lie, under the line in question. */
function band({points, role}: Line): Plot.Markish[] {
  const known = role === "chosen" ? points.filter(({nullLow}) => Number.isFinite(nullLow)) : [];
  if (known.length === 0) return [];
  return [
    Plot.areaY(known, {x: "depth", y1: "nullLow", y2: "nullHigh", fill: paint("ink-3"), fillOpacity: 0.16})
  ];
}

function strokes({points, role}: Line): Plot.Markish[] {
  if (role === "other") return [Plot.line(points, {...by, stroke: paint("ink-3"), strokeWidth: 1.2})];
  if (role === "shuffled") {
    const bar = {stroke: paint("ink-3"), strokeWidth: 5, strokeOpacity: 0.55};
    return [Plot.ruleX(points, {x: "depth", y1: "low", y2: "high", ...bar})];
  }
  if (role === "control")
    return [Plot.line(points, {...by, stroke: paint("ink-2"), strokeWidth: 1.8, strokeDasharray: "5 4"})];
  const known = points.filter(({low, high}) => Number.isFinite(low) && Number.isFinite(high));
  return [
    Plot.areaY(known, {x: "depth", y1: "low", y2: "high", fill: paint("ink"), fillOpacity: 0.13}),
    Plot.line(points, {...by, stroke: paint("paper"), strokeWidth: 5}),
    Plot.line(points, {...by, stroke: paint("ink"), strokeWidth: 2.6})
  ];
}

/** The lines' names at their ends, moved apart as far as they must be. */
function ends(
  lines: readonly Line[],
  {width, height, deepest}: AucOptions,
  [low, high]: [number, number]
): Plot.Markish[] {
  const {marginTop, marginBottom} = aucMargins(width);
  const pixels = (value: number) =>
    marginTop + (1 - (value - low) / (high - low)) * (height - marginTop - marginBottom);
  const named = lines.filter(({points}) => points.length > 0);
  const list = [
    ...named.map(({name, role, points}) => ({name, role, value: points[points.length - 1].value})),
    ...(lines.flatMap(band).length > 0 ? [{name: "permuted labels", role: "other", value: 0.5}] : [])
  ];
  const wanted = list.map(({value}) => pixels(value));
  const places = spread(wanted, 14.5, marginTop, height - marginBottom + 8);
  return list.map(({name, role, value}, i) =>
    Plot.text([name], {
      x: () => deepest,
      y: () => value,
      dx: 10,
      dy: places[i] - wanted[i],
      textAnchor: "start",
      fill: paint(role === "chosen" ? "ink" : "ink-2"),
      fontWeight: role === "chosen" ? 700 : 400,
      fontSize: role === "chosen" ? 13.5 : 12
    })
  );
}

/** The depth that is pointed at, with the number of the line in question. */
function here(lines: readonly Line[], {depth, deepest, format}: AucOptions): Plot.Markish[] {
  const at = lines
    .filter(({role}) => role === "chosen")
    .flatMap(({points}) => points.filter((point) => point.depth === depth));
  const right = depth > deepest * 0.85;
  const act = paint("act");
  return [
    Plot.ruleX([depth], {stroke: act, strokeWidth: 1.3}),
    Plot.dot(at, {...by, r: 6, fill: act, stroke: paint("paper"), strokeWidth: 2}),
    Plot.text(at, {
      ...by,
      text: ({value}: Point) => format(value),
      dx: right ? -10 : 10,
      dy: -13,
      textAnchor: right ? "end" : "start",
      fontSize: 15,
      fontWeight: 700,
      fill: act,
      stroke: paint("paper"),
      strokeWidth: 4
    })
  ];
}
