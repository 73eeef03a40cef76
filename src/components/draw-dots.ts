/** Draws a picture's dots for a page, in the way that can move so many. */
import {CanvasDots} from "./CanvasDots.js";
import type {Dots} from "./dots.js";
import type {Layout} from "./layout.js";
import type {Picture} from "./picture.js";
import {drawProjection} from "./ProjectionPlot.js";
import type {ProjectionOptions} from "./ProjectionPlot.js";
import {SvgDots} from "./SvgDots.js";

/** More dots than this are drawn on a canvas. */
const most = 2000;

/** Draws a picture at one depth, to be put into a field that has a name and takes the keys. */
export function drawDots(picture: Picture, options: ProjectionOptions): {dots: Dots; layout: Layout} {
  const {rows} = picture;
  const many = rows.length > most;
  const {svg, layout} = drawProjection(picture, {...options, dots: !many});
  svg.setAttribute("aria-hidden", "true");
  svg.removeAttribute("role");
  const {encoding} = options;
  const dots = many ? new CanvasDots(svg, layout, encoding, rows) : new SvgDots(svg, encoding, rows);
  return {dots, layout};
}
