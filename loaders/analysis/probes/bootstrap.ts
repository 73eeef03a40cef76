import {seededRandom} from "../random.ts";

/** Where 95 % of what was drawn lies. */
export interface Interval {
  low: number;
  high: number;
}

export interface BootstrapOptions {
  draws?: number;
  seed?: number;
}

/**
 * The percentile interval of a statistic when other subjects had been drawn (Efron 1979; whole subjects, since their
 * statements are not independent). What was drawn without a value, NaN, does not count; undefined if nothing has one.
 *
 * @param subjects `[rows]`
 * @param statistic for how often each row was drawn, `[rows]`; the list is used again for the next draw
 */
export function bootstrapInterval(
  subjects: Int32Array,
  statistic: (weights: Float64Array) => number,
  {draws = 1000, seed = 1}: BootstrapOptions = {}
): Interval | undefined {
  const numbers = new Map([...new Set(subjects)].map((subject, i) => [subject, i]));
  const subjectOf = Int32Array.from(subjects, (subject) => numbers.get(subject) ?? -1);
  const random = seededRandom(seed);
  const values: number[] = [];
  const [times, weights] = [new Float64Array(numbers.size), new Float64Array(subjects.length)];
  for (let draw = 0; draw < draws; draw++) {
    times.fill(0);
    for (let i = 0; i < times.length; i++) times[Math.floor(((random() + 1) / 2) * times.length)]++;
    for (let row = 0; row < weights.length; row++) weights[row] = times[subjectOf[row]];
    const value = statistic(weights);
    if (!Number.isNaN(value)) values.push(value);
  }
  if (values.length === 0) return undefined;
  values.sort((a, b) => a - b);
  return {low: quantile(values, 0.025), high: quantile(values, 0.975)};
}

/** Between the two nearest of rising values, as numpy has it. */
function quantile(values: number[], share: number): number {
  const place = share * (values.length - 1);
  const [before, after] = [values[Math.floor(place)], values[Math.ceil(place)]];
  return before + (after - before) * (place - Math.floor(place));
}
