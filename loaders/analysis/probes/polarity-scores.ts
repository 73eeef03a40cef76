import type {Product} from "../../matrix.ts";
import {rowRange, rowsOf} from "../rows.ts";
import {partRows, type Folds} from "./folds.ts";
import type {HeldOutScores} from "./labellings.ts";
import {fitLogistic} from "./newton.ts";
import {standardise, withoutMeans} from "./standardise.ts";
import {fromRows} from "./vectors.ts";

/** scikit-learn's C of both regressions, as `truthPolarityProbe` has it. */
const strength = 1;
/** Of the direction of polarity: two clouds that lie apart. */
const tolerance = 1e-2;
const maxSteps = 50;

/**
 * The probe of truth and polarity (`truthPolarityProbe`) without each fold of pairs, and what it says of the statements
 * inside and of their negations. Polarity is no label, and so its direction is found once, from all statements. A true
 * statement's negation is false: of every pair, truth adds the difference, one way or the other, to the direction of
 * truth, and polarity and topic drop out of it.
 *
 * @param x statements, `[pairs · columns]`
 * @param negations theirs, in the same order
 * @param folds of the pairs
 * @returns of each labelling of the statements, scores of these and then of their negations, `[2 pairs]`
 */
export async function polarityScores(
  x: Float32Array,
  negations: Float32Array,
  pairs: number,
  folds: Folds,
  product: Product
): Promise<HeldOutScores> {
  const columns = x.length / pairs;
  const joint = joinFloats(x, negations);
  const {table} = withoutMeans(joint, 2 * pairs, columns);
  const [affirmed, denied] = [rowRange(table, 0, pairs), rowRange(table, pairs, 2 * pairs)];
  const differences = {...affirmed, data: affirmed.data.map((value, i) => value - denied.data[i])};
  const byPolarity = await polarityOf(joint, pairs, columns, product);
  const parts = Array.from({length: folds.count}, (_, fold) => partRows(folds, fold));
  return async (labellings) => {
    const signs = labellings.flatMap((codes) =>
      parts.map(({outside}) => {
        const ofRows = new Float64Array(pairs);
        for (const row of outside) ofRows[row] = (codes[row] === 1 ? 1 : -1) / outside.length;
        return ofRows;
      })
    );
    const truths = await product(fromRows(signs), differences);
    const byTruth = rowsOf(await product(truths, table, {transposeB: true}));
    return labellings.map((codes, i) => {
      const scores = new Float64Array(2 * pairs);
      parts.forEach(({inside, outside}, fold) => {
        const along = [byTruth[i * parts.length + fold], byPolarity];
        const score = planeScore(along, codes, outside);
        for (const row of inside) for (const at of [row, pairs + row]) scores[at] = score(at);
      });
      return scores;
    });
  };
}

/** Where all statements are along the direction that tells statements from negations. */
async function polarityOf(
  joint: Float32Array,
  pairs: number,
  columns: number,
  product: Product
): Promise<Float64Array> {
  const {table} = standardise(joint, 2 * pairs, columns);
  const signs = Int8Array.from({length: 2 * pairs}, (_, row) => (row < pairs ? 1 : -1));
  const [{scores}] = await fitLogistic(table, [{signs, strength}], {tolerance, product});
  return scores;
}

/**
 * Logistic regression on two numbers a statement, standardised over some pairs, by Newton's method: what it says of any row.
 */
function planeScore(
  along: Float64Array[],
  codes: Int32Array,
  pairs: readonly number[]
): (row: number) => number {
  const half = codes.length;
  const scaled = along.map((values) => scalerOf(values, pairs, half));
  const features = new Float64Array(4 * pairs.length);
  const targets = new Float64Array(2 * pairs.length);
  for (let i = 0; i < targets.length; i++) {
    const negated = i >= pairs.length;
    const pair = pairs[negated ? i - pairs.length : i];
    targets[i] = negated ? 1 - codes[pair] : codes[pair];
    for (let j = 0; j < 2; j++)
      features[2 * i + j] = (along[j][negated ? half + pair : pair] - scaled[j].mean) / scaled[j].scale;
  }
  const [u, v, b] = fitPlane(features, targets);
  const at = (j: number, row: number) => (along[j][row] - scaled[j].mean) / scaled[j].scale;
  return (row) => u * at(0, row) + v * at(1, row) + b;
}

/** Mean and deviation of some pairs' values, of both statements. */
function scalerOf(values: Float64Array, pairs: readonly number[], half: number) {
  let sum = 0;
  for (const pair of pairs) sum += values[pair] + values[half + pair];
  const mean = sum / (2 * pairs.length);
  let squares = 0;
  for (const pair of pairs) squares += (values[pair] - mean) ** 2 + (values[half + pair] - mean) ** 2;
  return {mean, scale: Math.sqrt(squares / (2 * pairs.length)) || 1};
}

/** The weights of two numbers, and the intercept. */
function fitPlane(features: Float64Array, targets: Float64Array): [number, number, number] {
  let [u, v, b] = [0, 0, 0];
  for (let step = 0; step < maxSteps; step++) {
    let [gu, gv, gb] = [u, v, 0];
    let [uu, uv, vv, ub, vb, bb] = [1, 0, 1, 0, 0, 0];
    for (let i = 0; i < targets.length; i++) {
      const x = features[2 * i];
      const y = features[2 * i + 1];
      const p = 1 / (1 + Math.exp(-(u * x + v * y + b)));
      const error = strength * (p - targets[i]);
      const weight = strength * p * (1 - p);
      gu += error * x;
      gv += error * y;
      gb += error;
      uu += weight * x * x;
      uv += weight * x * y;
      vv += weight * y * y;
      ub += weight * x;
      vb += weight * y;
      bb += weight;
    }
    const [du, dv, db] = solveThree([uu, uv, ub, vv, vb, bb], [gu, gv, gb]);
    [u, v, b] = [u - du, v - dv, b - db];
    if (Math.abs(du) + Math.abs(dv) + Math.abs(db) < 1e-5) break;
  }
  return [u, v, b];
}

/** Solves symmetric equations of three unknowns by elimination. */
function solveThree(
  [a, b, c, d, e, f]: readonly number[],
  [x, y, z]: readonly number[]
): [number, number, number] {
  const [dd, ee, ff] = [d - (b * b) / a, e - (b * c) / a, f - (c * c) / a];
  const [yy, zz] = [y - (b * x) / a, z - (c * x) / a];
  const third = (zz - (ee * yy) / dd) / (ff - (ee * ee) / dd);
  const second = (yy - ee * third) / dd;
  return [(x - b * second - c * third) / a, second, third];
}

function joinFloats(a: Float32Array, b: Float32Array): Float32Array {
  const joint = new Float32Array(a.length + b.length);
  joint.set(a);
  joint.set(b, a.length);
  return joint;
}
