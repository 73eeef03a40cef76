import type {Matrix64, Product} from "../../matrix.ts";
import {rowsOf} from "../rows.ts";
import type {Evaluate, Evaluation} from "./lbfgs.ts";
import {sigmoid} from "./logistic-loss.ts";
import {add, dot, fromRows} from "./vectors.ts";

/**
 * The loss of contrast-consistent search (Burns, Ye, Klein & Steinhardt 2022, arXiv 2212.03827, section 2), a
 * mean over pairs: (p⁺ + p⁻ − 1)², a statement and its negation should have probabilities of sum 1, and min(p⁺, p⁻)², not
 * a half each; to which decay/2 · |θ|² is added. p = 1/(1 + exp(−θ·z − b)).
 *
 * @param z the statements and then their negations in the same order, `[2 pairs, columns]`
 * @returns the loss and its gradient at points [θ, b], `[columns + 1]` each
 */
export function ccsLoss(z: Matrix64, decay: number, product: Product): Evaluate {
  return async (points) => {
    const thetas = points.map((at) => at.subarray(0, z.columns));
    const losses = (await probabilities(z, points, product)).map(lossOfPairs);
    const pulled = rowsOf(await product(fromRows(losses.map(({gradient}) => gradient)), z));
    return losses.map(({value, gradient: slopes}, i) => {
      const gradient = new Float64Array(z.columns + 1);
      gradient.set(pulled[i]);
      add(gradient, decay, thetas[i]);
      gradient[z.columns] = slopes.reduce((sum, slope) => sum + slope, 0);
      return {value: value + (decay / 2) * dot(thetas[i], thetas[i]), gradient};
    });
  };
}

/** p of every row at each of the points [θ, b], `[rows]`. */
export async function probabilities(
  z: Matrix64,
  points: Float64Array[],
  product: Product
): Promise<Float64Array[]> {
  const thetas = fromRows(points.map((at) => at.subarray(0, z.columns)));
  const along = rowsOf(await product(thetas, z, {transposeB: true}));
  return along.map((values, i) => values.map((value) => sigmoid(value + points[i][z.columns])));
}

/** The mean over pairs, and its slopes by each row's score, `[2 pairs]`. */
function lossOfPairs(p: Float64Array): Evaluation {
  const pairs = p.length / 2;
  const gradient = new Float64Array(p.length);
  let value = 0;
  for (let i = 0; i < pairs; i++) {
    const [lower, upper] = p[i] <= p[pairs + i] ? [i, pairs + i] : [pairs + i, i];
    const excess = p[lower] + p[upper] - 1;
    value += (excess ** 2 + p[lower] ** 2) / pairs;
    gradient[lower] = ((2 * excess + 2 * p[lower]) * p[lower] * (1 - p[lower])) / pairs;
    gradient[upper] = (2 * excess * p[upper] * (1 - p[upper])) / pairs;
  }
  return {value, gradient};
}
