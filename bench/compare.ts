/** Where two engines' activations differ. */

/**
 * The largest difference of a number from its reference, as a share of the reference's root mean square.
 *
 * @param activations `[rows.length, width]`
 * @param rows which row of `reference`, `[…, width]`, each of them is
 */
export function largestDifference(
  activations: Float32Array,
  rows: readonly number[],
  reference: Float32Array
): number {
  const width = activations.length / rows.length;
  let [largest, squares] = [0, 0];
  rows.forEach((row, i) => {
    for (let column = 0; column < width; column++) {
      const expected = reference[row * width + column];
      // of NaN and a number, Math.max gives NaN
      largest = Math.max(largest, Math.abs(activations[i * width + column] - expected));
      squares += expected ** 2;
    }
  });
  return largest / Math.sqrt(squares / activations.length);
}
