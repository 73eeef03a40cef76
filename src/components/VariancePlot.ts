/** How much of the variance so many components keep: the cumulative explained variance ratio. */
import * as Plot from "npm:@observablehq/plot";
import {background, fontFamily, trim} from "./furniture.js";
import {percent} from "./format.js";
import {paint} from "./ink.js";
import type {Theme} from "./ink.js";
import type {VarianceRow} from "../data/rows.js";

export interface VarianceOptions {
  width: number;
  height?: number;
  /** How many components the plot is about; it says what they keep. */
  chosen?: number;
  /** How many components are drawn. */
  components?: number;
  theme?: Theme;
  document?: Document;
}

/** Components drawn with a dot, as in the essay's appendix. */
const emphasised = 10;

/** Draws one depth's components, in order; the denominator is the variance of all the vector's numbers. */
export function VariancePlot(variance: readonly VarianceRow[], options: VarianceOptions): SVGSVGElement {
  const {width, height = 250, chosen = 2, theme, components = 20} = options;
  const rows = variance.slice(0, components);
  const end = rows.length;
  const kept = rows[Math.min(chosen, end) - 1]?.cumulative ?? 0;
  const plot = Plot.plot({
    ...(options.document && {document: options.document}),
    width,
    height,
    ...margins,
    style: {fontFamily, fontSize: "12px", background: "none", color: paint("ink-2", theme)},
    ...axes(end, width),
    marks: marks(rows, {width, chosen, kept}, theme)
  }) as SVGSVGElement; // an svg, as no legend or title is asked for that would wrap it in a figure
  plot.setAttribute("class", "variance");
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", varianceText(chosen, kept));
  plot.querySelector("style")?.remove();
  roundPaths(plot);
  if (theme) plot.prepend(background(options.document ?? document, {width, height}, theme));
  return plot;
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
export const margins = {marginLeft: 44, marginRight: 24, marginTop: 22, marginBottom: 40};

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
    })
  ];
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
