import {add, dot} from "./vectors.ts";

/** A function's value and gradient at a point. */
export interface Evaluation {
  value: number;
  gradient: Float64Array;
}

/** A function at several points at once. */
export type Evaluate = (points: Float64Array[]) => Promise<Evaluation[]>;

/** A lowest point that was found, and the value there. */
export interface Minimum {
  at: Float64Array;
  value: number;
}

interface Point extends Evaluation {
  at: Float64Array;
}

/** A way down, which asks for the function at one point after the other. */
type Search<T> = Generator<Float64Array, T, Evaluation>;

interface Correction {
  step: Float64Array;
  change: Float64Array;
  /** step · change, above 0. */
  curvature: number;
}

/** How many steps are remembered. */
const memory = 10;
/** Least share of the decrease that the slope promises. */
const promised = 1e-4;
/** A slope above this share of the first one is level. */
const level = 0.9;
const maxTrials = 40;
/** A decrease below this share of the value is none. */
const negligible = 1e-7;

/**
 * Goes down from each start to where a function falls no further, or at most so many steps: L-BFGS (Nocedal & Wright,
 * Numerical Optimization, 2nd edition, algorithms 7.4 and 7.5). All ways go on side by side, so that the function is
 * asked for many points at a time.
 */
export async function minimise(
  evaluate: Evaluate,
  starts: Float64Array[],
  maxSteps: number
): Promise<Minimum[]> {
  const minima: Minimum[] = [];
  let ways = starts.map((start, number) => {
    const search = goDown(start, maxSteps);
    return {number, search, turn: search.next()};
  });
  while (ways.length > 0) {
    const found = await evaluate(ways.flatMap(({turn}) => (turn.done ? [] : [turn.value])));
    ways = ways.map(({number, search}, i) => ({number, search, turn: search.next(found[i])}));
    for (const {number, turn} of ways) if (turn.done) minima[number] = turn.value;
    ways = ways.filter(({turn}) => !turn.done);
  }
  return minima;
}

function* goDown(start: Float64Array, maxSteps: number): Search<Minimum> {
  let here: Point = {at: start, ...(yield start)};
  const corrections: Correction[] = [];
  for (let step = 0; step < maxSteps; step++) {
    const next = yield* stepDown(here, descent(here.gradient, corrections));
    if (next === undefined) break;
    remember(corrections, here, next);
    const fallen = here.value - next.value;
    here = next;
    if (fallen <= negligible * Math.abs(here.value)) break;
  }
  return {at: here.at, value: here.value};
}

/** Minus the gradient times the approximate inverse of the second derivatives that the corrections tell (algorithm 7.4). */
function descent(gradient: Float64Array, corrections: Correction[]): Float64Array {
  const direction = gradient.map((value) => -value);
  const shares: number[] = [];
  for (const {step, change, curvature} of corrections.toReversed()) {
    const share = dot(step, direction) / curvature;
    shares.unshift(share);
    add(direction, -share, change);
  }
  const last = corrections.at(-1);
  const scale = last ? last.curvature / dot(last.change, last.change) : 1;
  for (let j = 0; j < direction.length; j++) direction[j] *= scale;
  corrections.forEach(({step, change, curvature}, i) => {
    add(direction, shares[i] - dot(change, direction) / curvature, step);
  });
  return direction;
}

/**
 * A point along the direction where the value has fallen enough and doesn't fall much further, found by doubling and
 * halving, which works across edges of the function too (Lewis & Overton 2013, algorithm 2.6). The lowest point seen where
 * there is no such one; undefined if none is lower.
 */
function* stepDown({at, value, gradient}: Point, direction: Float64Array): Search<Point | undefined> {
  const slope = dot(gradient, direction);
  let [low, high, share] = [0, Infinity, 1];
  let lowest: Point | undefined;
  for (let trial = 0; trial < maxTrials; trial++) {
    const there = at.map((x, j) => x + share * direction[j]);
    const point: Point = {at: there, ...(yield there)};
    if (point.value < (lowest ?? {value}).value) lowest = point;
    if (!(point.value < value + promised * share * slope)) high = share;
    else if (dot(point.gradient, direction) < level * slope) low = share;
    else return point;
    share = high === Infinity ? 2 * low : (low + high) / 2;
  }
  return lowest;
}

/** Keeps what a step tells of the curvature; where that isn't positive, nothing. */
function remember(corrections: Correction[], from: Point, to: Point): void {
  const step = to.at.map((value, j) => value - from.at[j]);
  const change = to.gradient.map((value, j) => value - from.gradient[j]);
  const curvature = dot(step, change);
  if (curvature <= 1e-12 * dot(change, change)) return;
  corrections.push({step, change, curvature});
  if (corrections.length > memory) corrections.shift();
}
