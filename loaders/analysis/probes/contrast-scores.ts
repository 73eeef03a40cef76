import type {Matrix64, Product} from "../../matrix.ts";
import {ccsLoss, probabilities} from "./ccs-loss.ts";
import {startsOf} from "./ccs.ts";
import {partRows, type Folds} from "./folds.ts";
import type {HeldOutScores} from "./labellings.ts";
import {minimise} from "./lbfgs.ts";

/** Fewer starts and steps than `ccsProbe` has: after forty steps the loss is within a few hundredths of where it ends. */
const [starts, maxSteps] = [5, 40];
const decay = 0.01;

/**
 * Contrast-consistent search on statements and their negations, and how much more each statement is believed than its
 * negation. No label has a part in the search, and so it is done once, on all pairs; which of the two opposite directions
 * is meant, the labels outside a statement's fold decide.
 *
 * @param z statements and then their negations in the same order, standardised apart, `[2 pairs, columns]`
 * @param folds of the pairs
 */
export async function contrastScores(
  z: Matrix64,
  folds: Folds,
  {seed = 1, product}: {seed?: number; product: Product}
): Promise<HeldOutScores> {
  const minima = await minimise(ccsLoss(z, decay, product), startsOf(starts, seed, z.columns), maxSteps);
  const best = minima.reduce((lowest, minimum) => (minimum.value < lowest.value ? minimum : lowest));
  const [p] = await probabilities(z, [best.at], product);
  const pairs = z.rows / 2;
  const believed = Float64Array.from({length: pairs}, (_, i) => p[i] - p[pairs + i]);
  const parts = Array.from({length: folds.count}, (_, fold) => partRows(folds, fold));
  return (labellings) =>
    Promise.resolve(
      labellings.map((codes) => {
        const scores = new Float64Array(pairs);
        for (const {inside, outside} of parts) {
          const sign = signOf(believed, codes, outside);
          for (const row of inside) scores[row] = sign * believed[row];
        }
        return scores;
      })
    );
}

/** −1 if more pairs than not are believed the wrong way round. */
function signOf(believed: Float64Array, codes: Int32Array, rows: readonly number[]): 1 | -1 {
  let right = 0;
  for (const row of rows) if (believed[row] > 0 === (codes[row] === 1)) right++;
  return 2 * right < rows.length ? -1 : 1;
}
