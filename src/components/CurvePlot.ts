/** One small curve of separation: the trained network, shuffled ones as a range with their lines, tokens alone as a mark. */
import * as Plot from "npm:@observablehq/plot";
import {background, fontFamily} from "./furniture.js";
import {paint} from "./ink.js";
import type {Theme} from "./ink.js";
import {domainOf, shuffledAt} from "./separation.js";
import type {Separation} from "./separation.js";
import {roundPaths} from "./VariancePlot.js";

export interface CurveOptions {
  width: number;
  height: number;
  /** The depth that numbers are shown of. */
  depth: number;
  /** The last depth that was run. */
  deepest: number;
  theme?: Theme;
  document?: Document;
}

/** Room around a curve, in pixels. */
export const curveMargins = {marginLeft: 40, marginRight: 10, marginTop: 10, marginBottom: 22};

/** Draws a curve; there must be one. */
export function CurvePlot(separation: Separation, options: CurveOptions): SVGSVGElement {
  const {width, height, deepest, theme} = options;
  const plot = Plot.plot({
    ...(options.document && {document: options.document}),
    width,
    height,
    ...curveMargins,
    style: {
      fontFamily,
      fontSize: "11.5px",
      background: "none",
      color: paint("ink-2", theme),
      overflow: "visible"
    },
    x: {
      domain: [0, deepest],
      ticks: [1, Math.round(deepest / 2), deepest],
      tickFormat: "d",
      tickSize: 0,
      label: null
    },
    y: {domain: domainOf(separation), ticks: 3, tickFormat: separation.kind.format, tickSize: 0, label: null},
    marks: [
      Plot.gridY({ticks: 3, stroke: paint("rule", theme), strokeOpacity: 1}),
      ...controls(separation, theme),
      ...trained(separation, options)
    ]
  }) as SVGSVGElement; // an svg, as no legend or title is asked for that would wrap it in a figure
  plot.setAttribute("class", "curve");
  plot.querySelector("style")?.remove();
  roundPaths(plot);
  if (theme) plot.prepend(background(options.document ?? document, {width, height}, theme));
  return plot;
}

const by = {x: "depth", y: "value"} as const;

/** What shuffled networks come to, from the least to the most at each depth, and each of them; tokens before the first. */
function controls(separation: Separation, theme?: Theme): Plot.Markish[] {
  const {shuffled, tokens} = separation;
  const ranges = separation.trained.flatMap(({depth}) => {
    const range = shuffledAt(separation, depth);
    return range ? [{depth, low: range[0], high: range[1]}] : [];
  });
  const quiet = {stroke: paint("ink-2", theme), strokeWidth: 0.8, strokeOpacity: 0.8};
  const area = {x: "depth", y1: "low", y2: "high", fill: paint("ink-3", theme), fillOpacity: 0.22};
  return [
    Plot.areaY(ranges, area),
    ...shuffled.map((rows) => Plot.line(rows, {...by, ...quiet})),
    ...(Number.isFinite(tokens)
      ? [
          Plot.dot([tokens], {
            x: () => 0,
            y: (value: number) => value,
            symbol: "diamond",
            r: 4,
            fill: paint("paper", theme),
            stroke: paint("ink-2", theme),
            strokeWidth: 1.4
          })
        ]
      : [])
  ];
}

function trained({trained: rows}: Separation, {depth, theme}: CurveOptions): Plot.Markish[] {
  const act = paint("act", theme);
  const at = rows.filter((row) => row.depth === depth);
  return [
    Plot.ruleX([depth], {stroke: act, strokeWidth: 1}),
    Plot.line(rows, {...by, stroke: paint("paper", theme), strokeWidth: 4.5}),
    Plot.line(rows, {...by, stroke: paint("ink", theme), strokeWidth: 2.2}),
    Plot.dot(at, {...by, r: 4.5, fill: act, stroke: paint("paper", theme), strokeWidth: 1.5})
  ];
}
