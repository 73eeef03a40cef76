/** The text with U+FFFD for each half of a surrogate pair that stands alone, as UTF-8 would have it. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}

/** The character at a place of a text, in one or two code units. */
export function characterAt(text: string, start: number): string {
  return String.fromCodePoint(text.codePointAt(start) ?? 0);
}

const whiteSpace = /\p{White_Space}/u;

/** Where the white space ends that begins at a place of a text; it is of one code unit each. */
export function afterWhiteSpace(text: string, start: number): number {
  let end = start;
  while (end < text.length && whiteSpace.test(text[end])) end++;
  return end;
}

/** Where the white space begins that ends at a place of a text. */
export function beforeWhiteSpace(text: string, end: number): number {
  let start = end;
  while (start > 0 && whiteSpace.test(text[start - 1])) start--;
  return start;
}
