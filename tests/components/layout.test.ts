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

  it("finds the first of dots that share a place, and never one that has been switched off since", () => {
    const twins = pictureOf(
      ["a", "b", "c"],
      [
        [-1, 0],
        [1, 0],
        [1, 0]
      ]
    );
    const twice = arrange(twins, 1, size);
    const find = (off: number[]) => nearestDot(twice, twice.x[1] + 1, twice.y[1], new Set(off));
    expect([find([]), find([1]), find([1, 2]), find([])]).toEqual([1, 2, null, 1]);
  });

  it("finds what a look at every dot finds", () => {
    const random = (i: number) => (Math.sin(12.9898 * i) * 43758.5453) % 1;
    const many = Array.from({length: 500}, (_, i): [number, number] => [random(2 * i), random(2 * i + 1)]);
    const cloud = arrange(
      pictureOf(
        many.map(() => "a"),
        many
      ),
      1,
      size
    );
    const off = new Set(many.flatMap((_, i) => (i % 3 === 0 ? [i] : [])));
    for (let px = 0; px < 600; px += 37)
      for (let py = 0; py < 500; py += 41) {
        const distances = cloud.x.map((x, i) =>
          off.has(i) ? Infinity : Math.hypot(x - px, cloud.y[i] - py)
        );
        const least = Math.min(...distances);
        expect(nearestDot(cloud, px, py, off)).toBe(least < 28 ? distances.indexOf(least) : null);
      }
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
