import {describe, expect, it} from "vitest";
import {bootstrapInterval} from "../../../loaders/analysis/probes/bootstrap.ts";
import {
  accuracy,
  areaUnderRoc,
  classAccuracy,
  explainedVariance
} from "../../../loaders/analysis/probes/evaluation.ts";
import {seededRandom} from "../../../loaders/analysis/random.ts";
import {sampleOf, valueOf} from "./samples.ts";

/** Scores of statements that have only labels. */
function scored(labels: number[], scores: number[], of: number[], subjects?: number[]) {
  const sample = sampleOf(
    labels.map(() => [0]),
    labels,
    subjects
  );
  const folds = {count: Math.max(...of) + 1, of: Int32Array.from(of)};
  return {sample, heldOut: {folds, scores: Float64Array.from(scores)}};
}

describe("accuracy", () => {
  it("is the share of statements on the right side of 0", () => {
    const {sample, heldOut} = scored([1, 1, 0, 0], [2, -1, -3, -0.5], [0, 0, 1, 1]);
    expect(valueOf(accuracy([heldOut], sample)).value).toBe(0.75);
  });

  it("of classes is the share of statements whose class was named", () => {
    const {sample, heldOut} = scored([0, 1, 2, 2], [0, 1, 2, 1], [0, 0, 1, 1]);
    expect(valueOf(classAccuracy([heldOut], sample)).value).toBe(0.75);
  });

  it("is the mean over repeats", () => {
    const {sample, heldOut} = scored([1, 0], [1, -1], [0, 1]);
    const wrong = {...heldOut, scores: Float64Array.of(-1, 1)};
    expect(valueOf(accuracy([heldOut, wrong], sample)).value).toBe(0.5);
  });

  it("is absent without statements", () => {
    const {sample, heldOut} = scored([1], [1], [0]);
    const none = {...sample, rows: 0, labels: new Float64Array(0), subjects: new Int32Array(0)};
    expect(accuracy([heldOut], none)).toEqual({present: false, why: "no statements"});
  });
});

describe("the area under the ROC curve", () => {
  it("does not compare scores of different folds", () => {
    const {sample, heldOut} = scored([1, 0, 1, 0], [12, 11, 2, 1], [0, 0, 1, 1]);
    expect(valueOf(areaUnderRoc([heldOut], sample)).value).toBe(1);
  });

  it("counts every pair of a fold once", () => {
    const {sample, heldOut} = scored([1, 0, 0, 0, 1, 0], [4, 1, 2, 3, 1, 2], [0, 0, 0, 0, 1, 1]);
    expect(valueOf(areaUnderRoc([heldOut], sample)).value).toBe(3 / 4);
  });

  it("is absent where one class is", () => {
    const {sample, heldOut} = scored([1, 1], [1, 2], [0, 1]);
    expect(areaUnderRoc([heldOut], sample)).toEqual({present: false, why: "statements of one class"});
  });

  it("is absent where no fold has both", () => {
    const {sample, heldOut} = scored([1, 1, 0, 0], [1, 2, 3, 4], [0, 0, 1, 1]);
    const why = "no fold with statements of both classes";
    expect(areaUnderRoc([heldOut], sample)).toEqual({present: false, why});
  });
});

describe("R²", () => {
  it("is 1 if every number is told, 0 if only each fold's mean is", () => {
    const {sample, heldOut} = scored([1, 3, 10, 14], [1, 3, 10, 14], [0, 0, 1, 1]);
    expect(valueOf(explainedVariance([heldOut], sample)).value).toBe(1);
    const means = {...heldOut, scores: Float64Array.of(2, 2, 12, 12)};
    expect(valueOf(explainedVariance([means], sample)).value).toBe(0);
  });

  it("is absent where the labels of no fold differ", () => {
    const {sample, heldOut} = scored([1, 1, 2, 2], [1, 1, 2, 2], [0, 0, 1, 1]);
    const why = "no fold with different numbers";
    expect(explainedVariance([heldOut], sample)).toEqual({present: false, why});
  });
});

describe("intervals", () => {
  const random = seededRandom(3);
  const labels = Array.from({length: 400}, (_, i) => i % 2);
  const scores = labels.map((label) => (random() < 0.6 ? 1 : -1) * (2 * label - 1));
  const of = labels.map((_, i) => Math.floor(i / 2) % 5);

  it("are those of a binomial where every statement is a subject", () => {
    const {sample, heldOut} = scored(labels, scores, of);
    const {value, low, high} = valueOf(accuracy([heldOut], sample));
    const half = 1.96 * Math.sqrt((value * (1 - value)) / 400);
    expect(low).toBeLessThan(value);
    expect(Math.abs(high - low - 2 * half)).toBeLessThan(0.15 * 2 * half);
  });

  it("are wider where subjects have several statements that are right or wrong together", () => {
    const subjects = labels.map((_, i) => Math.floor(i / 8));
    const together = labels.map((label, i) => (Math.floor(i / 8) % 5 ? 1 : -1) * (2 * label - 1));
    const width = (subjects?: number[]) => {
      const {sample, heldOut} = scored(labels, together, of, subjects);
      const {low, high} = valueOf(accuracy([heldOut], sample));
      return high - low;
    };
    expect(width(subjects) / width()).toBeGreaterThan(2);
  });

  it("are the same with the same seed, others with another", () => {
    const {sample, heldOut} = scored(labels, scores, of);
    const of1 = [1, 1, 2].map((seed) => valueOf(areaUnderRoc([heldOut], sample, {seed, draws: 100})));
    expect(of1[1]).toEqual(of1[0]);
    expect(of1[2].low).not.toBe(of1[0].low);
    expect(of1[2].value).toBe(of1[0].value);
  });

  it("are undefined where no draw has a value", () => {
    expect(bootstrapInterval(Int32Array.of(1, 2), () => NaN)).toBeUndefined();
  });

  it("have their ends between draws, as numpy's percentiles have", () => {
    let draw = 0;
    const interval = bootstrapInterval(Int32Array.of(1, 2), () => draw++, {draws: 11});
    expect(interval).toEqual({low: 0.25, high: 9.75});
  });
});
