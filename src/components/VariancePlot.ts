/** How much of the variance so many components keep: the cumulative explained variance ratio. */
import * as Plot from "npm:@observablehq/plot";
import {trim} from "./furniture.js";
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
  const line = [{component: 0, cumulative: 0}, ...rows];
  const narrow = width < 460;
  const now = line.slice(0, chosen + 1);
  const kept = line[Math.min(chosen, line.length - 1)].cumulative;
  const by = {x: "component", y: "cumulative"} as const;
  const ink = (name: Parameters<typeof paint>[0]) => paint(name, theme);
  const last = line.length - 1;
  const plot = Plot.plot({
    ...(options.document && {document: options.document}),
    width,
    height,
    marginLeft: 44,
    marginRight: 24,
    marginTop: 22,
    marginBottom: 40,
    style: {
      fontFamily: '"Instrument Sans", "Helvetica Neue", Arial, sans-serif',
      fontSize: "12px",
      background: "none",
      color: ink("ink-2")
    },
    x: {
      domain: [0, last],
      ticks: [1, 2, 5, 10, 15, 20].filter((k) => k <= last),
      tickSize: 0,
      label: "components kept",
      labelArrow: "none"
    },
    y: {
      domain: [0, 1],
      ticks: narrow ? [0.5, 1] : [0.25, 0.5, 0.75, 1],
      tickFormat: (v: number) => percent(v),
      tickSize: 0,
      label: null
    },
    marks: [
      Plot.gridY({ticks: narrow ? 2 : 4, stroke: ink("rule"), strokeOpacity: 1}),
      Plot.areaY(now, {...by, fill: ink("act"), fillOpacity: 0.13}),
      Plot.ruleX([chosen], {stroke: ink("act"), strokeWidth: 1.5}),
      Plot.line(line, {...by, stroke: ink("ink"), strokeWidth: 2.2}),
      Plot.dot(rows.slice(0, emphasised), {...by, r: 3, fill: ink("ink"), stroke: ink("paper")}),
      Plot.dot(now.slice(-1), {...by, r: 6.5, fill: ink("act"), stroke: ink("paper"), strokeWidth: 2}),
      Plot.text(now.slice(-1), {
        ...by,
        text: () => `${chosen} component${chosen === 1 ? "" : "s"}: ${percent(kept)}`,
        textAnchor: chosen > last * 0.6 ? "end" : "start",
        dx: chosen > last * 0.6 ? -10 : 12,
        dy: 18,
        fontSize: 15,
        fontWeight: 700,
        fill: ink("act"),
        stroke: ink("paper"),
        strokeWidth: 4
      })
    ]
  }) as SVGSVGElement; // an svg, as no legend or title is asked for that would wrap it in a figure
  plot.setAttribute("class", "variance");
  plot.setAttribute("role", "img");
  plot.setAttribute("aria-label", varianceText(chosen, kept));
  plot.querySelector("style")?.remove();
  roundPaths(plot);
  return plot;
}

/** "2 components keep 57 % of the variance". */
export const varianceText = (chosen: number, kept: number): string =>
  `${chosen} component${chosen === 1 ? " keeps" : "s keep"} ${percent(kept)} of the variance`;

/** Paths to two decimals, so that a picture is the same on every machine. */
function roundPaths(plot: SVGSVGElement): void {
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
