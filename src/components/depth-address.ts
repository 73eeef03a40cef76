/** What the page of depths keeps in its address, so that a link shows the same curves. */
import {kinds} from "./kinds.js";
import {choicesOf} from "./variants.js";
import type {RunReport} from "../data/rows.js";

/** What is chosen. */
export interface DepthChoice {
  dataset: string;
  measure: string;
}

/** The address's choice; what it does not name, or names wrongly, is the default's. */
export function readDepthChoice(search: string, run: RunReport, defaults: DepthChoice): DepthChoice {
  const asked = new URLSearchParams(search);
  const one = (name: string, known: readonly string[], fallback: string) => {
    const value = asked.get(name) ?? "";
    return known.includes(value) ? value : fallback;
  };
  return {
    dataset: one(
      "dataset",
      choicesOf(run).map(([name]) => name),
      defaults.dataset
    ),
    measure: one(
      "measure",
      kinds.map(({measure}) => measure),
      defaults.measure
    )
  };
}

/** The address of a choice, relative to the page: nothing of what is the default's. */
export function depthSearch(choice: DepthChoice, defaults: DepthChoice): string {
  const asked = new URLSearchParams();
  if (choice.dataset !== defaults.dataset) asked.set("dataset", choice.dataset);
  if (choice.measure !== defaults.measure) asked.set("measure", choice.measure);
  return asked.size > 0 ? `?${asked.toString()}` : "";
}
