/** The difference of means, "mass-mean probing": Marks & Tegmark 2023 (arXiv 2310.06824), section 5. */
import type {Matrix64, Product} from "../../matrix.ts";
import {whyUntrainable} from "./classes.ts";
import {absent, present} from "./measured.ts";
import type {LinearProbe, Train} from "./probe.ts";
import {inColumns, rowSpace} from "./row-space.ts";
import {ledoitWolf} from "./shrinkage.ts";
import {withoutMeans, type Floats} from "./standardise.ts";
import {solveSystems} from "./systems.ts";
import {fromRows} from "./vectors.ts";

/** Least share of the mean variance that every direction is given: where rows of a class repeat, S is singular. */
const leastShare = 1e-6;
/** Of the corrected direction. */
const tolerance = 1e-11;

/**
 * θ = μ⁺ − μ⁻ between the means of class 1 and class 0. The threshold is halfway between them: the direction depends on
 * nothing but the means, neither on how often a class comes nor on how it is spread.
 */
export function meanDifference(): Train<LinearProbe> {
  return ({x, columns, labels}) => {
    const why = whyUntrainable(labels);
    if (why !== undefined) return Promise.resolve(absent(why));
    const means = classMeans({data: x, columns}, labels);
    return Promise.resolve(present(halfway(difference(means), means, new Float64Array(columns))));
  };
}

/**
 * Σ⁻¹θ, θ tilted away from the directions in which statements of one class vary: Fisher's discriminant. Σ is the pooled
 * covariance within the classes (divided by rows), shrunk as by Ledoit & Wolf; Marks & Tegmark take the pseudo-inverse of
 * the unshrunk Σ without eigenvalues below 10⁻³, which depends on the activations' unit. The threshold is halfway
 * between the means. With fewer rows than columns it is solved in the rows' space: outside it, Σ⁻¹ only scales and θ is 0.
 */
export function correctedMeanDifference({product}: {product: Product}): Train<LinearProbe> {
  return async ({x, rows, columns, labels}) => {
    const why = whyUntrainable(labels);
    if (why !== undefined) return absent(why);
    const {table, mean} = withoutMeans(x, rows, columns);
    const space = await rowSpace(table, product);
    const theta = difference(classMeans(space.coordinates, labels));
    const corrected = await correct(theta, space.coordinates, {labels, columns, product});
    const {data} = await inColumns(space, fromRows([corrected]), product);
    return present(halfway(data, classMeans(table, labels), mean));
  };
}

/** Σ⁻¹θ in coordinates; θ itself where no statement differs from others of its class. */
async function correct(
  theta: Float64Array,
  z: Matrix64,
  {labels, columns, product}: {labels: Float64Array; columns: number; product: Product}
): Promise<Float64Array> {
  const {share, variance} = await ledoitWolf(withoutClassMeans(z, labels), columns, product);
  if (variance === 0) return theta;
  const system = {
    weights: new Float64Array(z.rows).fill((1 - share) / z.rows),
    penalty: Math.max(share, leastShare) * variance,
    blocks: Int32Array.from(labels)
  };
  const [solution] = await solveSystems(z, [system], [theta], {tolerances: [tolerance], product});
  return solution;
}

/** The means of class 0 and of class 1, `[columns]` each. */
function classMeans(
  {data, columns}: {data: Floats; columns: number},
  labels: Float64Array
): [Float64Array, Float64Array] {
  const means: [Float64Array, Float64Array] = [new Float64Array(columns), new Float64Array(columns)];
  const counts = [0, 0];
  labels.forEach((label, row) => {
    const mean = means[label];
    counts[label]++;
    for (let j = 0; j < columns; j++) mean[j] += data[row * columns + j];
  });
  means.forEach((mean, label) => mean.forEach((sum, j) => (mean[j] = sum / counts[label])));
  return means;
}

function withoutClassMeans({data, rows, columns}: Matrix64, labels: Float64Array): Matrix64 {
  const means = classMeans({data, columns}, labels);
  const left = data.map((value, i) => value - means[labels[Math.floor(i / columns)]][i % columns]);
  return {data: left, rows, columns};
}

function difference([low, high]: [Float64Array, Float64Array]): Float64Array {
  return high.map((value, j) => value - low[j]);
}

/** @param mean what the class means are measured from */
function halfway(
  direction: Float64Array,
  [low, high]: [Float64Array, Float64Array],
  mean: Float64Array
): LinearProbe {
  const intercept = direction.reduce(
    (left, value, j) => left - value * (mean[j] + (low[j] + high[j]) / 2),
    0
  );
  return {direction, intercept};
}
