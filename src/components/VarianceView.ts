/** The variance plot whose number of components the reader moves, with pointer or keys. */
import {el, onWidth} from "./dom.js";
import {VariancePlot, varianceText} from "./VariancePlot.js";
import type {VarianceRow} from "../data/rows.js";

export interface VarianceView {
  element: HTMLElement;
  /** Shows another depth's components. */
  go: (depth: number) => void;
}

/** Draws the components of one depth of `variance`, all depths' rows; `height` in pixels. */
export function varianceView(
  variance: readonly VarianceRow[],
  {depth, height = 260}: {depth: number; height?: number}
): VarianceView {
  const drawn = 20;
  let [chosen, now, width] = [2, depth, 0];
  const range = el("input", {
    type: "range",
    min: 1,
    max: drawn,
    value: chosen,
    "aria-label": "components kept"
  });
  const holder = el("div", {class: "variance-plot", style: `height:${height}px`});
  const element = el("div", {class: "variance-view"}, range, holder);
  const paint = () => {
    const rows = variance.filter((row) => row.depth === now);
    chosen = Math.min(chosen, rows.length);
    range.max = String(Math.min(drawn, rows.length));
    range.value = String(chosen);
    range.setAttribute("aria-valuetext", varianceText(chosen, rows[chosen - 1]?.cumulative ?? 0));
    if (width === 0) return;
    const plot = VariancePlot(rows, {width, height, chosen, components: drawn});
    plot.setAttribute("aria-hidden", "true"); // the slider says it
    holder.replaceChildren(plot);
  };
  const choose = (k: number) => {
    chosen = Math.max(1, Math.min(Number(range.max), k));
    paint();
  };
  const follow = (event: PointerEvent) => {
    const box = holder.getBoundingClientRect();
    choose(Math.round(((event.clientX - box.left - 44) / (box.width - 68)) * Number(range.max)));
  };
  range.addEventListener("input", () => choose(Number(range.value)));
  holder.addEventListener("pointerdown", (event) => {
    range.focus({preventScroll: true});
    follow(event);
  });
  holder.addEventListener("pointermove", (event) => event.buttons > 0 && follow(event));
  holder.addEventListener("mousedown", (event) => event.preventDefault()); // the slider keeps the focus
  onWidth(holder, (next) => {
    width = next;
    paint();
  });
  paint();
  const go = (next: number) => {
    now = next;
    paint();
  };
  return {element, go};
}
