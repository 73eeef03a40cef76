import random from "../fixtures/tokenizer/random.json" with {type: "json"};

/**
 * Texts of up to 30 parts, the same ones for the same seed, and the same as those of
 * tests/fixtures/tokenizer/corpus.py: four of five parts are listed where tokenizers differ, the others
 * single characters of ranges long in Unicode.
 */
export function randomTexts(count: number, seed: number): string[] {
  const next = generator(seed);
  const below = (limit: number) => Math.floor(next() * limit);
  const part = () => {
    if (next() < 0.8) return random.parts[below(random.parts.length)];
    const [first, last] = random.ranges[below(random.ranges.length)];
    return String.fromCodePoint(first + below(last - first + 1));
  };
  return Array.from({length: count}, () => Array.from({length: below(31)}, part).join(""));
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
