/** Characters where tokenizers differ: scripts, digits, white space, marks, signs, controls, emoji and their joiners. */
const alphabet = Array.from(
  "etaoin THE 019 ٣½₄Ⅷ éßñ жΩ水船ท한 \t\n\r\u0085\u00a0\u2003\u3000\ufeff\u200b\u200d\u0301'’\"-+=().,!?<>|_▁Ġ\0\u001b🙂🐋🏽🇵\ue000"
);

/** Texts of up to 30 characters, the same ones for the same seed: one in five is any code point, the others of `alphabet`. */
export function randomTexts(count: number, seed: number): string[] {
  const random = generator(seed);
  const character = () => {
    if (random() < 0.8) return alphabet[Math.floor(random() * alphabet.length)];
    const codePoint = Math.floor(random() ** 3 * 0x110000);
    const isSurrogate = codePoint >= 0xd800 && codePoint < 0xe000;
    return String.fromCodePoint(isSurrogate ? 0xfffd : codePoint);
  };
  return Array.from({length: count}, () =>
    Array.from({length: Math.floor(random() * 31)}, character).join("")
  );
}

/** Uniform numbers from 0 to 1 (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
