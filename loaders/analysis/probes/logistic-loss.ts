/** What logistic regression lowers. Rows have a sign, 1 or −1, and 0 where they are left out; `along` is w·z. */

/** A loss's rows. */
export interface Signed {
  /** `[rows]` */
  signs: Int8Array;
  /** How much the rows count against the penalty. */
  strength: number;
}

/** Beyond this distance from 0 a probability is 0 or 1 to a bit. */
const certain = 50;
const maxSteps = 200;

/** 1 / (1 + exp(−x)) */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** log(1 + exp(x)), which is −log of a probability. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

/** |w|²/2 + strength · Σ log(1 + exp(−sign · (w·z + b))) */
export function lossOf(
  along: Float64Array,
  intercept: number,
  square: number,
  {signs, strength}: Signed
): number {
  let sum = 0;
  for (let i = 0; i < along.length; i++)
    if (signs[i] !== 0) sum += softplus(-signs[i] * (along[i] + intercept));
  return square / 2 + strength * sum;
}

/** Minus the loss's derivatives by w·z, row by row. */
export function pulls(along: Float64Array, intercept: number, {signs, strength}: Signed): Float64Array {
  return along.map((value, i) => strength * signs[i] * sigmoid(-signs[i] * (value + intercept)));
}

/** The loss's second derivatives by w·z, row by row. */
export function curvatures(along: Float64Array, intercept: number, {signs, strength}: Signed): Float64Array {
  return along.map((value, i) => {
    const p = sigmoid(value + intercept);
    return signs[i] === 0 ? 0 : strength * p * (1 - p);
  });
}

/** The intercept that is best for these weights: where the pulls cancel. Newton's steps, halving where they leave the bracket. */
export function bestIntercept(along: Float64Array, {signs}: Signed, guess: number): number {
  const [least, most] = extent(along, signs);
  let [low, high] = [-most - certain, -least + certain];
  let intercept = Math.min(Math.max(guess, low), high);
  for (let step = 0; step < maxSteps; step++) {
    const {pull, curvature} = total(along, signs, intercept);
    if (pull > 0) low = intercept;
    else high = intercept;
    const next = intercept + pull / curvature;
    const inside = next >= low && next <= high;
    const change = (inside ? next : (low + high) / 2) - intercept;
    intercept += change;
    if (Math.abs(change) <= 1e-14 * (1 + Math.abs(intercept))) break;
  }
  return intercept;
}

/** Least and greatest value of the rows that aren't left out. */
function extent(along: Float64Array, signs: Int8Array): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < along.length; i++) {
    if (signs[i] === 0) continue;
    least = Math.min(least, along[i]);
    most = Math.max(most, along[i]);
  }
  return [least, most];
}

function total(along: Float64Array, signs: Int8Array, intercept: number): {pull: number; curvature: number} {
  let [pull, curvature] = [0, 0];
  for (let i = 0; i < along.length; i++) {
    if (signs[i] === 0) continue;
    const p = sigmoid(along[i] + intercept);
    pull += (signs[i] === 1 ? 1 : 0) - p;
    curvature += p * (1 - p);
  }
  return {pull, curvature};
}
