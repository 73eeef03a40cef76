import {partRows, type Folds} from "./folds.ts";
import {absent, present, type Measured} from "./measured.ts";
import type {Score, Train} from "./probe.ts";
import {checkSample, subset, type Sample} from "./sample.ts";

/** What probes say of statements whose subjects they have not seen. */
export interface HeldOut {
  folds: Folds;
  /** `[rows]` */
  scores: Float64Array;
}

/** One probe a fold, and what each says of the statements in its fold. */
export interface CrossValidated<P> extends HeldOut {
  probes: P[];
}

/** Trains a probe for each fold on the statements outside it, and asks it about those inside. */
export async function crossValidate<P>(
  sample: Sample,
  folds: Folds,
  {train, score}: {train: Train<P>; score: Score<P>}
): Promise<Measured<CrossValidated<P>>> {
  checkSample(sample);
  const probes = await trainByFold(sample, folds, train);
  if (!probes.present) return probes;
  return present({folds, probes: probes.value, scores: scoreByFold(sample, folds, probes.value, score)});
}

/**
 * A probe a fold. It is handed copies of the statements outside: nothing of a fold can reach what is fitted without it.
 * Absent, and why, where the probe of one fold is.
 */
export async function trainByFold<P>(sample: Sample, folds: Folds, train: Train<P>): Promise<Measured<P[]>> {
  const probes: P[] = [];
  for (let fold = 0; fold < folds.count; fold++) {
    const probe = await train(subset(sample, partRows(folds, fold).outside));
    if (!probe.present) return absent(`without fold ${fold + 1} of ${folds.count}: ${probe.why}`);
    probes.push(probe.value);
  }
  return present(probes);
}

/** Every statement's score by the probe of its fold, `[rows]`. */
export function scoreByFold<P>(sample: Sample, folds: Folds, probes: P[], score: Score<P>): Float64Array {
  const scores = new Float64Array(sample.rows);
  probes.forEach((probe, fold) => {
    const {inside} = partRows(folds, fold);
    if (inside.length === 0) return;
    const found = score(probe, inside.length === sample.rows ? sample : subset(sample, inside));
    inside.forEach((row, i) => (scores[row] = found[i]));
  });
  return scores;
}
