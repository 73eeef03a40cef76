/** What figures have around them: a choice above, a caption below. */
import {el} from "./dom.js";

/** A caption: the figure's number, what to look for, the rest, and where it comes from. */
export const captionOf = (figure: number, see: string, rest: string, source: string): HTMLElement[] => [
  el("span", {}, el("b", {}, `Figure ${figure}.`), " ", el("span", {class: "see"}, see), ` ${rest}`),
  el("span", {class: "src"}, source)
];

export type Option = readonly [value: string, text: string];

/** Options under a heading. */
export interface OptionGroup {
  label: string;
  options: readonly Option[];
}

/** A list to choose one from; `name` becomes a data attribute. */
export function select(
  name: string,
  choices: readonly (Option | OptionGroup)[],
  value: string,
  onchange: (value: string) => void
): HTMLSelectElement {
  const option = ([key, text]: Option) => el("option", {value: key, selected: key === value}, text);
  const elements = choices.map((choice) =>
    "label" in choice ? el("optgroup", {label: choice.label}, ...choice.options.map(option)) : option(choice)
  );
  const element = el("select", {[`data-${name}`]: true}, ...elements);
  element.addEventListener("change", () => onchange(element.value));
  return element;
}

/** A control with words before it. */
export const labelled = (words: string, control: HTMLElement): HTMLElement =>
  el("label", {}, el("span", {}, words), control);
