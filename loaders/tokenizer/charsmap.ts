import {Problem} from "../problem.ts";
import {characterAt} from "./characters.ts";

/** The longest map that comes with sentencepiece takes a quarter of a megabyte. */
const mostBytes = 2 ** 21;
/** Nothing that is replaced is longer, in code units. */
const longestKey = 64;
/** Nothing that replaces it is longer, in bytes. */
const longestText = 256;

export interface Replacement {
  /** How much of the text is replaced. */
  length: number;
  by: string;
}

/**
 * The replacements of SentencePiece's `precompiled_charsmap`: a double array (Yata, Oono, Morita, Fuketa,
 * Sumitomo & Aoe 2007, in the layout of darts-clone) of what is replaced, which leads to texts that end with
 * a zero.
 *
 * @param blob empty where nothing is replaced
 * @param where whose map it is, for errors
 * @returns the longest replacement at a place of a text; it throws a Problem where the map is damaged
 * @throws Problem for a map without an array or texts
 */
export function readCharsmap(
  blob: Uint8Array,
  where: string
): (text: string, start: number) => Replacement | undefined {
  if (blob.length === 0) return () => undefined;
  const {units, texts} = split(blob, where);
  const replacements = new Map<number, string>();
  const textAt = (place: number): string => {
    const text = replacements.get(place) ?? readText(texts, place, where);
    replacements.set(place, text);
    return text;
  };
  return (text, start) => {
    const found = keyAt(units, text, start, where);
    return found && {length: found.length, by: textAt(found.value)};
  };
}

function split(blob: Uint8Array, where: string): {units: Uint32Array; texts: Uint8Array} {
  if (blob.length > mostBytes)
    throw new Problem(`${where}: ${mostBytes} bytes at most expected, ${blob.length} in the file`);
  const view = new DataView(blob.buffer, blob.byteOffset, blob.byteLength);
  const size = blob.length < 4 ? 0 : view.getUint32(0, true);
  if (size === 0 || size % 4 !== 0 || 4 + size >= blob.length)
    throw damaged(where, `a double array of ${size} bytes in ${blob.length}`);
  const units = Uint32Array.from({length: size / 4}, (_, i) => view.getUint32(4 + 4 * i, true));
  return {units, texts: blob.subarray(4 + size)};
}

/**
 * A child stands at its parent's base, exclusive-ored with its label, the next byte; the base's own unit is a
 * value.
 */
function keyAt(
  units: Uint32Array,
  text: string,
  start: number,
  where: string
): {length: number; value: number} | undefined {
  let base = offset(units[0]);
  let found: {length: number; value: number} | undefined;
  for (let at = start; at < text.length;) {
    const character = characterAt(text, at);
    at += character.length;
    if (at - start > longestKey) throw damaged(where, `a key of more than ${longestKey} characters`);
    let isKey = false;
    for (const byte of utf8.encode(character)) {
      const place = (base ^ byte) >>> 0;
      if (place >= units.length || labelOf(units[place]) !== byte) return found;
      isKey = hasValue(units[place]);
      base = (place ^ offset(units[place])) >>> 0;
    }
    if (isKey) found = {length: at - start, value: base < units.length ? units[base] & 0x7fffffff : Infinity};
  }
  return found;
}

const utf8 = new TextEncoder();

/** A unit that is a value has its highest bit set, and no label. */
const labelOf = (unit: number) => (unit & 0x800000ff) >>> 0;
const hasValue = (unit: number) => (unit & 0x100) !== 0;
const offset = (unit: number) => (unit >>> 10) << ((unit & 0x200) >>> 6);

const utf8Decoder = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});

function readText(texts: Uint8Array, start: number, where: string): string {
  const end = texts.subarray(start, start + longestText + 1).indexOf(0);
  if (end < 0) throw damaged(where, `no text of at most ${longestText} bytes at ${start}`);
  try {
    return utf8Decoder.decode(texts.subarray(start, start + end));
  } catch {
    throw damaged(where, `a text that is not UTF-8 at ${start}`);
  }
}

function damaged(where: string, what: string): Problem {
  return new Problem(`${where}: ${what}; the file is damaged: fetch it again`);
}
