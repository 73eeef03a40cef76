/** A rectangle drawn over a picture with a mouse or a pen; a finger scrolls the page. */
import {el} from "./dom.js";

/** In pixels from the picture's corner. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** A press that moves less than so many pixels is a click. */
const still = 5;

/**
 * Lets a rectangle be drawn over an element.
 *
 * @param onbox told the rectangle when it is let go of, null of a click, and whether Shift was held
 * @returns whether one is being drawn
 */
export function brush(element: HTMLElement, onbox: (box: Box | null, add: boolean) => void): () => boolean {
  const drawing = el("div", {class: "brush", "aria-hidden": "true", hidden: true});
  element.append(drawing);
  let start: [x: number, y: number] | null = null;
  const boxTo = (event: PointerEvent): Box | null => {
    if (!start) return null;
    const [x, y] = placeIn(element, event);
    if (drawing.hidden && Math.hypot(x - start[0], y - start[1]) < still) return null;
    const [x0, y0] = start;
    return {left: Math.min(x, x0), top: Math.min(y, y0), right: Math.max(x, x0), bottom: Math.max(y, y0)};
  };
  element.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch" || event.button !== 0) return;
    start = placeIn(element, event);
    element.setPointerCapture(event.pointerId);
  });
  element.addEventListener("pointermove", (event) => {
    const box = boxTo(event);
    if (!box) return;
    drawing.hidden = false;
    const [width, height] = [box.right - box.left, box.bottom - box.top];
    drawing.style.cssText = `left:${box.left}px;top:${box.top}px;width:${width}px;height:${height}px`;
  });
  element.addEventListener("pointerup", (event) => {
    const box = boxTo(event);
    if (start) onbox(box, event.shiftKey);
    start = null;
    drawing.hidden = true;
  });
  element.addEventListener("pointercancel", () => {
    start = null;
    drawing.hidden = true;
  });
  return () => !drawing.hidden;
}

function placeIn(element: HTMLElement, {clientX, clientY}: PointerEvent): [x: number, y: number] {
  const {left, top} = element.getBoundingClientRect();
  return [clientX - left, clientY - top];
}
