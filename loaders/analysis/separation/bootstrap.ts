import type {Product} from "../../matrix.ts";
import {principalComponents} from "../pca.ts";
import {resamples} from "./groups.ts";
import type {Measure} from "./measure.ts";
import {planeAngle} from "./plane-angle.ts";

/** What principal components come to when the subjects are drawn anew, for `percentileInterval`. */
export interface BootstrappedComponents {
  /** Explained variance ratio of each component, `[draws]` each; 0 where a draw has no such component. */
  ratios: Float64Array[];
  /** Angle between the plane of each draw and that of the table, radians, `[draws]`; π/2 where a draw has no plane. */
  angles: Float64Array;
}

/**
 * Finds the first components of a table again in tables that are drawn from it, whole groups with replacement. Absent
 * if there is one group only and if the table has no plane.
 *
 * @param x `[rows, columns]`
 * @param groups `[rows]`; subjects
 * @throws Problem if a number is not finite
 */
export async function bootstrapComponents(
  x: Float32Array,
  columns: number,
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
  const options = {components: Math.max(components, 2), product};
  const whole = await principalComponents(x, groups.length, columns, options);
  if (whole.k < 2) return {absent: "no plane"};
  const ratios = Array.from({length: components}, () => new Float64Array(draws));
  const angles = new Float64Array(draws);
  let draw = 0;
  for (const rows of drawn.value) {
    const found = await principalComponents(rowsAt(x, columns, rows), rows.length, columns, options);
    ratios.forEach((ofDraws, j) => (ofDraws[draw] = j < found.k ? found.explainedVarianceRatio[j] : 0));
    const angle = planeAngle(whole.components, found.components, columns);
    angles[draw++] = "absent" in angle ? Math.PI / 2 : angle.value;
  }
  return {value: {ratios, angles}};
}

/** Rows of a table by their numbers, one after the other. */
function rowsAt(x: Float32Array, columns: number, rows: Int32Array): Float32Array {
  const taken = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => taken.set(x.subarray(row * columns, (row + 1) * columns), i * columns));
  return taken;
}
