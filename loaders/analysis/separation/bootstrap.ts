import type {Matrix64, Product} from "../../matrix.ts";
import {centre} from "../centred.ts";
import {eigenpairs, type Components} from "../pca.ts";
import {refinedEigenpairs, type Filter} from "../refine.ts";
import {rowRange, rowsOf} from "../rows.ts";
import {resamples} from "./groups.ts";
import type {Measure} from "./measure.ts";
import {planeAngle} from "./plane-angle.ts";
import {dot} from "./vectors.ts";

/** What principal components come to when the subjects are drawn anew, for `percentileInterval`. */
export interface BootstrappedComponents {
  /** Explained variance ratio of each component, `[draws]` each; 0 where a draw has no such component. */
  ratios: Float64Array[];
  /** Angle between the plane of each draw and that of the table, radians, `[draws]`; π/2 where a draw has no plane. */
  angles: Float64Array;
}

/** A table whose components are known. */
export interface KnownTable {
  /** `[rows, columns]` */
  x: Float32Array;
  columns: number;
  /** All its components, or at least sixteen. */
  whole: Components;
}

/** Components of which the ratios are right to a thousandth. */
const wanted = 10;
/** Vectors that are refined, and how far: a draw's components are not far from the table's. */
const block = 16;
const gain = 20;
/** Draws whose products are one product, which takes less time than one for each. */
const together = 10;

/**
 * Finds the first components of a table again in tables that are drawn from it, whole groups with replacement: from the
 * table's own, to about a thousandth of the ratio. Absent if there is one group only and if the table has no plane.
 *
 * A drawn table's components are looked for among combinations of rows, where a row that was drawn n times has weight n;
 * the rows' products with each other are the same for all draws.
 *
 * @param groups `[rows]`; subjects
 * @param options.components at most ten, as further ones are less exact
 * @throws Problem if a number is not finite
 */
export async function bootstrapComponents(
  {x, columns, whole}: KnownTable,
  groups: Int32Array,
  {
    components = 2,
    draws = 200,
    seed = 1,
    product
  }: {components?: number; draws?: number; seed?: number; product: Product}
): Promise<Measure<BootstrappedComponents>> {
  const drawn = resamples(groups, {draws, seed});
  if ("absent" in drawn) return drawn;
  if (whole.k < 2) return {absent: "no plane"};
  const table = await tableOf(x, groups.length, columns, product);
  const ratios = Array.from({length: components}, () => new Float64Array(draws));
  const angles = new Float64Array(draws);
  const all = Array.from(drawn.value, (rows) => drawOf(rows, groups.length));
  for (let start = 0; start < draws; start += together) {
    const found = await drawnComponents(table, whole, all.slice(start, start + together), product);
    found.forEach((of, i) => {
      ratios.forEach((ofDraws, j) => (ofDraws[start + i] = of.ratios[j] ?? 0));
      const angle = planeAngle(whole.components, of.plane, columns);
      angles[start + i] = "absent" in angle ? Math.PI / 2 : angle.value;
    });
  }
  return {value: {ratios, angles}};
}

/** The table's rows without their mean, and their products with each other. */
interface Table {
  /** `[rows, columns]` */
  centred: Matrix64;
  /** `[rows, rows]` */
  products: Matrix64;
}

async function tableOf(x: Float32Array, rows: number, columns: number, product: Product): Promise<Table> {
  const {mean} = centre(x, rows, columns);
  const data = new Float64Array(x.length);
  for (let start = 0; start < x.length; start += columns)
    for (let j = 0; j < columns; j++) data[start + j] = x[start + j] - mean[j];
  const centred = {data, rows, columns};
  return {centred, products: await product(centred, centred, {transposeB: true})};
}

/** What is looked for in a draw: ratios, and the first two components, `[≤ 2, columns]`. */
interface Drawn {
  ratios: Float64Array;
  plane: Float64Array;
}

/** Below this share of what it is taken from, a number is rounding. */
const negligible = 1e-12;

/**
 * A drawn table is D(1 − 1wᵀ/Σw) times the table, with the counts w and their roots on D's diagonal: rows that were drawn
 * several times are as much longer, and the mean is the drawn rows'. With P for the table's products, its own are
 * D(1 − 1wᵀ/Σw) P (1 − w1ᵀ/Σw)D.
 */
