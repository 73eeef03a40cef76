/** Contrast-consistent search: Burns, Ye, Klein & Steinhardt 2022 (arXiv 2212.03827), section 2. */
import type {Product} from "../../matrix.ts";
import {joinRows} from "../rows.ts";
import {seededRandom} from "../random.ts";
import {ccsLoss, probabilities} from "./ccs-loss.ts";
import {whyUntrainable} from "./classes.ts";
import {minimise} from "./lbfgs.ts";
import {sigmoid} from "./logistic-loss.ts";
import {absent, present} from "./measured.ts";
import {linearScores, type LinearProbe, type Train} from "./probe.ts";
import {inColumns, rowSpace} from "./row-space.ts";
import type {Sample} from "./sample.ts";
import {ofColumns, standardise} from "./standardise.ts";
import {fromRows, lengthOf} from "./vectors.ts";

/** A probe of statements, and of their negations, which were normalised apart. */
export interface CcsProbe extends LinearProbe {
  negation: LinearProbe;
  /** The loss that no start came below. */
  loss: number;
}

export interface CcsOptions {
  /** Random starts, of which the one with the least loss is kept. */
  starts?: number;
  /** Of the starts. */
  seed?: number;
  /** Penalty on |θ|²/2. With as many columns as pairs, the loss alone would have no minimum. */
  decay?: number;
  product: Product;
}

const maxSteps = 300;
/** Of θ at first: answers are undecided there. From a longer one, pairs stay on the side where chance has put them. */
const startLength = 0.1;

/**
 * Finds a direction along which statements and negations contradict each other, without asking which are true. Each side
 * is normalised by itself (mean and deviation of each column), so that being a negation can't be read off. The loss has
 * two best directions, opposite to each other: labels of the training statements decide between them, and nothing else.
 * Absent where there are no negations.
 */
export function ccsProbe({starts = 10, seed = 1, decay = 0.01, product}: CcsOptions): Train<CcsProbe> {
  return async ({x, rows, columns, labels, negations}) => {
    if (negations === undefined) return absent("statements without negations");
    const why = whyUntrainable(labels);
    if (why !== undefined) return absent(why);
    const sides = [standardise(x, rows, columns), standardise(negations, rows, columns)];
    const space = await rowSpace(joinRows(sides[0].table, sides[1].table), product);
    const z = space.coordinates;
    const minima = await minimise(ccsLoss(z, decay, product), startsOf(starts, seed, z.columns), maxSteps);
    const best = minima.reduce((lowest, minimum) => (minimum.value < lowest.value ? minimum : lowest));
    const [p] = await probabilities(z, [best.at], product);
    const sign = signOf(p, labels);
    const theta = best.at.subarray(0, z.columns).map((value) => sign * value);
    const {data} = await inColumns(space, fromRows([theta]), product);
    const [own, negation] = sides.map((side) => ofColumns(data, sign * best.at[z.columns], side));
    return present({...own, negation, loss: best.value});
  };
}

/** How much more a statement is believed than its negation, p⁺ − p⁻, `[rows]`: twice the paper's p̃ less 1. */
export function pairScores(probe: CcsProbe, sample: Sample): Float64Array {
  const {negations} = sample;
  if (negations === undefined) throw new Error("a sample with negations expected");
  const theirs = linearScores(probe.negation, {...sample, x: negations});
  return linearScores(probe, sample).map((score, row) => sigmoid(score) - sigmoid(theirs[row]));
}

/** Short random directions, the intercept 0. */
export function startsOf(starts: number, seed: number, columns: number): Float64Array[] {
  const random = seededRandom(seed);
  return Array.from({length: starts}, () => {
    const start = Float64Array.from({length: columns + 1}, random);
    start[columns] = 0;
    const length = lengthOf(start);
    return start.map((value) => (startLength * value) / length);
  });
}

/** −1 if more pairs than not are believed the wrong way round. */
function signOf(p: Float64Array, labels: Float64Array): 1 | -1 {
  const right = labels.filter((label, i) => p[i] > p[labels.length + i] === (label === 1)).length;
  return 2 * right < labels.length ? -1 : 1;
}
