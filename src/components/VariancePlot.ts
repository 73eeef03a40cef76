/** How much of the variance components keep: so many together, and each alone among what chance gives. */
import * as Plot from "npm:@observablehq/plot";
import {svg} from "./dom.js";
import {background, fontFamily, trim} from "./furniture.js";
import {percent} from "./format.js";
import {paint} from "./ink.js";
import type {Theme} from "./ink.js";
import {ScreePlot} from "./ScreePlot.js";
import type {VarianceRow} from "../data/rows.js";

export interface VarianceOptions {
  width: number;
  /** Of either part; where they don't fit beside each other, the second goes below. */
  height?: number;
  /** How many components the plot is about; it says what they keep. */
  chosen?: number;
  /** How many components are drawn. */
  components?: number;
  /** What the components of a part of the statements keep of its variance, so many together. */
  part?: readonly number[];
  theme?: Theme;
  document?: Document;
}

/** Components drawn with a dot, as in the essay's appendix. */
const emphasised = 10;

/** Where a part stands, in pixels. */
export interface Part {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** From this width on the parts stand beside each other; else the second is below, so high: as in style.css. */
const wide = 600;
const below = 230;
const gap = 28;

/** Where the curve and the single components stand. */
export function partsOf(width: number, height: number): {curve: Part; scree: Part} {
  if (width < wide)
    return {curve: {x: 0, y: 0, width, height}, scree: {x: 0, y: height, width, height: below}};
  const left = Math.round((width - gap) * 0.55);
  return {
    curve: {x: 0, y: 0, width: left, height},
    scree: {x: left + gap, y: 0, width: width - left - gap, height}
  };
}

/** Draws one depth's components, in order; the denominator is the variance of all the vector's numbers. */
export function VariancePlot(variance: readonly VarianceRow[], options: VarianceOptions): SVGSVGElement {
  const {width, height = 250, chosen = 2, theme, document: owner = document} = options;
  const rows = variance.slice(0, options.components ?? 20);
  const kept = rows[Math.min(chosen, rows.length) - 1]?.cumulative ?? 0;
  const {curve, scree} = partsOf(width, height);
  const plots = [
    placed(CurvePlot(rows, kept, {...options, ...curve, chosen}), curve),
    placed(ScreePlot(rows, {...options, ...scree, chosen}), scree)
  ];
  const size = {width, height: scree.y + scree.height};
  const plot = svg(
    owner,
    "svg",
    {
      class: "variance",
      ...size,
      viewBox: `0 0 ${size.width} ${size.height}`,
      role: "img",
      "aria-label": varianceText(chosen, kept)
    },
    ...(theme ? [background(owner, size, theme)] : []),
    ...plots
  );
  roundPaths(plot);
  return plot;
}

/** A plot as a part of another. */
function placed(plot: SVGSVGElement, {x, y}: Part): SVGSVGElement {
  plot.querySelector("style")?.remove();
  plot.removeAttribute("class");
  plot.setAttribute("x", String(x));
  plot.setAttribute("y", String(y));
  return plot;
}

/** The cumulative explained variance ratio. */
function CurvePlot(
  rows: VarianceRow[],
  kept: number,
  {width, height, chosen, theme, part, ...options}: VarianceOptions & Part & {chosen: number}
): SVGSVGElement {
  const end = rows.length;
  return Plot.plot({
    ...(options.document && {document: options.document}),
    width,
    height,
    ...margins,
    style: {fontFamily, fontSize: "12px", background: "none", color: paint("ink-2", theme)},
    ...axes(end, width),
    marks: [...marks(rows, {width, chosen, kept}, theme), ...partMarks(part, rows.length, theme)]
  }) as SVGSVGElement; // an svg, as no legend or title is asked for that would wrap it in a figure
}

const axes = (end: number, width: number): Pick<Plot.PlotOptions, "x" | "y"> => ({
  x: {
    domain: [0, end],
    ticks: [1, 2, 5, 10, 15, 20].filter((k) => k <= end),
    tickFormat: "d",
    tickSize: 0,
    label: "components kept",
    labelArrow: "none"
  },
  y: {domain: [0, 1], ticks: quarters(width), tickFormat: (v: number) => percent(v), tickSize: 0, label: null}
});

/** Room around the curve, in pixels. */
export const margins = {marginLeft: 44, marginRight: 24, marginTop: 34, marginBottom: 40};

const quarters = (width: number) => (width < 460 ? [0.5, 1] : [0.25, 0.5, 0.75, 1]);

interface Choice {
  width: number;
  chosen: number;
  kept: number;
}

function marks(rows: VarianceRow[], {width, chosen, kept}: Choice, theme?: Theme): Plot.Markish[] {
  const by = {x: "component", y: "cumulative"} as const;
  const line = [{component: 0, cumulative: 0}, ...rows];
  const [act, ink, paper] = [paint("act", theme), paint("ink", theme), paint("paper", theme)];
  const here = rows.slice(chosen - 1, chosen);
  const right = chosen > rows.length * 0.6;
  return [
    Plot.gridY(quarters(width), {stroke: paint("rule", theme), strokeOpacity: 1}),
    Plot.areaY(line.slice(0, chosen + 1), {...by, fill: act, fillOpacity: 0.13}),
    Plot.ruleX([chosen], {stroke: act, strokeWidth: 1.5}),
    Plot.line(line, {...by, stroke: ink, strokeWidth: 2.2}),
    Plot.dot(rows.slice(0, emphasised), {...by, r: 3, fill: ink, stroke: paper}),
    Plot.dot(here, {...by, r: 6.5, fill: act, stroke: paper, strokeWidth: 2}),
    Plot.text(here, {
      ...by,
      text: () => `${chosen} component${chosen === 1 ? "" : "s"}: ${percent(kept)}`,
      textAnchor: right ? "end" : "start",
      dx: right ? -10 : 12,
      dy: 18,
      fontSize: 15,
      fontWeight: 700,
      fill: act,
      stroke: paper,
      strokeWidth: 4
    }),
    Plot.text(["so many together"], {
      frameAnchor: "top-left",
      dx: -margins.marginLeft + 12,
      dy: -20,
      textAnchor: "start",
      fill: paint("ink-2", theme)
    })
  ];
}

/** A dashed line of a part of the statements. */
function partMarks(part: readonly number[] | undefined, end: number, theme?: Theme): Plot.Markish[] {
  if (!part) return [];
  const line = [0, ...part.slice(0, end)].map((cumulative, component) => ({component, cumulative}));
  const look = {stroke: paint("act", theme), strokeWidth: 2.2, strokeDasharray: "5 4", className: "part"};
  return [Plot.line(line, {x: "component", y: "cumulative", ...look})];
}

/** "2 components keep 57 % of the variance". */
export const varianceText = (chosen: number, kept: number): string =>
  `${chosen} component${chosen === 1 ? " keeps" : "s keep"} ${percent(kept)} of the variance`;

/** Paths to two decimals, so that a picture is the same on every machine. */
export function roundPaths(plot: SVGSVGElement): void {
  for (const element of plot.querySelectorAll("[d], [cx], [cy], [transform], [x], [y]"))
    for (const name of ["d", "cx", "cy", "transform", "x", "y", "x1", "x2", "y1", "y2"]) {
      const value = element.getAttribute(name);
      if (value)
        element.setAttribute(
          name,
          value.replace(/-?\d+\.\d{3,}/g, (v) => String(trim(Number(v))))
        );
    }
}