async function drawnComponents(
  {centred, products}: Table,
  whole: Components,
  draws: readonly Draw[],
  product: Product
): Promise<Drawn[]> {
  const multiply = async (blocks: readonly Matrix64[]) => {
    const images = split(await product(toRows(blocks, draws), products), blocks);
    return images.map((vectors, i) => fromRows(vectors, draws[i]));
  };
  const starts = draws.map((draw) => startOf(whole, draw));
  const pairs = await refinedEigenpairs(multiply, starts, filterFor(whole), {product, eigenpairs});
  const totals = await totalsOf(products, draws, product);
  const axes = pairs.map(({values, vectors}, i) => {
    const known = values.subarray(0, 2).filter((value) => value > negligible * totals[i]).length;
    return totals[i] > 0 ? rowRange(vectors, 0, known) : rowRange(vectors, 0, 0);
  });
  const along = await product(toRows(axes, draws), centred);
  return split(along, axes).map((plane, i) => ({
    ratios:
      totals[i] > 0 ? pairs[i].values.map((value) => Math.max(value, 0) / totals[i]) : new Float64Array(0),
    plane: unit(plane)
  }));
}

/** The table's first components as combinations of the drawn rows. */
function startOf({scores, k}: Components, {roots}: Draw): Matrix64 {
  const rows = Math.min(k, block);
  const start = {data: new Float64Array(rows * roots.length), rows, columns: roots.length};
  rowsOf(start).forEach((vector, j) => {
    for (let i = 0; i < vector.length; i++) vector[i] = roots[i] * scores[i * k + j];
  });
  return start;
}

/** Where there are fewer components than are refined, they span all there is. */
function filterFor({k, explainedVariance}: Components): Filter {
  const cut = k < block ? 0 : explainedVariance[block - 1];
  return {cut, lowest: explainedVariance[Math.min(k, wanted) - 1], gain};
}

/** How often each row was drawn, the roots of that, and how many rows that makes. */
interface Draw {
  counts: Float64Array;
  roots: Float64Array;
  size: number;
}

function drawOf(drawn: Int32Array, rows: number): Draw {
  const counts = new Float64Array(rows);
  for (const row of drawn) counts[row]++;
  return {counts, roots: counts.map(Math.sqrt), size: drawn.length};
}

/** Sums of the drawn tables' rows as sums of the table's own: (1 − w1ᵀ/Σw)D, for each row of the blocks in turn. */
function toRows(blocks: readonly Matrix64[], draws: readonly Draw[]): Matrix64 {
  const all = joined(blocks);
  split(all, blocks).forEach(({data}, i) => {
    const {counts, roots, size} = draws[i];
    for (let start = 0; start < data.length; start += roots.length) {
      let sum = 0;
      for (let j = 0; j < roots.length; j++) sum += data[start + j] *= roots[j];
      for (let j = 0; j < roots.length; j++) data[start + j] -= (counts[j] * sum) / size;
    }
  });
  return all;
}

/** Products with the table's rows as those with the drawn table's, D(1 − 1wᵀ/Σw), made to covariances, in place. */
function fromRows(vectors: Matrix64, {counts, roots, size}: Draw): Matrix64 {
  const {data} = vectors;
  for (let start = 0; start < data.length; start += roots.length) {
    let sum = 0;
    for (let i = 0; i < roots.length; i++) sum += counts[i] * data[start + i];
    for (let i = 0; i < roots.length; i++)
      data[start + i] = (roots[i] * (data[start + i] - sum / size)) / (size - 1);
  }
  return vectors;
}

/** Each draw's total variance; 0 if its rows are equal. */
async function totalsOf(products: Matrix64, draws: readonly Draw[], product: Product): Promise<number[]> {
  const rows = products.rows;
  const sums = joined(draws.map(({counts}) => ({data: counts, rows: 1, columns: rows})));
  const images = rowsOf(await product(sums, products));
  return draws.map(({counts, size}, i) => {
    const squares = counts.reduce((sum, count, row) => sum + count * products.data[row * (rows + 1)], 0);
    const left = squares - dot(counts, images[i]) / size;
    return left > negligible * squares ? left / (size - 1) : 0;
  });
}

/** The rows of several matrices of as many columns, one after the other. */
function joined(blocks: readonly Matrix64[]): Matrix64 {
  const {columns} = blocks[0];
  const data = new Float64Array(blocks.reduce((length, block) => length + block.data.length, 0));
  let start = 0;
  for (const block of blocks) {
    data.set(block.data, start);
    start += block.data.length;
  }
  return {data, rows: data.length / columns, columns};
}

/** Rows in as many blocks, of as many rows, as there were. */
function split(rows: Matrix64, blocks: readonly Matrix64[]): Matrix64[] {
  let start = 0;
  return blocks.map((block) => rowRange(rows, start, (start += block.rows)));
}

/** The rows made as long as 1, in place. */
function unit(rows: Matrix64): Float64Array {
  for (const row of rowsOf(rows)) {
    const length = Math.sqrt(dot(row, row));
    for (let i = 0; i < row.length; i++) row[i] /= length;
  }
  return rows.data;
}
