/** The value of every IEEE 754 half-precision number, by its bits: looking up is faster than computing. */
const values = new Float32Array(0x10000);
for (let exponent = 0; exponent < 32; exponent++) {
  const unit = 2 ** (Math.max(exponent, 1) - 25);
  for (let fraction = 0; fraction < 1024; fraction++) {
    const special = fraction ? NaN : Infinity;
    const size = exponent === 31 ? special : ((exponent && 1024) + fraction) * unit;
    const bits = (exponent << 10) | fraction;
    values[bits] = size;
    values[0x8000 | bits] = -size;
  }
}

/** The value of an IEEE 754 half-precision number. */
export function float16(bits: number): number {
  return values[bits];
}

/** The little-endian half-precision number at `position`, which may be odd. */
export function float16At(bytes: Uint8Array, position: number): number {
  return float16(bytes[position] | (bytes[position + 1] << 8));
}
