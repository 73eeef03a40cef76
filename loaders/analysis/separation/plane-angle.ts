import type {Measure} from "./measure.ts";
import {dot} from "./vectors.ts";

/**
 * The largest principal angle between the planes of two tables' first two components, 0 to π/2 radians: how far a
 * direction in one can be from the other plane (Björck & Golub 1973, Math. Comp. 27, 579-594). Absent if a table has
 * fewer than two.
 *
 * @param a `[k, columns]`, orthonormal rows
 * @param b `[k, columns]`, orthonormal rows, of which there may be another number
 */
export function planeAngle(a: Float64Array, b: Float64Array, columns: number): Measure {
  if (Math.min(a.length, b.length) < 2 * columns || columns < 2) return {absent: "no plane"};
  const [a1, a2, b1, b2] = [a, b].flatMap((rows) => [
    rows.subarray(0, columns),
    rows.subarray(columns, 2 * columns)
  ]);
  const cosine = smallerSingularValue(dot(a1, b1), dot(a1, b2), dot(a2, b1), dot(a2, b2));
  const [left1, left2] = [outside(b1, a1, a2), outside(b2, a1, a2)];
  const sine = Math.sqrt(largerEigenvalue(dot(left1, left1), dot(left1, left2), dot(left2, left2)));
  // Of small angles the cosine, of large ones the sine has no digits.
  return {value: Math.atan2(sine, cosine)};
}

/** What orthonormal `a1` and `a2` leave of a vector. */
function outside(vector: Float64Array, a1: Float64Array, a2: Float64Array): Float64Array {
  const [along1, along2] = [dot(vector, a1), dot(vector, a2)];
  return vector.map((value, i) => value - along1 * a1[i] - along2 * a2[i]);
}

/** Of the matrix with rows a, b and c, d. */
function smallerSingularValue(a: number, b: number, c: number, d: number): number {
  return Math.abs(Math.hypot(a + d, b - c) - Math.hypot(a - d, b + c)) / 2;
}

/** Of the symmetric matrix with rows a, b and b, c. */
function largerEigenvalue(a: number, b: number, c: number): number {
  return (a + c + Math.hypot(a - c, 2 * b)) / 2;
}
