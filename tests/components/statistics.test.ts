import {describe, expect, it} from "vitest";
import {seededRandom} from "../../loaders/analysis/random.ts";
import {agreement, shareExplained, steadyFrames, type Cloud} from "../../src/components/statistics.js";
import {largestDifference} from "../analysis/linear-algebra.ts";

const onLine = (...x: number[]): Cloud => ({x, y: x.map(() => 0)});
const alone = (values: readonly unknown[]): number[] => values.map((_, i) => i);

describe("agreement", () => {
  it("counts the dots whose nearest neighbour has the same value", () => {
    const values = ["a", "a", "b", "b", "a"];
    // Nearest to 0, 1, 10, 12, 13: 1, 0, 12, 13, 12.
    const {share, chance} = agreement(onLine(0, 1, 10, 12, 13), values, alone(values));
    expect(share).toBeCloseTo(3 / 5, 14);
    expect(chance).toBeCloseTo((3 * (2 / 4) + 2 * (1 / 4)) / 5, 14);
  });

  it("measures distance in both directions", () => {
    const cloud = {x: [0, 0, 3], y: [0, 5, 0]};
    expect(agreement(cloud, ["a", "b", "a"], [1, 2, 3]).share).toBeCloseTo(2 / 3, 14);
  });

  it("takes dots of one group for no neighbours, neither nearest nor by chance", () => {
    const values = ["a", "b", "a", "b"];
    const pairs = ["p", "p", "q", "q"];
    // Partners lie side by side; beyond them, 1 and 10 are nearest to each other's pair.
    expect(agreement(onLine(0, 1, 10, 11), values, pairs)).toEqual({share: 0.5, chance: 0.5});
    const {share, chance} = agreement(onLine(0, 1, 10, 11), values, alone(values));
    expect(share).toBe(0);
    expect(chance).toBeCloseTo(1 / 3, 14);
  });

  it("counts each of several equally near neighbours in part", () => {
    const values = ["a", "a", "b", "b"];
    const cloud = {x: [0, 1, -1, 0], y: [0, 0, 0, 1]};
    const tied = agreement(cloud, values, alone(values));
    // The middle dot has three neighbours at distance 1, one of its value; the other three have the middle one.
    expect(tied.share).toBeCloseTo((1 / 3 + 1 + 0 + 0) / 4, 14);
  });

  it("does not let rounding break a tie", () => {
    const values = ["a", "a", "b"];
    const {share} = agreement(onLine(0, 1 + 1e-9, -1), values, [0, 1, 2]);
    expect(share).toBeCloseTo((1 / 2 + 1 + 0) / 3, 14);
  });

  it("is what chance gives where all dots are in one place", () => {
    const values = ["a", "a", "b", "b", "b"];
    const {share, chance} = agreement(onLine(0, 0, 0, 0, 0), values, alone(values));
    expect(share).toBeCloseTo(chance, 14);
    expect(chance).toBeCloseTo((2 * (1 / 4) + 3 * (2 / 4)) / 5, 14);
  });

  it("is near chance for values that have nothing to do with the places", () => {
    const random = seededRandom(1);
    const cloud = {
      x: Float64Array.from({length: 1000}, random),
      y: Float64Array.from({length: 1000}, random)
    };
    const values = Array.from({length: 1000}, () => Math.floor(2 * random()));
    const {share, chance} = agreement(cloud, values, alone(values));
    console.log(`agreement of random values: ${share}, by chance ${chance.toFixed(3)}`);
    expect(Math.abs(share - chance)).toBeLessThan(0.05);
  });

  it("leaves out dots without neighbours; without any, it is 0", () => {
    expect(agreement(onLine(0, 1, 5), ["a", "a", "a"], [1, 1, 1])).toEqual({share: 0, chance: 0});
    expect(agreement(onLine(0), ["a"], [1])).toEqual({share: 0, chance: 0});
    expect(agreement(onLine(), [], [])).toEqual({share: 0, chance: 0});
  });
});

describe("the share explained", () => {
  it("is 1 where the class tells the value, 0 where all classes have one mean", () => {
    expect(shareExplained([1, 1, 4, 4, 10], ["a", "a", "b", "b", "c"])).toBe(1);
    expect(shareExplained([1, 3, 2, 2, 0, 4], ["a", "a", "b", "b", "c", "c"])).toBe(0);
  });

  it("is the variance between classes as a share of all variance", () => {
    // Means 1 and 5 about 3, four values: 16 between; 2 within each: 20 in all.
    expect(shareExplained(Float32Array.of(0, 2, 4, 6), [0, 0, 1, 1])).toBeCloseTo(16 / 20, 14);
  });

  it("weighs classes by their size", () => {
    expect(shareExplained([0, 0, 0, 4], ["a", "a", "b", "b"])).toBeCloseTo(4 / 12, 14);
    expect(shareExplained([0, 0, 4, 0], ["a", "a", "a", "b"])).toBeCloseTo((3 * (1 / 3) ** 2 + 1) / 12, 14);
  });

  it("is 0 where nothing varies, whatever rounding makes of the mean", () => {
    expect(shareExplained([0.1, 0.1, 0.1, 0.1, 0.1, 0.1], ["a", "a", "a", "b", "b", "b"])).toBe(0);
    expect(shareExplained([3], ["a"])).toBe(0);
    expect(shareExplained([], [])).toBe(0);
  });
});

