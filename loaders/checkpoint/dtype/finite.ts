/** Bits of a number, and of a word of 32 bits that holds one float32 or two float16. */
interface Layout {
  exponent: number;
  valuesPerWord: number;
  /** All bits of a word but the signs. */
  unsigned: number;
  /** The lowest bit of each exponent. */
  units: number;
  signs: number;
}

const float32: Layout = {
  exponent: 0x7f800000,
  valuesPerWord: 1,
  unsigned: 0x7fffffff,
  units: 0x00800000,
  signs: 0x80000000
};

const float16: Layout = {
  exponent: 0x7c00,
  valuesPerWord: 2,
  unsigned: 0x7fff7fff,
  units: 0x04000400,
  signs: 0x80008000
};

/**
 * Where the first NaN or infinity is, or −1 if all values are finite.
 *
 * @param values float32, or float16 as its bits, which is copied if it begins inside a word of 32 bits
 */
export function firstNotFinite(values: Float32Array | Uint16Array): number {
  if (values instanceof Float32Array)
    return search(new Uint32Array(values.buffer, values.byteOffset, values.length), float32);
  return search(values.byteOffset % 4 === 0 ? values : values.slice(), float16);
}

function search(bits: Uint32Array | Uint16Array, layout: Layout): number {
  const words = new Int32Array(bits.buffer, bits.byteOffset, Math.floor(bits.byteLength / 4));
  const start = finiteWords(words, layout) * layout.valuesPerWord;
  for (let i = start; i < bits.length; i++) if ((bits[i] & layout.exponent) === layout.exponent) return i;
  return -1;
}

/**
 * How many words from the first on are finite, in fours: a number is not finite when the bits of its exponent
 * are all ones; then, and only then, adding one to the exponent of the number without its sign carries to the
 * sign.
 */
function finiteWords(words: Int32Array, {unsigned, units, signs}: Layout): number {
  const end = words.length - (words.length % 4);
  for (let i = 0; i < end; i += 4) {
    const sums =
      ((words[i] & unsigned) + units) |
      ((words[i + 1] & unsigned) + units) |
      ((words[i + 2] & unsigned) + units) |
      ((words[i + 3] & unsigned) + units);
    if ((sums & signs) !== 0) return i;
  }
  return end;
}
