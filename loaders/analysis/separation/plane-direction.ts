import type {Folds} from "./groups.ts";

/** Coordinates of rows on two components, `[rows]` each. */
export interface Plane {
  x: Float64Array;
  y: Float64Array;
}

/** How many rows there are, and the sums of x, y, x², xy and y², of each label in each fold: `[folds, 2, 6]`. */
export type Moments = Float64Array;

const perLabel = 6;
const perFold = 2 * perLabel;
/** Where rows lie on a line, a share of the variance that is added across it. */
const ridge = 1e-9;

export function momentsByFold({x, y}: Plane, codes: Int32Array, folds: Folds): Moments {
  const moments = new Float64Array(folds.length * perFold);
  folds.forEach((rows, fold) => {
    for (const row of rows) {
      const start = fold * perFold + codes[row] * perLabel;
      moments[start] += 1;
      moments[start + 1] += x[row];
      moments[start + 2] += y[row];
      moments[start + 3] += x[row] * x[row];
      moments[start + 4] += x[row] * y[row];
      moments[start + 5] += y[row] * y[row];
    }
  });
  return moments;
}

/**
 * Fisher's linear discriminant of the rows outside a fold, S⁻¹(m₁ − m₀), with the labels' means m and S the scatter
 * within them; undefined if a label is missing in the fold or outside it.
 */
export function separatingDirection(moments: Moments, fold: number): [number, number] | undefined {
  const ofFold = moments.subarray(fold * perFold, (fold + 1) * perFold);
  const outside = moments.slice(0, perFold).fill(0);
  for (let i = 0; i < moments.length; i++) outside[i % perFold] += moments[i];
  for (let i = 0; i < perFold; i++) outside[i] -= ofFold[i];
  if (![ofFold[0], ofFold[perLabel], outside[0], outside[perLabel]].every((rows) => rows > 0))
    return undefined;
  return discriminant(outside.subarray(0, perLabel), outside.subarray(perLabel));
}

function discriminant(negative: Float64Array, positive: Float64Array): [number, number] {
  const dx = positive[1] / positive[0] - negative[1] / negative[0];
  const dy = positive[2] / positive[0] - negative[2] / negative[0];
  const within = (i: number, j: number, product: number) =>
    [negative, positive].reduce((sum, m) => sum + m[product] - (m[i] * m[j]) / m[0], 0);
  const [xx, xy, yy] = [within(1, 1, 3), within(1, 2, 4), within(2, 2, 5)];
  const added = ridge * (negative[3] + negative[5] + positive[3] + positive[5]);
  return [(yy + added) * dx - xy * dy, (xx + added) * dy - xy * dx];
}
