/** Where a control puts a dataset's dots. */
import {columnOf} from "../analysis/separation/points.ts";
import type {Column} from "../parquet.ts";
import type {NetworkDepth} from "./networks.ts";

/** Coordinates on the first two components and their shares of the variance, a row a dot, depth by depth. */
export function dotColumns(depths: readonly NetworkDepth[]): Column[] {
  const each = <T>(of: (depth: NetworkDepth) => ArrayLike<T>) =>
    depths.flatMap((depth) => Array.from(of(depth)));
  const same = (value: number, {points: {rows}}: NetworkDepth) => new Array<number>(rows).fill(value);
  const floats = (name: string, of: (depth: NetworkDepth) => ArrayLike<number>): Column => {
    return {name, type: "FLOAT", data: Float32Array.from(each(of))};
  };
  return [
    {name: "depth", type: "INT32", data: Int32Array.from(each((depth) => same(depth.depth, depth)))},
    floats("pc1", ({points}) => columnOf(points, 0)),
    floats("pc2", ({points}) => columnOf(points, 1)),
    floats("ratio1", (depth) => same(depth.shares?.[0] ?? NaN, depth)),
    floats("ratio2", (depth) => same(depth.shares?.[1] ?? NaN, depth))
  ];
}
