import type {Matrix64, Product} from "../../matrix.ts";
import {centre} from "../centred.ts";
import {eigenpairs, principalComponents, type Components} from "../pca.ts";
import {seededRandom} from "../random.ts";
import {refinedEigenpairs} from "../refine.ts";
import {rowRange, rowsOf} from "../rows.ts";
import {quantile} from "./quantile.ts";
import {shuffle} from "./shuffle.ts";

/** Components of which the ratios are right to a thousandth. */
const wanted = 10;
/** Vectors that are refined, and how far: those of one permutation tell little of another's. */
const block = 24;
const gain = 250;

/**
 * The explained variance ratios to expect of components of columns that have nothing to do with each other: each
 * column is permuted by itself, the components are found anew, and of each component's ratios over the permutations a
 * quantile is taken (Horn 1965, Psychometrika 30, with permuted instead of random numbers: Buja & Eyuboglu 1992,
 * Multivariate Behav. Res. 27). Where there are more than two dozen components, those of the first permutation are found
 * exactly, and from them those of the others to about a thousandth of the ratio.
 *
 * @param x `[rows, columns]`, not necessarily centred
 * @param options.components at most ten, as further ones are less exact
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
  const table = centredColumns(x, rows, columns);
  shuffleEach(table, random);
  const first = await exactComponents(table, product);
  const found = [first.explainedVarianceRatio];
  while (found.length < permutations) {
    shuffleEach(table, random);
    const few = first.k < block; // rows of another permutation may lie in other directions
    found.push(
      few
        ? (await exactComponents(table, product)).explainedVarianceRatio
        : await refinedRatios(table, first, product)
    );
  }
  return Float64Array.from({length: components}, (_, j) =>
    quantile(
      Float64Array.from(found, (ratios) => ratios[j] ?? 0),
      share
    )
  );
}

/** The columns one after the other, `[columns, rows]`, each without its mean. */
function centredColumns(x: Float32Array, rows: number, columns: number): Matrix64 {
  const {mean} = centre(x, rows, columns);
  const data = new Float64Array(x.length);
  for (let j = 0; j < columns; j++)
    for (let i = 0; i < rows; i++) data[j * rows + i] = x[i * columns + j] - mean[j];
  return {data, rows: columns, columns: rows};
}

/** Permutes each column of the table by itself, in place: what was permuted before is again in a random order. */
function shuffleEach(table: Matrix64, random: () => number): void {
  for (const column of rowsOf(table)) shuffle(column, random);
}

function exactComponents(
  {data, rows: columns, columns: rows}: Matrix64,
  product: Product
): Promise<Components> {
  const x = new Float32Array(data.length);
  for (let j = 0; j < columns; j++) for (let i = 0; i < rows; i++) x[i * columns + j] = data[j * rows + i];
  return principalComponents(x, rows, columns, {components: block, product});
}

/** Explained variance ratios, from the components of another permutation: their variances are much alike. */
async function refinedRatios(table: Matrix64, near: Components, product: Product): Promise<Float64Array> {
  const multiply = async ([vectors]: readonly Matrix64[]) => [
    await product(await product(vectors, table), table, {transposeB: true})
  ];
  const {components, explainedVariance, totalVariance} = near;
  const start = rowRange({data: components, rows: near.k, columns: table.rows}, 0, block);
  const [lowest, cut] = [wanted, block].map((count) => explainedVariance[count - 1] * (table.columns - 1));
  const [{values}] = await refinedEigenpairs(multiply, [start], {cut, lowest, gain}, {product, eigenpairs});
  return values.map((value) => value / (totalVariance * (table.columns - 1)));
}
