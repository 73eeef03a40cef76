/** What several measurements come to. */
export interface Spread {
  min: number;
  median: number;
  max: number;
}

/** @param values at least one */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return {
    min: sorted[0],
    median: (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2,
    max: sorted[sorted.length - 1]
  };
}

/** A straight line through points. */
export interface Line {
  slope: number;
  intercept: number;
  /** The largest distance of a point from it, as a share of the point's own y. */
  deviation: number;
}

/** The line whose squared distances in y from the points are the least; of two points at least, apart in x. */
export function fitLine(points: readonly (readonly [x: number, y: number])[]): Line {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const covariance = mean(points.map(([x, y]) => (x - meanX) * (y - meanY)));
  const slope = covariance / mean(points.map(([x]) => (x - meanX) ** 2));
  const intercept = meanY - slope * meanX;
  const deviation = Math.max(...points.map(([x, y]) => Math.abs(intercept + slope * x - y) / y));
  return {slope, intercept, deviation};
}

/** "5.3 (5.1–7.0)": the median, and the least and largest if there are several. */
export function spreadText({min, median, max}: Spread): string {
  const text = significant(median);
  return min === max ? text : `${text} (${significant(min)}–${significant(max)})`;
}

/** Three digits, or all that stand before the point. */
export function significant(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value === 0 ? "0" : String(Number(value.toPrecision(3)));
}
