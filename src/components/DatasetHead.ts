/** The top of a dataset's page: its name, the way to the others, what was run. */
import {el} from "./dom.js";
import {count, words} from "./format.js";
import type {RunReport} from "../data/rows.js";

/** Choosing another dataset goes to its page, which lies beside this one. */
export function datasetHead(name: string, {datasets, model}: RunReport): HTMLElement {
  const options = datasets.map((d) => el("option", {value: d.name, selected: d.name === name}, d.name));
  const select = el("select", {"aria-label": "dataset", "data-dataset": true}, ...options);
  select.addEventListener("change", () => {
    const file = location.pathname.endsWith(".html") ? `${select.value}.html` : select.value;
    location.assign(new URL(file, location.href));
  });
  const statements = datasets.find((d) => d.name === name)?.statements ?? 0;
  const facts = `${count(statements, "statement")} · last token · ${model.name}`;
  return el("header", {class: "dataset-head"}, el("h1", {}, words(name)), select, el("span", {}, facts));
}
