/** The numbers that pages state about a picture, and the frame that keeps its dots in place. Imports nothing. */

/** Dots in a plane: coordinates by dot. */
export interface Cloud {
  x: ArrayLike<number>;
  y: ArrayLike<number>;
}

/** Where the first and the second component point: unit vectors, at right angles. */
export type Turn = [first: [x: number, y: number], second: [x: number, y: number]];

/** A cloud as it stands in the common frame. */
export interface SteadyFrame {
  /** In units of `rms`. */
  x: Float64Array;
  y: Float64Array;
  turn: Turn;
  /** The cloud's root mean square distance from its mean, which is the origin; 0 where all dots are there. */
  rms: number;
}

/** Distances that differ by less than this share of the cloud's radius are the same: nobody can see it. */
const tie = 1e-6;

/**
 * How often a dot's nearest neighbour has the dot's own value. Dots of one group (the same statement, pair or subject)
 * are no neighbours of each other; where several are equally near, each counts in part; a dot without neighbours
 * doesn't count. `chance` is what to expect of neighbours drawn at random. The time grows with the square of the number
 * of dots.
 *
 * @param values by dot
 * @param groups by dot
 * @returns shares from 0 to 1; both are 0 if no dot has a neighbour
 */
export function agreement(
  cloud: Cloud,
  values: readonly (string | number)[],
  groups: readonly (string | number)[]
): {share: number; chance: number} {
  const blur = tie * radius(cloud);
  let [share, chance, counted] = [0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const distances = distancesFrom(i, cloud, groups);
    const nearest = distances.reduce((a, b) => Math.min(a, b), Infinity);
    if (nearest === Infinity) continue;
    share += sameValue(i, values, distances, nearest + blur);
    chance += sameValue(i, values, distances, Number.MAX_VALUE);
    counted++;
  }
  return {share: share / Math.max(counted, 1), chance: chance / Math.max(counted, 1)};
}

/** From dot i to every dot; to those of its own group, and so to itself, Infinity. */
function distancesFrom(i: number, {x, y}: Cloud, groups: readonly (string | number)[]): Float64Array {
  const distances = new Float64Array(groups.length);
  for (let j = 0; j < groups.length; j++)
    distances[j] = groups[j] === groups[i] ? Infinity : Math.sqrt((x[j] - x[i]) ** 2 + (y[j] - y[i]) ** 2);
  return distances;
}

/** The share of dots with dot i's value among those within reach. */
function sameValue(
  i: number,
  values: readonly (string | number)[],
  distances: Float64Array,
  reach: number
): number {
  let [same, all] = [0, 0];
  for (let j = 0; j < values.length; j++) {
    if (distances[j] > reach) continue;
    all++;
    if (values[j] === values[i]) same++;
  }
  return same / all;
}

/**
 * How much of the variation of `values` is between the classes, not within them: 1 if the class tells the value, 0 if
 * all classes have the same mean, or nothing varies. (Pearson's correlation ratio, squared.)
 */
export function shareExplained(values: ArrayLike<number>, classes: readonly (string | number)[]): number {
  // Counted from the first value, so that equal values give 0 to the last bit.
  const offsets = Array.from(values, (value) => value - values[0]);
  const mean = average(offsets);
  const members = new Map<string | number, number[]>();
  offsets.forEach((offset, i) => {
    const own = members.get(classes[i]);
    if (own) own.push(offset);
    else members.set(classes[i], [offset]);
  });
  const total = sum(offsets.map((offset) => (offset - mean) ** 2));
  const between = sum([...members.values()].map((own) => own.length * (average(own) - mean) ** 2));
  return total > 0 ? Math.min(1, between / total) : 0;
}

/**
 * One frame for the clouds of all depths, so that dots move only as far as they must: from the depth of index `focus`,
 * which keeps its own axes, outwards, each cloud is turned, or turned over, to lie as near as it can to the one before
 * it (orthogonal Procrustes), and scaled to a root mean square radius of 1. A cloud without extent stays at the origin
 * and is passed over.
 *
 * @param clouds by depth, each with its mean at the origin, dots in the same order
 * @param towards a cloud of the same dots to which the one of index `focus` is turned; without, it keeps its own axes
 */
export function steadyFrames(
  clouds: readonly Cloud[],
  focus: number,
  towards: Cloud = clouds[focus]
): SteadyFrame[] {
  const frames: SteadyFrame[] = [];
  const walk = (indices: number[], start: Cloud) => {
    let target = start;
    for (const i of indices) {
      frames[i] = placed(clouds[i], turnTowards(target, clouds[i]));
      if (frames[i].rms > 0) target = frames[i];
    }
  };
  walk([focus], towards);
  const indices = [...clouds.keys()];
  const start = frames[focus].rms > 0 ? frames[focus] : towards;
  walk(indices.slice(focus + 1), start);
  walk(indices.slice(0, focus).reverse(), start);
  return frames;
}

/** The turn or reflection of `cloud` with the greatest sum of products with `target`, dot by dot. */
function turnTowards(target: Cloud, cloud: Cloud): Turn {
  const products = (a: ArrayLike<number>, b: ArrayLike<number>) => sumOf(a.length, (i) => a[i] * b[i]);
  const [xx, xy] = [products(cloud.x, target.x), products(cloud.x, target.y)];
  const [yx, yy] = [products(cloud.y, target.x), products(cloud.y, target.y)];
  const [turned, overturned] = [Math.hypot(xx + yy, xy - yx), Math.hypot(xx - yy, xy + yx)];
  // A cloud on a line can be turned either way: then rounding must not decide.
  const over = overturned > turned * (1 + tie);
  const angle = over ? Math.atan2(xy + yx, xx - yy) : Math.atan2(xy - yx, xx + yy);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [[cos, sin], over ? [sin, -cos] : [-sin, cos]];
}

function placed(cloud: Cloud, turn: Turn): SteadyFrame {
  const rms = radius(cloud);
  const along = (axis: 0 | 1) => {
    const [ax, ay, places] = [turn[0][axis], turn[1][axis], new Float64Array(cloud.x.length)];
    for (let i = 0; i < places.length; i++) places[i] = (ax * cloud.x[i] + ay * cloud.y[i]) / (rms || 1);
    return places;
  };
  return {x: along(0), y: along(1), turn, rms};
}

/** Root mean square distance from the origin. */
function radius({x, y}: Cloud): number {
  return Math.sqrt(sumOf(x.length, (i) => x[i] ** 2 + y[i] ** 2) / Math.max(x.length, 1));
}

/** The sum of so many terms, without a list of them: there can be tens of thousands, for each of many depths. */
function sumOf(terms: number, term: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < terms; i++) total += term(i);
  return total;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** 0 of no values. */
function average(values: readonly number[]): number {
  return sum(values) / Math.max(values.length, 1);
}
