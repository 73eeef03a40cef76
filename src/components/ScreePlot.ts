/** Each component's share of the variance alone, among what permuted columns and other subjects give. */
import * as Plot from "npm:@observablehq/plot";
import {fontFamily} from "./furniture.js";
import {percent} from "./format.js";
import {paint} from "./ink.js";
import type {Theme} from "./ink.js";
import {componentText, hasInterval, isAboveChance, isChecked} from "./variance.js";
import type {VarianceRow} from "../data/rows.js";

export interface ScreeOptions {
  width: number;
  height: number;
  /** The component that is marked. */
  chosen: number;
  theme?: Theme;
  document?: Document;
}

/** How many components there is room for. */
export const screeComponents = 10;

/** Room around the dots, in pixels. */
export const screeMargins = {marginLeft: 44, marginRight: 10, marginTop: 34, marginBottom: 40};

/** Where the logarithmic axis may begin and end, and its ticks. */
const steps = [1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001, 0.0005];

/** Draws one depth's first components, in order. */
export function ScreePlot(variance: readonly VarianceRow[], options: ScreeOptions): SVGSVGElement {
  const {width, height, theme} = options;
  const rows = variance.slice(0, screeComponents).filter(({ratio}) => ratio > 0);
  const [start, end] = domainOf(rows);
  const ticks = steps.filter((step) => step >= start && step <= end);
  return Plot.plot({
    ...(options.document && {document: options.document}),
    width,
    height,
    ...screeMargins,
    style: {fontFamily, fontSize: "12px", background: "none", color: paint("ink-2", theme)},
    x: {
      domain: [0.4, screeComponents + 0.6],
      ticks: Array.from({length: screeComponents}, (_, i) => i + 1),
      tickFormat: "d",
      tickSize: 0,
      label: "component",
      labelArrow: "none"
    },
    y: {
      type: "log",
      domain: [start, end],
      ticks,
      tickFormat: (v: number) => percent(v, v < 0.001 ? 2 : v < 0.01 ? 1 : 0),
      tickSize: 0,
      label: null
    },
    marks: marks(rows, {...options, ticks})
  }) as SVGSVGElement; // an svg, as no legend or title is asked for that would wrap it in a figure
}

/** With room for a name below what is least. */
function domainOf(rows: readonly VarianceRow[]): [start: number, end: number] {
  const shares = rows
    .flatMap((row) => [row.ratio, row.low, row.high, row.nullHigh])
    .filter((share) => share > 0);
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  return [steps.find((step) => step < 0.7 * least) ?? 0.0005, steps.findLast((step) => step >= most) ?? 1];
}

function marks(rows: VarianceRow[], options: ScreeOptions & {ticks: number[]}): Plot.Markish[] {
  const {theme, ticks} = options;
  return [
    Plot.gridY(ticks, {stroke: paint("rule", theme), strokeOpacity: 1}),
    ...chance(rows.filter(isChecked), theme),
    ...single(rows, options),
    Plot.text(["each alone, logarithmic"], {
      frameAnchor: "top-left",
      dx: -screeMargins.marginLeft + 12,
      dy: -20,
      textAnchor: "start",
      fill: paint("ink-2", theme)
    })
  ];
}

/** The line of permuted columns, named below its end. */
function chance(known: VarianceRow[], theme?: Theme): Plot.Markish[] {
  const by = {x: "component", y: "nullHigh"} as const;
  const quiet = paint("ink-2", theme);
  return [
    Plot.line(known, {...by, stroke: quiet, strokeWidth: 1.3, strokeDasharray: "4 4"}),
    Plot.text(known.slice(-1), {
      ...by,
      text: () => "columns permuted, 95 %",
      textAnchor: "end",
      dx: 6,
      dy: 14,
      fill: quiet,
      stroke: paint("paper", theme),
      strokeWidth: 4
    })
  ];
}

/** Components with their intervals; what chance gives too is hollow. */
function single(rows: VarianceRow[], {chosen, theme}: ScreeOptions): Plot.Markish[] {
  const [act, ink, paper] = (["act", "ink", "paper"] as const).map((name) => paint(name, theme));
  const colour = ({component}: VarianceRow) => (component === chosen ? act : ink);
  const interval = {x: "component", y1: "low", y2: "high"} as const;
  return [
    Plot.ruleX(rows.filter(hasInterval), {...interval, stroke: colour, strokeWidth: 1.6}),
    Plot.dot(rows, {
      x: "component",
      y: "ratio",
      sort: null,
      r: ({component}: VarianceRow) => (component === chosen ? 3.8 : 2.4),
      fill: (row: VarianceRow) => (isChecked(row) && !isAboveChance(row) ? paper : colour(row)),
      stroke: colour,
      strokeWidth: 1.4,
      title: componentText
    })
  ];
}
