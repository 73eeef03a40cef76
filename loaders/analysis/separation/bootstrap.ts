import type {Matrix64, Product} from "../../matrix.ts";
import {centre} from "../centred.ts";
import {eigenpairs, type Components} from "../pca.ts";
import {refinedEigenpairs} from "../refine.ts";
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
  /** All its components, or at least twenty. */
  whole: Components;
}

/** Components of which the ratios are right to a thousandth. */
const wanted = 10;
/** Vectors that are refined, and how far: a draw's components are not far from the table's. */
const block = 20;
const gain = 12;

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
  let draw = 0;
  for (const rows of drawn.value) {
    const found = await drawnComponents(table, whole, drawOf(rows, groups.length), product);
    ratios.forEach((ofDraws, j) => (ofDraws[draw] = found.ratios[j] ?? 0));
    const angle = planeAngle(whole.components, found.plane, columns);
    angles[draw++] = "absent" in angle ? Math.PI / 2 : angle.value;
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
  const data = Float64Array.from(x, (value, i) => value - mean[i % columns]);
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
 * The drawn table is D(1 − 1wᵀ/Σw) times the table, with the counts w and their roots on D's diagonal: rows that were
 * drawn several times are as much longer, and the mean is the drawn rows'. With P for the table's products, its own are
 * D(1 − 1wᵀ/Σw) P (1 − w1ᵀ/Σw)D.
 */
async function drawnComponents(
  {centred, products}: Table,
  {scores, k, explainedVariance}: Components,
  draw: Draw,
  product: Product
): Promise<Drawn> {
  const {rows} = centred;
  const total = await totalOf(products, draw, product);
  if (total === 0) return {ratios: new Float64Array(0), plane: new Float64Array(0)};
  const first = Math.min(k, block);
  const start = {data: new Float64Array(first * rows), rows: first, columns: rows};
  rowsOf(start).forEach((vector, j) =>
    vector.forEach((_, i) => (vector[i] = draw.roots[i] * scores[i * k + j]))
  );
  const filter = {
    cut: k < block ? 0 : explainedVariance[block - 1] * (draw.size - 1),
    lowest: explainedVariance[Math.min(k, wanted) - 1] * (draw.size - 1),
    gain
  };
  const multiply = async (vectors: Matrix64) =>
    fromRows(await product(toRows(vectors, draw), products), draw);
  const {values, vectors} = await refinedEigenpairs(multiply, start, filter, {product, eigenpairs});
  const axes = values.subarray(0, 2).filter((value) => value > negligible * total).length;
  const along = await product(toRows(rowRange(vectors, 0, axes), draw), centred);
  rowsOf(along).forEach((axis, j) => axis.forEach((value, i) => (axis[i] = value / Math.sqrt(values[j]))));
  return {ratios: values.map((value) => Math.max(value, 0) / total), plane: along.data};
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

/** Sums of the drawn table's rows as sums of the table's own: (1 − w1ᵀ/Σw)D, for each row of `vectors`. */
function toRows(vectors: Matrix64, {counts, roots, size}: Draw): Matrix64 {
  const data = vectors.data.slice();
  for (let start = 0; start < data.length; start += roots.length) {
    let sum = 0;
    for (let i = 0; i < roots.length; i++) sum += data[start + i] *= roots[i];
    for (let i = 0; i < roots.length; i++) data[start + i] -= (counts[i] * sum) / size;
  }
  return {...vectors, data};
}

/** Products with the table's rows as those with the drawn table's: D(1 − 1wᵀ/Σw), in place. */
function fromRows(vectors: Matrix64, {counts, roots, size}: Draw): Matrix64 {
  const {data} = vectors;
  for (let start = 0; start < data.length; start += roots.length) {
    let sum = 0;
    for (let i = 0; i < roots.length; i++) sum += counts[i] * data[start + i];
    for (let i = 0; i < roots.length; i++) data[start + i] = roots[i] * (data[start + i] - sum / size);
  }
  return vectors;
}

/** The sum of the drawn rows' squared distances from their mean; 0 if they are equal. */
async function totalOf(products: Matrix64, {counts, size}: Draw, product: Product): Promise<number> {
  const own = {data: counts, rows: 1, columns: counts.length};
  const squares = counts.reduce((sum, count, i) => sum + count * products.data[i * (counts.length + 1)], 0);
  const ofMean = dot(counts, (await product(own, products)).data) / size;
  return squares - ofMean > negligible * squares ? squares - ofMean : 0;
}
