import {Problem} from "../../problem.ts";

/** Statements: where they are in the residual stream and what is known of them. */
export interface Sample {
  /** Activations, `[rows, columns]`, row-major. */
  x: Float32Array;
  rows: number;
  columns: number;
  /** Numbers of classes, from 0 (of true and false, 1 is true); for a ridge regression, any numbers. `[rows]` */
  labels: Float64Array;
  /** A number for each subject; statements of one subject share content and are never told apart. `[rows]` */
  subjects: Int32Array;
  /** Activations of the statements' negations, `[rows, columns]`. */
  negations?: Float32Array;
  /** 1 for an affirmative statement, −1 for a negated one, `[rows]`. */
  polarities?: Int8Array;
  /** A number for each topic, `[rows]`; without them there is one topic. */
  topics?: Int32Array;
}

/** The statements of these rows, copied: who is given them sees no others. */
export function subset(sample: Sample, rows: number[]): Sample {
  const {x, columns, labels, subjects, negations, polarities, topics} = sample;
  return {
    x: pickRows(x, rows, columns),
    rows: rows.length,
    columns,
    labels: Float64Array.from(rows, (row) => labels[row]),
    subjects: Int32Array.from(rows, (row) => subjects[row]),
    ...(negations && {negations: pickRows(negations, rows, columns)}),
    ...(polarities && {polarities: Int8Array.from(rows, (row) => polarities[row])}),
    ...(topics && {topics: Int32Array.from(rows, (row) => topics[row])})
  };
}

/**
 * Several samples, one after the other. Their numbers of subjects and topics are taken to mean the same in all; what
 * not all of them have is left out.
 *
 * @throws Error if there are none, or their columns are not as many
 */
export function join(samples: Sample[]): Sample {
  const {columns} = samples[0];
  if (samples.some((sample) => sample.columns !== columns)) throw new Error("samples of unequal columns");
  const of = <T>(part: (sample: Sample) => T | undefined): T[] | undefined => {
    const parts = samples.map(part).filter((found) => found !== undefined);
    return parts.length === samples.length ? parts : undefined;
  };
  const negations = of((sample) => sample.negations);
  const polarities = of((sample) => sample.polarities);
  const topics = of((sample) => sample.topics);
  return {
    x: joinFloats(samples.map(({x}) => x)),
    rows: samples.reduce((sum, {rows}) => sum + rows, 0),
    columns,
    labels: Float64Array.from(samples.flatMap(({labels}) => [...labels])),
    subjects: Int32Array.from(samples.flatMap(({subjects}) => [...subjects])),
    ...(negations && {negations: joinFloats(negations)}),
    ...(polarities && {polarities: Int8Array.from(polarities.flatMap((part) => [...part]))}),
    ...(topics && {topics: Int32Array.from(topics.flatMap((part) => [...part]))})
  };
}

/**
 * @throws Problem if an activation is not finite
 * @throws Error if a list is not as long as there are rows
 */
export function checkSample(sample: Sample): void {
  const {x, rows, columns, labels, subjects, negations, polarities, topics} = sample;
  const tables = negations ? [x, negations] : [x];
  if (tables.some(({length}) => length !== rows * columns))
    throw new Error(`${rows} × ${columns} numbers expected, ${x.length} were given`);
  const lists = [labels, subjects, polarities, topics].filter((list) => list !== undefined);
  if (lists.some(({length}) => length !== rows)) throw new Error(`lists of ${rows} numbers expected`);
  for (const table of tables) {
    const i = table.findIndex((value) => !Number.isFinite(value));
    if (i < 0) continue;
    const place = `row ${Math.floor(i / columns)}, column ${i % columns} (from 0)`;
    throw new Problem(`probes: ${place} is ${table[i]}; finite numbers needed`);
  }
}

function pickRows(x: Float32Array, rows: number[], columns: number): Float32Array {
  const picked = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => picked.set(x.subarray(row * columns, (row + 1) * columns), i * columns));
  return picked;
}

function joinFloats(parts: Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}
