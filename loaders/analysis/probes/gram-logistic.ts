/** Logistic regressions over one Gram matrix, many at once, by Newton's method: newton.ts for weights of rows. */
import type {Matrix64, Product} from "../../matrix.ts";
import {imagesOf, solveGramSystems, weightedMean, type RowWeights} from "./gram-systems.ts";
import type {Signed} from "./logistic-loss.ts";
import {add, dot} from "./vectors.ts";

/** Where a regression's weights are at first. */
export interface GramFit extends RowWeights {
  intercept: number;
}

interface State extends GramFit {
  regression: Signed;
  loss: number;
  /** Minus the loss's derivatives, and its second ones, by each row's score, `[rows]`. */
  pulls: Float64Array;
  curvatures: Float64Array;
}

const maxSteps = 60;
/** Of the equations of a step: it is a step towards the least loss all the same. */
const roughly = 0.1;
/** Share of the longest gradient that the table could have that is rounding. */
const rounding = 1e-13;

/**
 * Fits them all: the least |w|²/2 + strength · Σ log(1 + exp(−sign · (w·z + b))) with w a sum of the rows that have a sign.
 * As in `fitLogistic`, it goes on until the gradient is shorter than `tolerance` times the weights.
 *
 * @param gram the products of all rows with all rows, `[rows, rows]`
 * @param regressions each with rows of both signs
 * @param options.starts fits of the same rows with other strengths, to begin at
 */
export async function fitLogisticByRows(
  gram: Matrix64,
  regressions: readonly Signed[],
  {tolerance, starts, product}: {tolerance: number; starts?: readonly GramFit[]; product: Product}
): Promise<GramFit[]> {
  const states = regressions.map((regression, i) => begin(regression, starts?.[i]));
  const longest = traceOf(gram);
  let active = states;
  for (let step = 0; active.length > 0; step++) {
    if (step === maxSteps) throw new Error(`${active.length} regressions not fitted in ${maxSteps} steps`);
    const sides = active.map(sideOf);
    const images = await imagesOf(gram, sides, product);
    const unfinished = active.map(({weights, along, regression: {strength}}, i) => {
      const slope = Math.sqrt(Math.max(0, dot(sides[i], images[i])));
      const length = Math.sqrt(Math.max(0, dot(weights, along)));
      return slope > Math.max(tolerance * length, rounding * strength * longest);
    });
    active = active.filter((_, i) => unfinished[i]);
    const systems = active.map(({curvatures}) => ({weights: curvatures, penalty: 1}));
    const left = sides.filter((_, i) => unfinished[i]);
    const steps = await solveGramSystems(gram, systems, left, {tolerance: roughly, product});
    active.forEach((state, i) => move(state, steps[i]));
  }
  return states;
}

function begin(regression: Signed, start?: GramFit): State {
  const rows = regression.signs.length;
  const state = {
    regression,
    weights: start?.weights.slice() ?? new Float64Array(rows),
    along: start?.along.slice() ?? new Float64Array(rows),
    intercept: start?.intercept ?? 0,
    loss: 0,
    pulls: new Float64Array(rows),
    curvatures: new Float64Array(rows)
  };
  evaluate(state);
  return state;
}

/** The right side of a step's equations, once the best intercept for each step is put in: minus the gradient. */
function sideOf({weights, pulls, curvatures}: State): Float64Array {
  const turn = sum(pulls) / sum(curvatures);
  const side = new Float64Array(pulls.length);
  for (let i = 0; i < side.length; i++) side[i] = pulls[i] - weights[i] - curvatures[i] * turn;
  return side;
}

/** Goes along a step, or a part of it, such that the loss falls. */
function move(state: State, {weights: step, along: change}: RowWeights): void {
  const before = {...state};
  const {pulls, curvatures} = before;
  const turn = sum(pulls) / sum(curvatures) - weightedMean(change, curvatures);
  for (let share = 1; share > 1e-10; share /= 2) {
    state.weights = before.weights.slice();
    state.along = before.along.slice();
    add(state.weights, share, step);
    add(state.along, share, change);
    state.intercept = before.intercept + share * turn;
    state.pulls = pulls.slice();
    state.curvatures = curvatures.slice();
    evaluate(state);
    if (state.loss <= before.loss + Number.EPSILON * 16 * before.loss) return;
  }
  throw new Error("no step of a logistic regression lowers its loss");
}

/** The loss and its derivatives where the state is. */
function evaluate(state: State): void {
  const {regression, weights, along, intercept, pulls, curvatures} = state;
  const {signs, strength} = regression;
  let loss = 0;
  for (let i = 0; i < along.length; i++) {
    if (signs[i] === 0) continue;
    const margin = signs[i] * (along[i] + intercept);
    const odds = Math.exp(-Math.abs(margin));
    const wrong = (margin > 0 ? odds : 1) / (1 + odds);
    loss += Math.max(-margin, 0) + Math.log1p(odds);
    pulls[i] = strength * signs[i] * wrong;
    curvatures[i] = Math.max(strength * wrong * (1 - wrong), Number.MIN_VALUE);
  }
  state.loss = dot(weights, along) / 2 + strength * loss;
}

function sum(values: Float64Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** The square root of the rows' number times the length of the whole table. */
function traceOf({data, rows}: Matrix64): number {
  let trace = 0;
  for (let i = 0; i < rows; i++) trace += data[i * rows + i];
  return Math.sqrt(rows * trace);
}
