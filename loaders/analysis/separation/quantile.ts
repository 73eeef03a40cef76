/** An interval's ends. */
export type Interval = [low: number, high: number];

/** The value below which a share `p` of the values lies, interpolated as numpy's percentile does; NaN of none. */
export function quantile(values: Float64Array, p: number): number {
  const sorted = values.toSorted();
  const place = p * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

/** The interval between the percentiles that leave out as many values on either side (Efron 1979). */
export function percentileInterval(values: Float64Array, level = 0.95): Interval {
  return [quantile(values, (1 - level) / 2), quantile(values, (1 + level) / 2)];
}
