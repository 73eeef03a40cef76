import type {Product} from "../../matrix.ts";
import {principalComponents} from "../pca.ts";
import {seededRandom} from "../random.ts";
import {quantile} from "./quantile.ts";
import {shuffle} from "./shuffle.ts";

/**
 * The explained variance ratios to expect of components of columns that have nothing to do with each other: each
 * column is permuted by itself, the components are found anew, and of each component's ratios over the permutations a
 * quantile is taken (Horn 1965, Psychometrika 30, with permuted instead of random numbers: Buja & Eyuboglu 1992,
 * Multivariate Behav. Res. 27).
 *
 * @param x `[rows, columns]`, not necessarily centred
 * @returns `[components]`; 0 for components that there are not, all of them if all rows are equal
 * @throws Problem if a number is not finite
 */
export async function nullVarianceRatios(
  x: Float32Array,
  rows: number,
  columns: number,
  options: {components?: number; permutations?: number; share?: number; seed?: number; product: Product}
): Promise<Float64Array> {
  const {components = 10, permutations = 20, share = 0.95, seed = 1, product} = options;
  const random = seededRandom(seed);
  const ratios = Array.from({length: components}, () => new Float64Array(permutations));
  for (let i = 0; i < permutations; i++) {
    const permuted = shuffledColumns(x, rows, columns, random);
    const found = await principalComponents(permuted, rows, columns, {components, product});
    found.explainedVarianceRatio.forEach((ratio, j) => (ratios[j][i] = ratio));
  }
  return Float64Array.from(ratios, (ofPermutations) => quantile(ofPermutations, share));
}

function shuffledColumns(x: Float32Array, rows: number, columns: number, random: () => number): Float32Array {
  const shuffled = new Float32Array(x.length);
  for (let j = 0; j < columns; j++) {
    const column = shuffle(
      Float32Array.from({length: rows}, (_, row) => x[row * columns + j]),
      random
    );
    column.forEach((value, row) => (shuffled[row * columns + j] = value));
  }
  return shuffled;
}
