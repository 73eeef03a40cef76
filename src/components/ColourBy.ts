/** The choice of the column that colours the dots. */
import {el} from "./dom.js";
import {words} from "./format.js";

/** A select of columns; `onchange` gets the chosen one's name. */
export function colourBy(columns: string[], value: string, onchange: (column: string) => void): HTMLElement {
  const options = columns.map((name) => el("option", {value: name, selected: name === value}, words(name)));
  const select = el("select", {"data-colour-by": true}, ...options);
  select.addEventListener("change", () => onchange(select.value));
  return el("label", {class: "colour-by"}, el("span", {}, "colour by"), select);
}
