/** What an explorer's controls say, as the query of the page's address and back; what is as it is at first is left out. */
import {rangesText, rowsIn} from "./selected.js";

export interface ExplorerState {
  /** Blocks applied, from 1. */
  depth: number;
  /** The column that colours the dots. */
  column: string;
  /** Keys of the legend's entries that are off. */
  hidden: string[];
  /** What is searched for in the statements. */
  query: string;
  /** The dataset's own name, or that of one of its variants. */
  version: string;
  /** Rows of the CSV, in order. */
  selected: number[];
}

/** What there is to be chosen from. */
export interface Choices {
  depths: number;
  columns: readonly string[];
  versions: readonly string[];
  /** Keys of the legend's entries where a column colours the dots. */
  keys: (column: string) => readonly string[];
  /** Of the CSV. */
  rows: readonly number[];
}

/** The query of an address, empty or with its question mark. Other parameters of `search` are kept. */
export function encodeState(state: ExplorerState, defaults: ExplorerState, search = ""): string {
  const query = new URLSearchParams(search);
  for (const name of Object.values(names)) query.delete(name);
  const put = (name: "version" | "depth" | "column" | "query", value: string | number) => {
    if (value !== defaults[name]) query.set(names[name], String(value));
  };
  put("version", state.version);
  put("depth", state.depth);
  put("column", state.column);
  for (const key of state.hidden) query.append(names.hidden, key);
  put("query", state.query);
  const selected = rangesText(state.selected);
  if (selected !== "") query.set(names.selected, selected);
  const text = query.toString();
  return text === "" ? "" : `?${text}`;
}

/** What each part of the state is called in an address. */
const names = {
  version: "variant",
  depth: "depth",
  column: "colour",
  hidden: "hide",
  query: "find",
  selected: "rows"
} as const satisfies Record<keyof ExplorerState, string>;

/** The state that an address asks for; what there is not falls back to the default, and `note` says so in a sentence. */
export function decodeState(
  search: string,
  defaults: ExplorerState,
  choices: Choices
): {state: ExplorerState; note: string} {
  const query = new URLSearchParams(search);
  const unknown: string[] = [];
  const among = (name: keyof ExplorerState, options: readonly string[], otherwise: string) => {
    const value = query.get(names[name]);
    if (value === null || options.includes(value)) return value ?? otherwise;
    unknown.push(told(names[name], value));
    return otherwise;
  };
  const depths = Array.from({length: choices.depths}, (_, i) => String(i + 1));
  const version = among("version", choices.versions, defaults.version);
  const depth = Number(among("depth", depths, String(defaults.depth)));
  const column = among("column", choices.columns, defaults.column);
  const keys = choices.keys(column);
  const asked = [...new Set(query.getAll(names.hidden))];
  const hidden = asked.filter((key) => keys.includes(key));
  unknown.push(...asked.filter((key) => !keys.includes(key)).map((key) => told(names.hidden, key)));
  const selection = rowsIn(query.get(names.selected) ?? "", choices.rows);
  unknown.push(...selection.unknown.map((rows) => told(names.selected, rows)));
  const selected = selection.rows;
  const state = {version, depth, column, hidden, query: query.get(names.query) ?? defaults.query, selected};
  return {state, note: noteOf(unknown)};
}

/** A parameter as a reader finds it in the address, cut short. */
const told = (name: string, value: string) =>
  `${name}=${value.length > 40 ? `${Array.from(value).slice(0, 40).join("")}…` : value}`;

const noteOf = (unknown: readonly string[]) =>
  unknown.length === 0
    ? ""
    : `The address asks for ${listed(unknown)}, which this page does not have; it shows what it shows at first instead.`;

const listed = (unknown: readonly string[]) =>
  unknown.length > 6
    ? `${unknown.slice(0, 5).join(", ")} and ${unknown.length - 5} more`
    : unknown.join(", ");
