import {describe, expect, it} from "vitest";
import {encode} from "../../src/components/encoding.ts";
import {arrange} from "../../src/components/layout.ts";
import {dotsIn, nearestDot, neighbour} from "../../src/components/pointing.ts";
import {pictureOf} from "./pictures.ts";

const square = pictureOf(
  ["a", "a", "b", "b"],
  [
    [-1, -1],
    [-1, 1],
    [1, -1],
    [1, 1]
  ]
);
const size = {width: 600, height: 500};
const layout = arrange(square, 1, size);

describe("arrange", () => {
  it("keeps squares square and puts north up", () => {
    const [x, y] = [layout.x, layout.y];
    expect(x[2] - x[0]).toBeCloseTo(y[0] - y[1]);
    expect(y[1]).toBeLessThan(y[0]);
  });

  it("names groups inside the picture, apart from each other and from every dot", () => {
    const {labels, x, y} = arrange(square, 1, size, encode("label", square.columns.label));
    expect(labels.map(({entry}) => entry)).toEqual([0, 1]);
    for (const label of labels)
      for (let i = 0; i < 4; i++) expect(Math.hypot(x[i] - label.x, y[i] - label.y)).toBeGreaterThan(8);
  });
});

describe("pointing", () => {
  it("finds the nearest dot within reach that is on", () => {
    const [x, y] = [layout.x[3] + 10, layout.y[3]];
    expect(nearestDot(layout, x, y, new Set())).toBe(3);
    expect(nearestDot(layout, x, y, new Set([3]))).toBeNull();
  });

  it("goes with arrow keys to the next dot in that direction, and stays where there is none", () => {
    expect(neighbour(layout, 0, [1, 0], new Set())).toBe(2);
    expect(neighbour(layout, 0, [0, -1], new Set())).toBe(1);
    expect(neighbour(layout, 0, [-1, 0], new Set())).toBe(0);
  });

  it("finds the dots inside a box that are on", () => {
    const [x, y] = [layout.x, layout.y];
    const left = {left: x[0] - 1, right: x[0] + 1, top: y[1] - 1, bottom: y[0] + 1};
    expect(dotsIn(layout, left, new Set())).toEqual([0, 1]);
    expect(dotsIn(layout, left, new Set([1]))).toEqual([0]);
    expect(dotsIn(layout, {...left, right: x[2] + 1, bottom: y[1] + 1}, new Set())).toEqual([1, 3]);
  });
});
