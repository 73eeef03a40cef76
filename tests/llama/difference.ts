/** The largest difference between two lists of numbers, as a share of the second one's root mean square. */
export function relativeDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length)
    throw new Error(`${found.length} numbers, ${expected.length} expected`);
  let [largest, squares] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    // Math.max keeps NaN, which then meets no bound
    largest = Math.max(largest, Math.abs(found[i] - expected[i]));
    squares += expected[i] ** 2;
  }
  return largest / Math.sqrt(squares / expected.length);
}
