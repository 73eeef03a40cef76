/** The plane in which a training's statements are spread most, with any statements in it and any direction. */
import {principalComponents} from "../analysis/pca.ts";
import {scoresAlong} from "../analysis/probes/probe.ts";
import {join, type Sample} from "../analysis/probes/sample.ts";
import {dot, lengthOf} from "../analysis/probes/vectors.ts";
import {withoutMeans} from "../analysis/probes/standardise.ts";
import type {Product} from "../matrix.ts";
import type {Column} from "../parquet.ts";
import type {Found, ProbeName} from "./cells.ts";
import {columnsOf} from "./columns.ts";

export type PlaneRow = {training: string; test: string; row: number; pc1: number; pc2: number};

export type ArrowRow = {
  plane: string;
  training: string;
  probe: ProbeName;
  x: number;
  y: number;
  length: number;
};

export interface Plane {
  /** What the axes are measured from, `[columns]`. */
  mean: Float64Array;
  /** Orthogonal unit vectors, `[columns]` each; all 0 where the statements don't spread so far. */
  axes: [Float64Array, Float64Array];
}

/** The first two principal components of these statements together. */
export async function planeOf(samples: Sample[], product: Product): Promise<Plane> {
  const {x, rows, columns} = join(samples);
  const {k, components} = await principalComponents(x, rows, columns, {components: 2, product});
  const axis = (i: number) =>
    i < k ? components.slice(i * columns, (i + 1) * columns) : new Float64Array(columns);
  return {mean: withoutMeans(x, rows, columns).mean, axes: [axis(0), axis(1)]};
}

/** Where statements lie in a plane. */
export function planeRows(
  training: string,
  {mean, axes}: Plane,
  test: string,
  {x, rows}: Sample
): PlaneRow[] {
  const [first, second] = axes.map((axis) => scoresAlong(x, rows, axis));
  const [a, b] = axes.map((axis) => dot(mean, axis));
  return Array.from({length: rows}, (_, row) => ({
    training,
    test,
    row,
    pc1: first[row] - a,
    pc2: second[row] - b
  }));
}

/** What of directions lies in a plane, the directions taken as one unit long. */
export function arrowRows(
  plane: string,
  {axes: [first, second]}: Plane,
  found: readonly Found[],
  probe: ProbeName
): ArrowRow[] {
  return found.map(({training, probe: {direction}}) => {
    const length = lengthOf(direction);
    const share = (axis: Float64Array) => (length === 0 ? 0 : dot(direction, axis) / length);
    return {plane, training, probe, x: share(first), y: share(second), length};
  });
}

export function planeColumns(rows: readonly PlaneRow[]): Column[] {
  return columnsOf(rows, {training: "STRING", test: "STRING", row: "INT32", pc1: "FLOAT", pc2: "FLOAT"});
}

export function arrowColumns(rows: readonly ArrowRow[]): Column[] {
  return columnsOf(rows, {
    plane: "STRING",
    training: "STRING",
    probe: "STRING",
    x: "FLOAT",
    y: "FLOAT",
    length: "FLOAT"
  });
}
