/** Why a pattern is not translated. */
export class Untranslatable extends Error {}

/** More than any published pattern has. */
const mostCharacters = 2000;
const mostAlternatives = 32;
const mostItems = 16;
const mostOptions = 1;
const mostTimes = 16;

/**
 * A regular expression of Oniguruma's, which tokenizer.json files are written for, as one of JavaScript's
 * that matches the same: alternatives of single characters, classes and their repetitions, the contractions
 * of English in upper and lower case, and what may not follow. What is not among these is not translated.
 * Nothing that is takes longer than the square of the text's length, whoever wrote it.
 *
 * @throws Untranslatable with the part that is not translated
 */
export function translate(pattern: string): RegExp {
  if (pattern.length > mostCharacters) throw new Untranslatable(`more than ${mostCharacters} characters`);
  const reader = new Reader(pattern);
  const alternatives = [readAlternative(reader)];
  while (reader.take(/\|/y) !== undefined) alternatives.push(readAlternative(reader));
  if (alternatives.length > mostAlternatives)
    throw new Untranslatable(`more than ${mostAlternatives} alternatives`);
  return new RegExp(alternatives.join("|"), "gu");
}

class Reader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** What a sticky pattern matches here, or nothing. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#position;
    const found = pattern.exec(this.#text)?.[0];
    this.#position += found?.length ?? 0;
    return found;
  }

  untranslatable(): Untranslatable {
    return new Untranslatable(JSON.stringify(this.#text.slice(this.#position, this.#position + 20)));
  }
}

/** What English cuts off; ignoring case, an s is a long s too. */
const contractions = /\(\?i:'s\|'t\|'re\|'ve\|'m\|'ll\|'d\)/y;
const contraction = "'(?:[sS\u017ftTmMdD]|[rR][eE]|[vV][eE]|[lL][lL])";

function readAlternative(reader: Reader): string {
  let source = "";
  let [items, options, loops, atLeast] = [0, 0, 0, 0];
  for (let item = readItem(reader); item !== undefined; item = readItem(reader)) {
    // a loop after a loop may be tried at each end of the first one, and what comes then at each of both
    if (++items > mostItems || loops > 1) throw reader.untranslatable();
    const times = item.isRepeatable ? readTimes(reader) : {source: "", least: 1, most: 1};
    if (times.most > mostTimes) loops++;
    else if (times.most > times.least && ++options > mostOptions) throw reader.untranslatable();
    if (item.isConsuming) atLeast += times.least;
    source += item.source + times.source;
  }
  if (reader.take(/(?=\||$)/y) === undefined) throw reader.untranslatable();
  if (atLeast === 0) throw new Untranslatable("an alternative that may match nothing");
  return source;
}

interface Item {
  source: string;
  isConsuming: boolean;
  isRepeatable: boolean;
}

function readItem(reader: Reader): Item | undefined {
  if (reader.take(contractions) !== undefined)
    return {source: contraction, isConsuming: true, isRepeatable: false};
  // the end of the text or of a line
  if (reader.take(/\$/y) !== undefined)
    return {source: "(?![^\\n])", isConsuming: false, isRepeatable: false};
  if (reader.take(/\(\?!/y) !== undefined) {
    const character = readCharacter(reader);
    if (character === undefined || reader.take(/\)/y) === undefined) throw reader.untranslatable();
    return {source: `(?!${character})`, isConsuming: false, isRepeatable: false};
  }
  const character = readCharacter(reader);
  return character === undefined ? undefined : {source: character, isConsuming: true, isRepeatable: true};
}

/** How often; neither as little as possible (`+?`) nor without trying less (`++`). */
function readTimes(reader: Reader): {source: string; least: number; most: number} {
  const source = reader.take(/[?*+](?![?*+{])|\{\d{1,4}(,\d{0,4})?\}(?![?*+{])/y);
  if (source === undefined) return {source: "", least: 1, most: 1};
  const [least, most] = {"?": [0, 1], "*": [0, Infinity], "+": [1, Infinity]}[source] ?? bounds(source);
  if (least > mostTimes || least > most || most === 0) throw reader.untranslatable();
  return {source, least, most};
}

function bounds(source: string): [least: number, most: number] {
  const [least, most = least] = source.slice(1, -1).split(",");
  return [Number(least), most === "" ? Infinity : Number(most)];
}

function readCharacter(reader: Reader): string | undefined {
  if (reader.take(/\[/y) !== undefined) return readClass(reader);
  const set = readSet(reader);
  if (set !== undefined) return set;
  const codePoint = readCodePoint(reader, /[^\\^$.|?*+()[\]{}]/uy);
  return codePoint === undefined ? undefined : escaped(codePoint);
}

function readClass(reader: Reader): string {
  let source = reader.take(/\^/y) === undefined ? "[" : "[^";
  const plain = /[^\\[\]&-]|&(?!&)/uy;
  let isEmpty = true;
  while (reader.take(/\]/y) === undefined) {
    const set = readSet(reader);
    const first = set === undefined ? readCodePoint(reader, plain) : undefined;
    source += set ?? readRange(reader, first, plain);
    isEmpty = false;
  }
  if (isEmpty) throw reader.untranslatable();
  return `${source}]`;
}

function readRange(reader: Reader, first: number | undefined, plain: RegExp): string {
  if (first === undefined) throw reader.untranslatable();
  if (reader.take(/-(?!\])/y) === undefined) return escaped(first);
  const last = readCodePoint(reader, plain);
  if (last === undefined || last < first) throw reader.untranslatable();
  return `${escaped(first)}-${escaped(last)}`;
}

/**
 * Many characters by one name; JavaScript's own \s takes U+FEFF for white space and not U+0085, its \d ASCII
 * alone.
 */
const sets = new Map([
  ["\\s", "\\p{White_Space}"],
  ["\\S", "\\P{White_Space}"],
  ["\\d", "\\p{Nd}"],
  ["\\D", "\\P{Nd}"]
]);

const categories = "L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|S[mcko]?|Z[slp]?";
const category = new RegExp(`\\\\[pP]\\{(?:${categories})\\}`, "y");

function readSet(reader: Reader): string | undefined {
  const name = reader.take(/\\[sSdD]/y);
  return name === undefined ? reader.take(category) : sets.get(name);
}

const controls = new Map([
  ["\\t", 9],
  ["\\n", 10],
  ["\\r", 13]
]);

/** A character that stands for itself, by its number, or after a backslash. */
function readCodePoint(reader: Reader, plain: RegExp): number | undefined {
  const control = reader.take(/\\[tnr]/y);
  if (control !== undefined) return controls.get(control);
  const numbered = reader.take(/\\u[0-9a-fA-F]{4}|\\x\{[0-9a-fA-F]{1,6}\}/y);
  if (numbered !== undefined) return checkCodePoint(reader, parseInt(numbered.replace(/^..\{?/, ""), 16));
  const sign = reader.take(/\\[!-/:-@[-`{-~ ]/y);
  return (sign?.slice(1) ?? reader.take(plain))?.codePointAt(0);
}

function checkCodePoint(reader: Reader, codePoint: number): number {
  if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint < 0xe000)) throw reader.untranslatable();
  return codePoint;
}

const escaped = (codePoint: number) => `\\u{${codePoint.toString(16)}}`;
