/**
 * Many systems of equations over one Gram matrix at once, by conjugate gradients. What systems.ts solves for weights of
 * columns is solved here for weights of rows: w = Zᵀσ, of which K = ZZᵀ tells all, so that a step of all systems is one
 * product, of as many columns as there are rows.
 */
import type {Matrix64, Product} from "../../matrix.ts";
import {rowsOf} from "../rows.ts";
import {dot, fromRows} from "./vectors.ts";

/** penalty · σ + A K σ. A frees the rows' values of their weighted mean and multiplies them by their weights. */
export interface GramSystem {
  /** Not negative, not all 0, `[rows]`; 0 leaves a row out. */
  weights: Float64Array;
  /** Above 0. */
  penalty: number;
}

/** Weights of rows, and the scores that they give to all rows, both `[rows]`. */
export interface RowWeights {
  /** σ */
  weights: Float64Array;
  /** Kσ */
  along: Float64Array;
}

interface Iteration extends RowWeights {
  system: GramSystem;
  /** Of the system's weights. */
  total: number;
  residual: Float64Array;
  direction: Float64Array;
  /** K · direction */
  directionAlong: Float64Array;
  /** |Zᵀ residual|² */
  square: number;
  /** Where to stop. */
  enough: number;
}

/**
 * Solves each system for its own right side.
 *
 * @param gram K, `[rows, rows]`
 * @param sides right sides, `[rows]` each
 * @param tolerance the length, in the columns' space, of what is left of a right side, relative to it
 */
export async function solveGramSystems(
  gram: Matrix64,
  systems: readonly GramSystem[],
  sides: readonly Float64Array[],
  {tolerance, product}: {tolerance: number; product: Product}
): Promise<RowWeights[]> {
  const images = await imagesOf(gram, sides, product);
  const iterations = systems.map((system, i) => begin(system, sides[i], images[i], tolerance));
  const most = 10 * gram.rows + 100;
  let active = iterations.filter(unsolved);
  for (let step = 0; active.length > 0; step++) {
    if (step === most) throw new Error(`${active.length} systems were not solved in ${most} steps`);
    active.forEach(descend);
    const residuals = active.map(({residual}) => residual);
    (await imagesOf(gram, residuals, product)).forEach((image, i) => turn(active[i], image));
    active = active.filter(unsolved);
  }
  return iterations;
}

/** K times each list of values. */
export async function imagesOf(
  gram: Matrix64,
  lists: readonly Float64Array[],
  product: Product
): Promise<Float64Array[]> {
  return lists.length === 0 ? [] : rowsOf(await product(fromRows([...lists]), gram));
}

function begin(system: GramSystem, side: Float64Array, image: Float64Array, tolerance: number): Iteration {
  const square = dot(side, image);
  return {
    system,
    total: system.weights.reduce((sum, weight) => sum + weight, 0),
    weights: new Float64Array(side.length),
    along: new Float64Array(side.length),
    residual: side.slice(),
    direction: side.slice(),
    directionAlong: image.slice(),
    square,
    enough: tolerance ** 2 * square
  };
}

function unsolved({square, enough}: Iteration): boolean {
  return square > enough;
}

/** Goes along the direction to where the squared error is least. */
function descend({
  system,
  total,
  weights,
  along,
  residual,
  direction,
  directionAlong,
  square
}: Iteration): void {
  const {weights: rowWeights, penalty} = system;
  let [first, second, own] = [0, 0, 0]; // Σ wv, Σ wv², Σ vd
  for (let i = 0; i < direction.length; i++) {
    const value = directionAlong[i];
    const weighted = rowWeights[i] * value;
    first += weighted;
    second += weighted * value;
    own += value * direction[i];
  }
  const mean = first / total;
  const size = square / (penalty * own + second - mean * first);
  for (let i = 0; i < direction.length; i++) {
    const value = directionAlong[i];
    const step = direction[i];
    weights[i] += size * step;
    along[i] += size * value;
    residual[i] -= size * (penalty * step + rowWeights[i] * (value - mean));
  }
}

/** Turns to a direction that undoes nothing of what was done; `image` is K · residual. */
function turn(iteration: Iteration, image: Float64Array): void {
  const {residual, direction, directionAlong, square} = iteration;
  iteration.square = dot(residual, image);
  const kept = iteration.square / square;
  for (let i = 0; i < direction.length; i++) {
    direction[i] = residual[i] + kept * direction[i];
    directionAlong[i] = image[i] + kept * directionAlong[i];
  }
}

export function weightedMean(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    sum += weights[i] * values[i];
    total += weights[i];
  }
  return sum / total;
}
