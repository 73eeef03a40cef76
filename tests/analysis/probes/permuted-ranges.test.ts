import {expect, it} from "vitest";
import {permutedRanges} from "../../../loaders/analysis/probes/permuted-ranges.ts";
import {rightOrder} from "../../../loaders/analysis/probes/right-answers.ts";
import {percentileInterval} from "../../../loaders/analysis/separation/quantile.ts";
import {seededRandom} from "../../../loaders/analysis/random.ts";

const folds = (of: number[]) => ({count: Math.max(...of) + 1, of: Int32Array.from(of)});
const labelled = (letters: string) => Int32Array.from(letters, (letter) => (letter === "t" ? 1 : 0));

it("is the number itself where labels are permuted in one way only", () => {
  const heldOut = {folds: folds([0, 0, 0, 0]), scores: Float64Array.of(1, 2, -1, -2)};
  const ranges = (letters: string) => permutedRanges(heldOut, [labelled(letters)]);
  expect(ranges("ttff")).toEqual({accuracy: [1, 1], auc: [1, 1]});
  expect(ranges("fftt")).toEqual({accuracy: [0, 0], auc: [0, 0]});
  expect(ranges("tfft")).toEqual({accuracy: [0.5, 0.5], auc: [0.25, 0.25]});
});

it("lies between the percentiles of many", () => {
  const heldOut = {folds: folds([0, 0, 0, 0]), scores: Float64Array.of(1, 2, -1, -2)};
  const {auc} = permutedRanges(heldOut, [labelled("ttff"), labelled("fftt")]);
  expect(auc[0]).toBeCloseTo(0.025, 12);
  expect(auc[1]).toBeCloseTo(0.975, 12);
});

it("counts pairs within folds, ties half, as the area does that sorts scores for each labelling", () => {
  const random = seededRandom(7);
  const scores = Float64Array.from({length: 60}, () => Math.round(4 * random()));
  const heldOut = {folds: folds(Array.from({length: 60}, (_, row) => row % 3)), scores};
  const labellings = Array.from({length: 20}, () => Int32Array.from(scores, () => (random() > 0 ? 1 : 0)));
  const order = rightOrder(heldOut.folds);
  const expected = percentileInterval(Float64Array.from(labellings, (labels) => order(scores, labels)));
  permutedRanges(heldOut, labellings).auc.forEach((end, i) => expect(end).toBeCloseTo(expected[i], 12));
});

it("is not known without permuted labels", () => {
  const heldOut = {folds: folds([0, 0]), scores: Float64Array.of(1, 2)};
  expect(permutedRanges(heldOut, [])).toEqual({accuracy: [NaN, NaN], auc: [NaN, NaN]});
});
