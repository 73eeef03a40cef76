/** The smallest share by which numbers in single precision differ. */
const lastDigit = 2 ** -23;

/**
 * A table whose columns have mean 0 and standard deviation 1 (divided by rows − 1). A column that varies by less than the
 * last digit of its mean is constant: it is 0. One with a number that is not finite has none that is.
 *
 * @param x `[rows, columns]`, row-major
 */
export function standardised(x: Float32Array, columns: number): Float32Array {
  const rows = x.length / columns;
  const means = new Float64Array(columns);
  x.forEach((value, i) => (means[i % columns] += value / rows));
  const squares = new Float64Array(columns);
  x.forEach((value, i) => (squares[i % columns] += (value - means[i % columns]) ** 2));
  const factors = squares.map((sum, j) => {
    const deviation = Math.sqrt(sum / Math.max(rows - 1, 1));
    return deviation <= lastDigit * Math.abs(means[j]) ? 0 : 1 / deviation;
  });
  return x.map((value, i) => (value - means[i % columns]) * factors[i % columns]);
}