describe("steady frames", () => {
  const shape: Cloud = {x: [3, -1, -4, 2], y: [1, 2, -1, -2]};
  const moved = ({x, y}: Cloud, [a, b, c, d]: [number, number, number, number]): Cloud => ({
    x: Array.from(x, (value, i) => a * value + b * y[i]),
    y: Array.from(x, (value, i) => c * value + d * y[i])
  });
  const [cos, sin] = [Math.cos(2), Math.sin(2)];
  const apart = (a: Cloud, b: Cloud) => Math.max(largestDifference(a.x, b.x), largestDifference(a.y, b.y));

  it("keep the focus's own axes and scale it to a root mean square radius of 1", () => {
    const [{x, y, turn, rms}] = steadyFrames([shape], 0);
    expect(rms).toBeCloseTo(Math.sqrt(10), 14);
    expect(largestDifference(turn.flat(), [1, 0, 0, 1])).toBe(0);
    expect(apart({x, y}, moved(shape, [1 / rms, 0, 0, 1 / rms]))).toBeLessThan(1e-15);
  });

  it("undo turns, reflections and changes of size", () => {
    const turned = moved(shape, [5 * cos, -5 * sin, 5 * sin, 5 * cos]);
    const overturned = moved(shape, [cos, sin, sin, -cos]);
    const frames = steadyFrames([turned, shape, overturned], 1);
    expect(apart(frames[0], frames[1])).toBeLessThan(1e-14);
    expect(apart(frames[2], frames[1])).toBeLessThan(1e-14);
    expect(frames.map(({rms}) => rms / Math.sqrt(10))).toEqual(
      [5, 1, 1].map((n) => expect.closeTo(n, 14) as number)
    );
  });

  it("say where the components point", () => {
    // Turned by 2 radians: the first component, (1, 0) of its own axes, now lies at −2 radians.
    const [{turn}] = steadyFrames([moved(shape, [cos, -sin, sin, cos]), shape], 1);
    expect(largestDifference(turn.flat(), [cos, -sin, sin, cos])).toBeLessThan(1e-14);
    const [{turn: over}] = steadyFrames([moved(shape, [1, 0, 0, -1]), shape], 1);
    expect(largestDifference(over.flat(), [1, 0, 0, -1])).toBeLessThan(1e-14);
  });

  it("turn each cloud towards its neighbour on the focus's side, not to the focus", () => {
    const random = seededRandom(3);
    const cloud = () => ({x: Array.from({length: 9}, random), y: Array.from({length: 9}, random)});
    const clouds = [cloud(), cloud(), cloud(), cloud()];
    const frames = steadyFrames(clouds, 0);
    const [, expected] = steadyFrames([frames[2], clouds[3]], 0);
    expect(apart(frames[3], expected)).toBeLessThan(1e-14);
    const [, direct] = steadyFrames([clouds[0], clouds[3]], 0);
    expect(apart(frames[3], direct)).toBeGreaterThan(0.01);
  });

  it("bring each cloud as near as a turn or reflection can", () => {
    const random = seededRandom(4);
    const target = {x: Array.from({length: 9}, random), y: Array.from({length: 9}, random)};
    const cloud = {x: Array.from({length: 9}, random), y: Array.from({length: 9}, random)};
    const [at, found] = steadyFrames([target, cloud], 0);
    const distance = (a: Cloud) =>
      Array.from(a.x, (x, i) => (x - at.x[i]) ** 2 + (a.y[i] - at.y[i]) ** 2).reduce((s, d) => s + d);
    const unit = 1 / found.rms;
    for (let n = 0; n < 360; n++) {
      const [c, s] = [unit * Math.cos((n * Math.PI) / 180), unit * Math.sin((n * Math.PI) / 180)];
      expect(distance(found)).toBeLessThanOrEqual(distance(moved(cloud, [c, -s, s, c])));
      expect(distance(found)).toBeLessThanOrEqual(distance(moved(cloud, [c, s, s, -c])));
    }
  });

  it("leave a cloud without extent at the origin and pass it over", () => {
    const still = onLine(0, 0, 0, 0);
    const frames = steadyFrames([moved(shape, [cos, -sin, sin, cos]), still, shape], 2);
    expect(frames[1]).toEqual({
      x: new Float64Array(4),
      y: new Float64Array(4),
      turn: [
        [1, 0],
        [-0, 1]
      ],
      rms: 0
    });
    expect(apart(frames[0], frames[2])).toBeLessThan(1e-14);
    const [, beyond] = steadyFrames([still, moved(shape, [cos, -sin, sin, cos])], 0, shape);
    expect(apart(beyond, frames[2])).toBeLessThan(1e-14);
    for (const {x, y} of steadyFrames([shape, still], 1))
      expect([...x, ...y].every(Number.isFinite)).toBe(true);
  });

  it("do not turn over a cloud on a line", () => {
    const [{turn}] = steadyFrames([onLine(1, -3, 2), shape], 1);
    expect(turn[0][0] * turn[1][1] - turn[0][1] * turn[1][0]).toBeCloseTo(1, 14);
  });
});
