/**
 * Logistic regressions over one table, many at once, by Newton's method; conjugate gradients solve its equations only
 * as exactly as the step deserves (Dembo & Steihaug 1983).
 */
import type {Matrix64, Product} from "../../matrix.ts";
import {bestIntercept, curvatures, lossOf, pulls, type Signed} from "./logistic-loss.ts";
import {rowsOf} from "../rows.ts";
import {solveSystems} from "./systems.ts";
import {dot, fromRows, lengthOf} from "./vectors.ts";

export interface Fit {
  /** `[columns]` */
  weights: Float64Array;
  intercept: number;
  /** w·z + b of all rows, those left out too, `[rows]`. */
  scores: Float64Array;
}

interface State {
  regression: Signed;
  weights: Float64Array;
  intercept: number;
  /** w·z, `[rows]`. */
  along: Float64Array;
  loss: number;
  /** Of the loss where the intercept is the best one for the weights, `[columns]`. */
  gradient: Float64Array;
  /** The gradient's length where all weights are 0. */
  firstSlope: number;
}

const maxSteps = 100;
/** Least share of the decrease that the slope promises. */
const promised = 1e-4;
/** Share of the longest gradient that the table could have that is rounding. */
const rounding = 1e-14;

/**
 * Fits them all. The penalty curves the loss by 1 at least, so that weights are never further from the best ones than
 * the gradient is long: it goes on until that is below `tolerance` times the weights' length.
 *
 * @param z `[rows, columns]`
 */
export async function fitLogistic(
  z: Matrix64,
  regressions: Signed[],
  {tolerance, product}: {tolerance: number; product: Product}
): Promise<Fit[]> {
  const states = regressions.map((regression) => begin(regression, z));
  await setGradients(z, states, product);
  for (const state of states) state.firstSlope = lengthOf(state.gradient);
  const longest = Math.sqrt(z.rows) * lengthOf(z.data);
  const unfinished = ({gradient, weights, regression: {strength}}: State) =>
    lengthOf(gradient) > Math.max(tolerance * lengthOf(weights), rounding * strength * longest);
  let active = states.filter(unfinished);
  for (let step = 0; active.length > 0; step++) {
    if (step === maxSteps) throw new Error(`${active.length} regressions not fitted in ${maxSteps} steps`);
    await improve(z, active, product);
    active = active.filter(unfinished);
  }
  return states.map(({weights, intercept, along}) => ({
    weights,
    intercept,
    scores: along.map((value) => value + intercept)
  }));
}

function begin(regression: Signed, {rows, columns}: Matrix64): State {
  const along = new Float64Array(rows);
  const intercept = bestIntercept(along, regression, 0);
  return {
    regression,
    weights: new Float64Array(columns),
    intercept,
    along,
    loss: lossOf(along, intercept, 0, regression),
    gradient: new Float64Array(columns),
    firstSlope: 0
  };
}

/** One step of Newton's for each. */
async function improve(z: Matrix64, states: State[], product: Product): Promise<void> {
  const systems = states.map(({regression, along, intercept}) => ({
    weights: curvatures(along, intercept, regression),
    penalty: 1
  }));
  const tolerances = states.map(({gradient, firstSlope}) =>
    Math.min(0.1, Math.sqrt(lengthOf(gradient) / firstSlope))
  );
  const sides = states.map(({gradient}) => gradient.map((value) => -value));
  const steps = await solveSystems(z, systems, sides, {tolerances, product});
  const changes = await product(fromRows(steps), z, {transposeB: true});
  rowsOf(changes).forEach((change, i) => move(states[i], steps[i], change));
  await setGradients(z, states, product);
}

/** Goes along a step as far as the loss falls. */
function move(state: State, step: Float64Array, change: Float64Array): void {
  const {regression, weights, along, gradient, loss} = state;
  const slope = dot(gradient, step);
  for (let share = 1; share > 1e-10; share /= 2) {
    const there = weights.map((value, j) => value + share * step[j]);
    const alongThere = along.map((value, i) => value + share * change[i]);
    const intercept = bestIntercept(alongThere, regression, state.intercept);
    const lossThere = lossOf(alongThere, intercept, dot(there, there), regression);
    if (lossThere > loss + promised * share * slope + Number.EPSILON * 16 * loss) continue;
    Object.assign(state, {weights: there, along: alongThere, intercept, loss: lossThere});
    return;
  }
  throw new Error("no step of a logistic regression lowers its loss");
}

async function setGradients(z: Matrix64, states: State[], product: Product): Promise<void> {
  const pulled = states.map(({along, intercept, regression}) => pulls(along, intercept, regression));
  const sums = rowsOf(await product(fromRows(pulled), z));
  states.forEach((state, i) => {
    state.gradient = state.weights.map((value, j) => value - sums[i][j]);
  });
}
