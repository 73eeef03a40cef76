/** Random 16-bit numbers, the same ones for the same seed, as fast as a disk takes them. */
import {bytesOf} from "./bytes.ts";

/** Uniformly from `mean − spread` to `mean + spread`. */
export interface Distribution {
  mean: number;
  spread: number;
}

/** Numbers in a piece. */
const pieceLength = 2 ** 20;

/**
 * `count` numbers as little-endian bytes, piece by piece: each is one of 2¹⁶ that lie evenly in the distribution,
 * rounded to the type.
 */
export function* randomWeights(
  count: number,
  {mean, spread}: Distribution,
  dtype: "F16" | "BF16",
  seed: number
): Generator<Uint8Array> {
  const bitsOf = dtype === "F16" ? float16Bits : bfloat16Bits;
  const choices = Uint16Array.from({length: 2 ** 16}, (_, i) =>
    bitsOf(mean + spread * ((i + 0.5) / 2 ** 15 - 1))
  );
  const random = randomBits(seed);
  for (let done = 0; done < count; done += pieceLength) {
    const piece = new Uint16Array(Math.min(pieceLength, count - done));
    for (let i = 0; i < piece.length; i++) piece[i] = choices[random() >>> 16];
    yield bytesOf(piece);
  }
}

/** 32 random bits (mulberry32, Tommy Ettinger, public domain). */
function randomBits(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return bits ^ (bits >>> 14);
  };
}

/** The nearest IEEE 754 half-precision number to a value below 65 520. */
export function float16Bits(value: number): number {
  const size = Math.abs(value);
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const fraction = Math.round(size / 2 ** (exponent - 10)); // 2048 carries into the exponent
  return (value < 0 ? 0x8000 : 0) | (((exponent + 14) << 10) + fraction);
}

/** The nearest bfloat16 to a value: float32 without its last 16 bits. */
export function bfloat16Bits(value: number): number {
  const [bits] = new Uint32Array(Float32Array.of(value).buffer);
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16;
}
