/** Probes trained on one dataset and tested on another: Marks & Tegmark 2023 (arXiv 2310.06824), section 5. */
import type {BootstrapOptions} from "./bootstrap.ts";
import {areaUnderRoc, accuracy, type Estimate} from "./evaluation.ts";
import {groupedFolds, type Folds} from "./folds.ts";
import {scoreByFold, trainByFold} from "./held-out.ts";
import {present, type Measured} from "./measured.ts";
import {cosine, linearScores, type LinearProbe, type Score, type Train} from "./probe.ts";
import {permutedRanges, type PermutedRanges} from "./permuted-ranges.ts";
import {checkSample, join, type Sample} from "./sample.ts";
import {withoutMeans} from "./standardise.ts";

/** Subjects of all datasets are numbered together: one number is one subject, wherever it is spoken of. */
export interface Dataset {
  name: string;
  sample: Sample;
  /** Its labels permuted, `[rows]` each: what its scores are held against. */
  permuted?: readonly Int32Array[];
}

/** What to train on: several datasets, such as one and its negation, are taken together. */
export interface Training {
  name: string;
  datasets: Dataset[];
}

export interface TransferCell {
  training: string;
  test: string;
  /** How many of the test's statements have a subject that the training speaks of too. */
  shared: number;
  result: Measured<TransferResult>;
}

export interface TransferResult {
  accuracy: Measured<Estimate>;
  auc: Measured<Estimate>;
  /** What the same scores come to under permuted labels. */
  permuted: PermutedRanges;
}

export interface Transfer<P> {
  /** Test by test for the first training, then for the second, … */
  cells: TransferCell[];
  /** What was trained on all of each training's statements. */
  probes: {training: string; probe: Measured<P>}[];
  /** Of the angles between the directions of every two trainings that have one. */
  cosines: {between: [string, string]; cosine: number}[];
}

export interface TransferOptions<P> {
  train: Train<P>;
  score?: Score<P>;
  folds?: number;
  /** Of the folds and the bootstrap. */
  seed?: number;
  /** Of subjects, for the intervals. */
  draws?: number;
  /** Told after each training. */
  onTraining?: () => void;
}

/** A probe trained on everything, and one a fold, trained on what is outside it. */
interface Trained<P> {
  whole: P;
  /** The fold of each subject. */
  foldOf: Map<number, number>;
  byFold: P[];
}

/**
 * Trains on every training and tests on every dataset. Each statement is scored by a probe that has not seen its
 * subject: one trained on everything where the training doesn't speak of it; else the one that its fold was held out from, be
 * the statement in the training itself or, like a negation, in another dataset.
 */
export async function transferMatrix<P extends LinearProbe>(
  trainings: Training[],
  tests: Dataset[],
  {train, score = linearScores, folds, seed, draws, onTraining}: TransferOptions<P>
): Promise<Transfer<P>> {
  const all = [...trainings.flatMap(({datasets}) => datasets), ...tests];
  for (const sample of new Set(all.map(({sample}) => sample))) checkSample(sample);
  const transfer: Transfer<P> = {cells: [], probes: [], cosines: []};
  for (const {name, datasets} of trainings) {
    const trained = await trainAll(join(datasets.map(({sample}) => sample)), train, {folds, seed});
    transfer.probes.push({
      training: name,
      probe: trained.present ? present(trained.value.whole) : trained
    });
    for (const test of tests)
      transfer.cells.push({training: name, test: test.name, ...testOn(test, trained, score, {seed, draws})});
    onTraining?.();
  }
  return {...transfer, cosines: cosinesOf(transfer.probes)};
}

async function trainAll<P>(
  sample: Sample,
  train: Train<P>,
  options: {folds?: number; seed?: number}
): Promise<Measured<Trained<P>>> {
  const folds = groupedFolds(sample.subjects, options);
  if (!folds.present) return folds;
  const whole = await train(sample);
  if (!whole.present) return whole;
  const byFold = await trainByFold(sample, folds.value, train);
  if (!byFold.present) return byFold;
  const foldOf = new Map(Array.from(sample.subjects, (subject, row) => [subject, folds.value.of[row]]));
  return present({whole: whole.value, foldOf, byFold: byFold.value});
}

function testOn<P>(
  {sample, permuted = []}: Dataset,
  trained: Measured<Trained<P>>,
  score: Score<P>,
  options: BootstrapOptions
): Pick<TransferCell, "shared" | "result"> {
  if (!trained.present) return {shared: 0, result: trained};
  const {whole, foldOf, byFold} = trained.value;
  const of = sample.subjects.map((subject) => foldOf.get(subject) ?? byFold.length);
  const folds: Folds = {count: byFold.length + 1, of};
  const scores = scoreByFold(sample, folds, [...byFold, whole], score);
  const repeats = [{folds, scores}];
  const result = {
    accuracy: accuracy(repeats, sample, options),
    auc: areaUnderRoc(repeats, sample, options),
    permuted: permutedRanges({folds, scores}, permuted)
  };
  return {shared: of.filter((fold) => fold < byFold.length).length, result: present(result)};
}

function cosinesOf<P extends LinearProbe>(probes: Transfer<P>["probes"]): Transfer<P>["cosines"] {
  const found = probes.flatMap(({training, probe}) =>
    probe.present ? [{training, direction: probe.value.direction}] : []
  );
  return found.flatMap((a, i) =>
    found.slice(i + 1).map((b) => ({
      between: [a.training, b.training] as [string, string],
      cosine: cosine(a.direction, b.direction)
    }))
  );
}

/**
 * A dataset's activations, and its negations', less their own mean, as Marks & Tegmark have it: thresholds then go over from
 * one dataset to another. The mean is over all of its statements, tests too; labels are not looked at.
 */
export function withoutOwnMean(dataset: Dataset): Dataset {
  const {sample} = dataset;
  const {rows, columns} = sample;
  const centred = (x: Float32Array) => Float32Array.from(withoutMeans(x, rows, columns).table.data);
  const {negations} = sample;
  const x = centred(sample.x);
  return {...dataset, sample: {...sample, x, ...(negations && {negations: centred(negations)})}};
}
