const utf8 = new TextEncoder();
// Not stream by stream: a token that holds half a character shows as U+FFFD. A byte order mark is a character.
const utf8Decoder = new TextDecoder("utf-8", {ignoreBOM: true});

/**
 * GPT-2's letter for each byte: Latin-1's own where it can be seen, else the letters from U+0100 on, in
 * order.
 */
const letterOf: string[] = [];
const byteOf = new Map<string, number>();
for (let byte = 0, unseen = 0; byte < 256; byte++) {
  const seen = (byte > 0x20 && byte < 0x7f) || (byte > 0xa0 && byte !== 0xad);
  const letter = String.fromCharCode(seen ? byte : 0x100 + unseen++);
  letterOf.push(letter);
  byteOf.set(letter, byte);
}

/** Bytes as GPT-2's letters, one for each. */
export function lettersOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => letterOf[byte]).join("");
}

/** The UTF-8 of a text as GPT-2's letters. */
export function lettersOfText(text: string): string {
  // most texts are such
  if (/^[ -~]*$/.test(text)) return text.replaceAll(" ", letterOf[0x20]);
  return lettersOf(utf8.encode(text));
}

/** Never part of UTF-8: shows as U+FFFD. */
const noByte = 0xff;

/** The text that GPT-2's letters stand for. */
export function textOfLetters(letters: string): string {
  return utf8Decoder.decode(Uint8Array.from(letters, (letter) => byteOf.get(letter) ?? noByte));
}
