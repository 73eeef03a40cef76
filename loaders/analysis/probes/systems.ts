/**
 * Many symmetric systems of equations over one table at once, by conjugate gradients (Hestenes & Stiefel 1952): every
 * step of all of them is two products of matrices.
 */
import type {Matrix64, Product} from "../../matrix.ts";
import {rowsOf} from "../rows.ts";
import {add, dot, fromRows} from "./vectors.ts";

/**
 * The matrix penalty · I + Zᵀ A Z. A multiplies the rows' values by their weights, after it has freed them of their
 * weighted mean: what an intercept would take up. With blocks, each block of rows has a mean of its own.
 */
export interface System {
  /** Not negative, `[rows]`; 0 leaves a row out. */
  weights: Float64Array;
  /** Above 0. */
  penalty: number;
  /** Numbers from 0, `[rows]`. */
  blocks?: Int32Array;
}

interface Iteration {
  system: System;
  solution: Float64Array;
  residual: Float64Array;
  direction: Float64Array;
  /** |residual|² */
  square: number;
  /** Where to stop. */
  enough: number;
}

/**
 * Solves each system for its own right side.
 *
 * @param z `[rows, columns]`
 * @param sides right sides, `[columns]` each
 * @param options.tolerances the length of what is left of a right side, relative to it, at which its system is solved
 * @returns the solutions, `[columns]` each
 */
export async function solveSystems(
  z: Matrix64,
  systems: System[],
  sides: Float64Array[],
  {tolerances, product}: {tolerances: number[]; product: Product}
): Promise<Float64Array[]> {
  const iterations = systems.map((system, i) => begin(system, sides[i], tolerances[i]));
  const most = 10 * z.columns + 100;
  let active = iterations.filter(unsolved);
  for (let step = 0; active.length > 0; step++) {
    if (step === most) throw new Error(`${active.length} systems were not solved in ${most} steps`);
    const directions = fromRows(active.map(({direction}) => direction));
    const along = await product(directions, z, {transposeB: true});
    rowsOf(along).forEach((values, i) => weigh(values, active[i].system));
    rowsOf(await product(along, z)).forEach((image, i) => advance(active[i], image));
    active = active.filter(unsolved);
  }
  return iterations.map(({solution}) => solution);
}

function begin(system: System, side: Float64Array, tolerance: number): Iteration {
  const square = dot(side, side);
  return {
    system,
    solution: new Float64Array(side.length),
    residual: side.slice(),
    direction: side.slice(),
    square,
    enough: tolerance ** 2 * square
  };
}

function unsolved({square, enough}: Iteration): boolean {
  return square > enough;
}

/** One step; `image` is what Zᵀ A Z makes of the direction. */
function advance(iteration: Iteration, image: Float64Array): void {
  const {system, solution, residual, direction, square} = iteration;
  add(image, system.penalty, direction);
  const size = square / dot(direction, image);
  add(solution, size, direction);
  add(residual, -size, image);
  iteration.square = dot(residual, residual);
  const kept = iteration.square / square;
  for (let j = 0; j < direction.length; j++) direction[j] = residual[j] + kept * direction[j];
}

/** Values of the rows, in place, as A has them. */
export function weigh(values: Float64Array, {weights, blocks}: System): void {
  const count = blocks === undefined ? 1 : blocks.reduce((most, block) => Math.max(most, block), 0) + 1;
  const [sums, totals] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < values.length; i++) {
    const block = blocks === undefined ? 0 : blocks[i];
    sums[block] += weights[i] * values[i];
    totals[block] += weights[i];
  }
  for (let i = 0; i < values.length; i++) {
    const block = blocks === undefined ? 0 : blocks[i];
    values[i] = weights[i] === 0 ? 0 : weights[i] * (values[i] - sums[block] / totals[block]);
  }
}
