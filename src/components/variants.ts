/** A dataset and its variants: the same rows with or without a full stop at the end, columns standardised or not. */
import type {RunReport} from "../data/rows.js";

/** A dataset as it stands, or a variant of it, in the words of its switches. */
export interface Version {
  /** Of its tables. */
  name: string;
  stop: "with" | "without";
  columns: "as they are" | "standardised";
}

/** What versions differ in. */
export type Difference = "stop" | "columns";

const values = {stop: ["with", "without"], columns: ["as they are", "standardised"]};

/** A dataset as it stands, first, and its variants. */
export function versionsOf(name: string, {variants}: RunReport): Version[] {
  const own = variants.filter(({dataset}) => dataset === name);
  // A variant puts a full stop where none is, or leaves out the one that all statements have.
  const written = own.some(({stop}) => stop === "with") ? "without" : "with";
  const changed = own.map(({name: variant, stop = written, standardised}): Version => {
    return {name: variant, stop, columns: standardised ? "standardised" : "as they are"};
  });
  return [{name, stop: written, columns: "as they are"}, ...changed];
}

/** The values of a difference that there are, in the order in which they are offered. */
export function valuesOf(versions: readonly Version[], difference: Difference): string[] {
  const there = new Set(versions.map((version): string => version[difference]));
  return values[difference].filter((value) => there.has(value));
}

/** The version with another value of one difference: where there is one, else the first, alike in the other. */
export function switched(
  versions: readonly Version[],
  from: Version,
  difference: Difference,
  value: string
): Version {
  const other = difference === "stop" ? "columns" : "stop";
  const candidates = versions.filter((version) => version[difference] === value);
  return candidates.find((version) => version[other] === from[other]) ?? candidates.at(0) ?? from;
}

/** Every dataset, each followed by its variants, with what a reader calls it. */
export function choicesOf({datasets, variants}: RunReport): [name: string, text: string][] {
  return datasets.flatMap(({name}): [string, string][] => [
    [name, name],
    ...variants
      .filter(({dataset}) => dataset === name)
      .map((variant): [string, string] => [variant.name, `${name}, ${difference(variant)}`])
  ]);
}

function difference({stop, standardised}: RunReport["variants"][number]): string {
  const stopped = {with: "with a full stop", without: "without the full stop"};
  return [...(stop ? [stopped[stop]] : []), ...(standardised ? ["columns standardised"] : [])].join(", ");
}

/** Of a dataset or variant: how many statements it has, 0 if it is neither. */
export function statementsOf({datasets, variants}: RunReport, name: string): number {
  const dataset = variants.find((variant) => variant.name === name)?.dataset ?? name;
  return datasets.find((other) => other.name === dataset)?.statements ?? 0;
}
