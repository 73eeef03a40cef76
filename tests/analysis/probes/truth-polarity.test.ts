import {expect, it} from "vitest";
import {linearScores} from "../../../loaders/analysis/probes/probe.ts";
import {truthPolarityProbe} from "../../../loaders/analysis/probes/truth-polarity.ts";
import {samples} from "../../fixtures/analysis/probe-tables.ts";
import {largestDifference, naiveProduct} from "../linear-algebra.ts";
import {references, sampleOf, say, valueOf} from "./samples.ts";

const train = truthPolarityProbe({product: naiveProduct});

it("finds numpy's directions of truth and scikit-learn's of polarity", async () => {
  const found = valueOf(await train(samples["of both polarities"]()));
  const {truth, polarTruth, polarity} = references["of both polarities"];
  const differences = [
    largestDifference(found.truth, truth),
    largestDifference(found.polarTruth, polarTruth),
    largestDifference(found.polarity, polarity)
  ];
  say("t_G, t_P and p differ by", ...differences);
  expect(Math.max(...differences.slice(0, 2))).toBeLessThan(1e-12);
  expect(differences[2]).toBeLessThan(1e-4);
});

it("has scikit-learn's scores in their plane", async () => {
  const sample = samples["of both polarities"]();
  const scores = linearScores(valueOf(await train(sample)), sample);
  const difference = largestDifference(scores, references["of both polarities"].scores);
  say("scores differ by", difference);
  expect(difference).toBeLessThan(1e-3);
});

it("takes apart truth and truth that turns with polarity, by hand", async () => {
  // Columns: truth, polarity · truth, polarity
  const kinds = [
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1]
  ].flatMap((kind) => [kind, kind]);
  const rows = kinds.map(([tau, p], i) => [3 * tau, 2 * tau * p, p + (i % 2) / 8]);
  const sample = {
    ...sampleOf(
      rows,
      kinds.map(([tau]) => (tau === 1 ? 1 : 0))
    ),
    polarities: Int8Array.from(kinds, ([, p]) => p)
  };
  const {truth, polarTruth, direction} = valueOf(await train(sample));
  expect(largestDifference(truth, [3, 0, 0])).toBeLessThan(1e-12);
  expect(largestDifference(polarTruth, [0, 2, 0])).toBeLessThan(1e-12);
  expect(Math.abs(direction[1])).toBeLessThan(0.05 * direction[0]);
});

it("is absent where polarities are unknown, or all the same", async () => {
  const sample = sampleOf([[1], [2], [3], [4]], [0, 1, 0, 1]);
  expect(await train(sample)).toEqual({present: false, why: "statements of unknown polarity"});
  expect(await train({...sample, polarities: Int8Array.of(1, 1, 1, 1)})).toEqual({
    present: false,
    why: "negated: 2 statements to train on needed, 0 found"
  });
});
