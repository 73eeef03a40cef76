/** How far labels are apart at each depth: the trained network among its controls, named at the lines' ends. */
import * as Plot from "npm:@observablehq/plot";
import {fontFamily} from "./furniture.js";
import {paint} from "./ink.js";
import {depthText} from "./reading.js";
import {domainOf, hasInterval} from "./separation.js";
import type {Separation} from "./separation.js";
import {spread} from "./spread.js";

export interface SeparationOptions {
  width: number;
  height: number;
  /** The depth that numbers are shown of. */
  depth: number;
  /** The last depth that was run. */
  deepest: number;
  /** Depths that other pictures show. */
  shown: readonly number[];
}

/** From this width on there is room for long names. */
const roomy = 620;

/** Room around the curves, in pixels. */
export function marginsOf(width: number) {
  return {marginLeft: 46, marginRight: width < roomy ? 96 : 164, marginTop: 20, marginBottom: 42};
}

/** Draws the curves; there must be some. */
export function SeparationPlot(separation: Separation, options: SeparationOptions): SVGSVGElement {
  const {width, height, depth, deepest} = options;
  const [low, high] = domainOf(separation);
  const plot = Plot.plot({
    width,
    height,
    ...marginsOf(width),
    style: {fontFamily, fontSize: "12px", background: "none", color: paint("ink-2"), overflow: "visible"},
    x: {
      domain: [1, deepest],
      ticks: depthTicks(deepest, width),
      tickFormat: "d",
      tickSize: 0,
      tickPadding: 12,
      label: "depth: blocks applied",
      labelArrow: "none",
      labelAnchor: "left"
    },
    y: {domain: [low, high], ticks: 5, tickFormat: separation.kind.format, tickSize: 0, label: null},
    marks: [
      Plot.gridY({ticks: 5, stroke: paint("rule"), strokeOpacity: 1}),
      ...lines(separation, low),
      ...ends(separation, options, [low, high]),
      ...here(separation, options, low)
    ]
  }) as SVGSVGElement; // an svg, as no legend or title is asked for that would wrap it in a figure
  plot.setAttribute("class", "separation");
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", depthText(separation, depth));
  plot.querySelector("style")?.remove();
  return plot;
}

/** Every depth, or every other, as far as there is room. */
function depthTicks(deepest: number, width: number): number[] {
  const step = Math.ceil((deepest * 26) / Math.max(1, width - 150));
  return Array.from({length: deepest}, (_, i) => i + 1).filter((depth) => depth === 1 || depth % step === 0);
}

const by = {x: "depth", y: "value"} as const;

/** The band of permuted labels, then the controls, then the trained network above them, in the strip of its interval. */
function lines({trained, shuffled, tokens, likelihood}: Separation, low: number): Plot.Markish[] {
  const known = trained.filter(({nullHigh}) => Number.isFinite(nullHigh));
  const sure = trained.filter(hasInterval);
  const quiet = {stroke: paint("ink-2"), strokeWidth: 1.1, strokeOpacity: 0.75};
  return [
    Plot.areaY(known, {x: "depth", y1: low, y2: "nullHigh", fill: paint("ink-3"), fillOpacity: 0.16}),
    Plot.line(known, {x: "depth", y: "chance", stroke: paint("ink-3"), strokeWidth: 1}),
    ...shuffled.map((rows) => Plot.line(rows, {...by, ...quiet})),
    ...level(tokens, {strokeWidth: 1.6, strokeDasharray: "0.1 5", strokeLinecap: "round"}),
    ...level(likelihood, {strokeWidth: 1.2, strokeDasharray: "7 4"}),
    ...(sure.length > 0
      ? [Plot.areaY(sure, {x: "depth", y1: "low", y2: "high", fill: paint("ink"), fillOpacity: 0.13})]
      : []),
    Plot.line(trained, {...by, stroke: paint("paper"), strokeWidth: 5.5}),
    Plot.line(trained, {...by, stroke: paint("ink"), strokeWidth: 2.6}),
    Plot.dot(trained, {...by, r: 2.6, fill: paint("ink"), stroke: paint("paper"), strokeWidth: 0.75})
  ];
}

/** What is the same at every depth, where it is known. */
function level(value: number, line: Plot.RuleYOptions): Plot.Markish[] {
  return Number.isFinite(value) ? [Plot.ruleY([value], {stroke: paint("ink-2"), ...line})] : [];
}

interface End {
  text: string;
  value: number;
  strong?: boolean;
}

/** The lines' names at their ends, moved apart as far as they must be. */
function ends(
  separation: Separation,
  {width, height, deepest}: SeparationOptions,
  [low, high]: [number, number]
): Plot.Markish[] {
  const {marginTop, marginBottom} = marginsOf(width);
  const room = height - marginTop - marginBottom;
  const list = endsOf(separation, width < roomy);
  const pixels = (value: number) => marginTop + (1 - (value - low) / (high - low)) * room;
  const places = spread(
    list.map(({value}) => pixels(value)),
    15,
    marginTop,
    height - marginBottom
  );
  return list.map(({text, value, strong}, i) =>
    Plot.text([text], {
      x: () => deepest,
      y: () => value,
      dx: 12,
      dy: places[i] - pixels(value),
      textAnchor: "start",
      fill: paint(strong ? "ink" : "ink-2"),
      fontWeight: strong ? 700 : 400,
      fontSize: strong ? 14 : 12
    })
  );
}

function endsOf({trained, shuffled, tokens, likelihood}: Separation, short: boolean): End[] {
  const last = trained[trained.length - 1];
  const finals = shuffled.map((rows) => rows[rows.length - 1].value);
  const mean = finals.reduce((sum, value) => sum + value, 0) / finals.length;
  const list: End[] = [
    {text: "trained", value: last.value, strong: true},
    {
      text: short ? "shuffled" : `weights shuffled${finals.length > 1 ? `, ${finals.length} times` : ""}`,
      value: mean
    },
    {text: short ? "tokens alone" : "tokens alone, no order", value: tokens},
    {text: short ? "likelihood" : "own log-probability", value: likelihood},
    {text: short ? "permuted" : "permuted labels, 95 %", value: last.nullHigh},
    {text: short ? "their mean" : "permuted labels, mean", value: last.chance}
  ];
  return list.filter(({value}) => Number.isFinite(value));
}

/** The depth that is pointed at, with its number; below the axis, the depths of the pictures. */
function here(
  separation: Separation,
  {depth, width, shown, deepest}: SeparationOptions,
  low: number
): Plot.Markish[] {
  const {kind, trained, shuffled} = separation;
  const at = trained.filter((row) => row.depth === depth);
  const controls = shuffled.flat().filter((row) => row.depth === depth);
  const right = depth > deepest * 0.85 || (width < roomy && depth > deepest * 0.7);
  const act = paint("act");
  return [
    Plot.dot(shown, {x: (d: number) => d, y: () => low, dy: 6, symbol: "triangle", r: 3.4, fill: act}),
    Plot.ruleX(at, {x: "depth", stroke: act, strokeWidth: 1.3}),
    Plot.dot(controls, {...by, r: 3, fill: paint("paper"), stroke: paint("ink-2"), strokeWidth: 1.4}),
    Plot.dot(at, {...by, r: 6.5, fill: act, stroke: paint("paper"), strokeWidth: 2}),
    Plot.text(at, {
      ...by,
      text: (row: (typeof at)[number]) => kind.format(row.value),
      dx: right ? -11 : 11,
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
