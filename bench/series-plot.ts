import * as Plot from "@observablehq/plot";
import {JSDOM} from "jsdom";
import type {Series} from "./linear.ts";

/** An SVG of the measurements and the line through them. */
export function seriesPlot({model, unit, fixed, points, line}: Series): string {
  const {window} = new JSDOM("");
  const most = Math.max(...points.map(([x]) => x));
  const ends = [0, most].map((x) => [x, line.intercept + line.slope * x]);
  const plot = Plot.plot({
    document: window.document,
    style: {background: "white", fontFamily: "sans-serif"},
    marginTop: 40,
    x: {label: unit, domain: [0, most]},
    y: {label: "seconds", grid: true, zero: true, nice: true},
    marks: [
      Plot.line(ends, {stroke: "#888"}),
      Plot.dot(points, {fill: "black"}),
      Plot.text([`${model}, ${fixed}`], {frameAnchor: "top", dy: -24})
    ]
  });
  return new window.XMLSerializer().serializeToString(plot);
}
