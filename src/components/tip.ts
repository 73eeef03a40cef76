/** What is said of one statement: its tokens, its label, its row. */
import {el} from "./dom.js";
import type {Encoding} from "./encoding.js";
import {words} from "./format.js";
import type {Picture} from "./picture.js";

/** Tokens as chips, the first set apart, as every statement begins with it, and the sampled one underlined; a leading space shows as a raised dot, a line feed as an arrow. */
export function tokenChips(tokens: string[]): HTMLElement {
  const visible = (piece: string) => piece.replaceAll(" ", "·").replaceAll("\n", "↵").replaceAll("\t", "⇥");
  return el(
    "span",
    {class: "tokens"},
    ...tokens.map((piece, i) => el("span", {class: i === 0 && "start"}, visible(piece)))
  );
}

/** The inside of a tip: statement as chips (as text where no tokens are known), the shown column's value, the row. */
export function statementTip(picture: Picture, dot: number, encoding: Encoding): HTMLElement[] {
  const tokens = picture.tokens[dot] ?? [];
  const statement = tokens.length > 0 ? tokenChips(tokens) : el("span", {}, picture.statements[dot]);
  const entry = encoding.entries[encoding.of[dot]];
  const own = String(picture.columns[encoding.column][dot]);
  const value = encoding.kind === "operators" ? entry.text : own;
  const shown = encoding.column === "label" ? value : `${words(encoding.column)} ${value}`;
  return [statement, el("div", {class: "meta"}, `${shown} · row ${picture.rows[dot]}`)];
}
