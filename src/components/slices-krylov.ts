/** A space of few dimensions in which the first principal components of a table lie. Imports nothing. */

/** A centred table, a row at a time: `[rows][columns]`. */
export type Rows = readonly Float64Array[];

/** The space, and AᵀA in it: a tridiagonal matrix. */
export interface KrylovSpace {
  /** An orthonormal basis, `[dimensions][columns]`. */
  basis: Float64Array[];
  /** The matrix's diagonal, `[dimensions]`. */
  diagonal: number[];
  /** What stands beside it; the last is how far AᵀA leads out of the space, 0 if it holds all rows. */
  beside: number[];
}

/** What is left of an image within the space, as a share of the largest entry, is rounding. */
const rounding = 1e-13;
/** Steps between two looks at how far the components have come. */
const stride = 12;

/**
 * The Krylov space of AᵀA and a vector: each new vector is the last one's image, freed of all before it (Lanczos 1950;
 * freed twice, as rounding would bring them back). Where the images end before the rows do, another vector begins anew.
 * A few dozen products of A and a vector give what AᵀA itself would take hundreds for.
 *
 * @param rows A, not 0
 * @param enough told the space every dozen steps; says whether what is sought lies in it
 */
export function krylovSpace(rows: Rows, enough: (space: KrylovSpace) => boolean): KrylovSpace {
  const [basis, diagonal, beside]: [Float64Array[], number[], number[]] = [[], [], []];
  const random = seeded();
  let next = begin(rows, basis, random);
  while (next) {
    basis.push(next);
    const image = timesTransposed(rows, times(rows, next));
    diagonal.push(dot(image, next));
    free(image, basis);
    const length = Math.sqrt(dot(image, image));
    const ends = length <= rounding * Math.max(...diagonal);
    beside.push(ends ? 0 : length);
    const full = basis.length >= Math.min(rows.length, next.length);
    if (full || (basis.length % stride === 0 && enough({basis, diagonal, beside}))) break;
    next = ends ? begin(rows, basis, random) : scaled(image, 1 / length);
  }
  return {basis, diagonal, beside};
}

/** A mixture of all rows that lies outside of the space; undefined if all of them are in it. */
function begin(rows: Rows, basis: readonly Float64Array[], random: () => number): Float64Array | undefined {
  const mixture = timesTransposed(rows, Float64Array.from(rows, random));
  const before = Math.sqrt(dot(mixture, mixture));
  free(mixture, basis);
  const length = Math.sqrt(dot(mixture, mixture));
  return length > rounding ** 0.5 * before ? scaled(mixture, 1 / length) : undefined;
}

/** Takes away, in place, what lies along the basis. */
function free(vector: Float64Array, basis: readonly Float64Array[]): void {
  for (let time = 0; time < 2; time++) for (const axis of basis) add(vector, axis, -dot(vector, axis));
}

const times = (rows: Rows, vector: Float64Array) => Float64Array.from(rows, (row) => dot(row, vector));

function timesTransposed(rows: Rows, weights: Float64Array): Float64Array {
  const sum = new Float64Array(rows[0].length);
  rows.forEach((row, i) => add(sum, row, weights[i]));
  return sum;
}

function add(sum: Float64Array, vector: Float64Array, weight: number): void {
  for (let j = 0; j < sum.length; j++) sum[j] += weight * vector[j];
}

const scaled = (vector: Float64Array, by: number) => vector.map((value) => value * by);

/** The product of two vectors, in four sums at a time: several times as fast. */
export function dot(a: Float64Array, b: Float64Array): number {
  let [p, q, r, s] = [0, 0, 0, 0];
  const whole = a.length - (a.length % 4);
  for (let j = 0; j < whole; j += 4) {
    p += a[j] * b[j];
    q += a[j + 1] * b[j + 1];
    r += a[j + 2] * b[j + 2];
    s += a[j + 3] * b[j + 3];
  }
  for (let j = whole; j < a.length; j++) p += a[j] * b[j];
  return p + q + (r + s);
}

/** Numbers from −½ to ½, the same ones each time (Park & Miller 1988). */
function seeded(): () => number {
  let state = 1;
  return () => {
    state = (48271 * state) % 2147483647;
    return state / 2147483647 - 0.5;
  };
}
