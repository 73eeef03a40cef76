/** The top of a dataset's page: its name, the way to the others, what was run. */
import {el} from "./dom.js";
import {count, words} from "./format.js";
import type {Download} from "./downloads.js";
import type {RunReport} from "../data/rows.js";

/** Choosing another dataset goes to its page, which lies beside this one. */
export function datasetHead(name: string, {datasets, model}: RunReport, variants: HTMLElement): HTMLElement {
  const options = datasets.map((d) => el("option", {value: d.name, selected: d.name === name}, d.name));
  const select = el("select", {"aria-label": "dataset", "data-dataset": true}, ...options);
  select.addEventListener("change", () => {
    const file = location.pathname.endsWith(".html") ? `${select.value}.html` : select.value;
    location.assign(new URL(file, location.href));
  });
  const statements = datasets.find((d) => d.name === name)?.statements ?? 0;
  const facts = `${count(statements, "statement")} · last token · ${model.name}`;
  const ending = location.pathname.endsWith(".html") ? ".html" : "";
  const curves = el(
    "a",
    {href: `../depth${ending}?dataset=${encodeURIComponent(name)}`},
    "when does it appear?"
  );
  const parts = [select, el("span", {}, facts), curves, ...(variants.hasChildNodes() ? [variants] : [])];
  return el("header", {class: "dataset-head"}, el("h1", {}, words(name)), ...parts);
}

type Hrefs = Record<"statements" | "projection" | "variance" | "activations", string>;

/** The files that a dataset's page offers: its CSV, and the tables of the dataset or of one of its variants. */
export function datasetFiles(
  name: string,
  hrefs: Hrefs,
  {focusDepth}: RunReport,
  version = name
): Download[] {
  return [
    {text: "statements (CSV)", file: `${name}.csv`, href: hrefs.statements},
    {text: "projection (parquet)", file: `${version}-projection.parquet`, href: hrefs.projection},
    {text: "variance (parquet)", file: `${version}-variance.parquet`, href: hrefs.variance},
    {
      text: `activations at depth ${focusDepth} (parquet)`,
      file: `${version}-activations.parquet`,
      href: hrefs.activations
    }
  ];
}
