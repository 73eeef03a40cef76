/** What the colours mean; each entry switches its dots off and on. */
import {el, svg} from "./dom.js";
import type {Encoding, Entry, Sign} from "./encoding.js";
import {typeset} from "./format.js";
import {paint} from "./ink.js";

const signPaths: Record<Sign, string> = {"+": "M-3,0H3M0,-3V3", "-": "M-3,0H3", "/": "M-2,3L2,-3"};

/** A dot of an entry, as in the picture. */
export function bead({fill, ring, sign}: Entry): SVGSVGElement {
  const look = ring
    ? {r: 4.8, fill: "none", stroke: paint(fill), "stroke-width": 2.2}
    : {r: 6, fill: paint(fill)};
  const marks = sign
    ? [
        svg(document, "path", {
          d: signPaths[sign.shape],
          stroke: paint(sign.ink),
          "stroke-width": 1.6,
          "stroke-linecap": "round"
        })
      ]
    : [];
  return svg(
    document,
    "svg",
    {width: 18, height: 18, viewBox: "-7 -7 14 14", "aria-hidden": "true"},
    svg(document, "circle", look),
    ...marks
  );
}

/**
 * Buttons for an encoding's entries: a 3 × 3 matrix for pairs of operators, else a list. `onchange` gets the entries that
 * are off; at first those of `hidden` are.
 */
export function legend(
  encoding: Encoding,
  onchange: (off: ReadonlySet<number>) => void,
  hidden: ReadonlySet<number> = new Set()
): HTMLElement {
  const off = new Set(hidden);
  const element = el("div", {class: "legend", role: "group", "aria-label": "classes: press to hide or show"});
  const buttons = encoding.entries.map((entry, i) => button(entry, i, isMatrix(encoding)));
  for (const i of off) buttons[i].setAttribute("aria-pressed", "false");
  const change = (entries: number[], hide: boolean) => {
    for (const i of entries) {
      if (hide) off.add(i);
      else off.delete(i);
      buttons[i].setAttribute("aria-pressed", String(!off.has(i)));
    }
    onchange(off);
  };
  buttons.forEach((b, i) => b.addEventListener("click", () => change([i], !off.has(i))));
  const toggle = (entries: number[]) => change(entries, !entries.every((i) => off.has(i)));
  if (isMatrix(encoding)) fillMatrix(element, encoding, buttons, toggle);
  else element.append(...buttons);
  return element;
}

const isMatrix = ({kind, entries}: Encoding) =>
  kind === "operators" && entries.length > 3 && entries.every(({sign}) => sign);

function button(entry: Entry, i: number, bare: boolean): HTMLButtonElement {
  const name = el("span", bare ? {class: "unseen"} : {}, entry.text);
  const count = el("small", {}, String(entry.count), el("span", {class: "unseen"}, " statements"));
  const attributes = {
    type: "button",
    "data-legend-entry": entry.key,
    "data-entry": i,
    "aria-pressed": "true"
  };
  return el("button", attributes, bead(entry), name, " ", count);
}

/** Rows by first operator, columns by second; a head switches its whole row or column. */
function fillMatrix(
  element: HTMLElement,
  {entries}: Encoding,
  buttons: HTMLButtonElement[],
  toggle: (entries: number[]) => void
): void {
  const operators = ["+", "-", "/"];
  const where = (position: 0 | 1, sign: string) =>
    entries.flatMap(({key}, i) => (key[position] === sign ? [i] : []));
  const headOf = (words: string, list: number[]) => {
    const head = el("button", {type: "button", class: "head", "aria-label": `${words}: hide or show`}, words);
    head.addEventListener("click", () => toggle(list));
    return head;
  };
  element.classList.add("matrix");
  element.append(el("span"), ...operators.map((sign) => headOf(typeset(`then ${sign}`), where(1, sign))));
  for (const first of operators) {
    element.append(headOf(typeset(`first ${first}`), where(0, first)));
    for (const second of operators) {
      const i = entries.findIndex(({key}) => key === first + second);
      element.append(i < 0 ? el("span") : buttons[i]);
    }
  }
}
