/** What probes of a dataset need to know before they see an activation. */
import {groupedFolds, partRows, type Folds} from "../analysis/probes/folds.ts";
import {whyUntrainable} from "../analysis/probes/classes.ts";
import {absent, present, type Measured} from "../analysis/probes/measured.ts";
import {notClasses, numbersOf, type Labels} from "../analysis/separation/labels.ts";
import type {Dataset} from "../dataset.ts";
import {denialsOf} from "./denial.ts";
import type {Groups} from "./groups.ts";

export interface ProbePlan {
  labels: Labels;
  /** Subjects are drawn anew together, for intervals; `[statements]`. */
  subjects: Int32Array;
  /** How statements are held out, where probes can be trained on what is left. */
  folds: Measured<Folds>;
  /** The same, where a strength can be chosen on what is left as well. */
  foldsToChoose: Measured<Folds>;
  /** How numbers are held out, by subject whatever the labels, and what number each label is. */
  numbers: Measured<{folds: Folds; ofLabel: Float64Array}>;
  /** Which of the statements that deny the dataset denies each one, `[statements]`. */
  denials: Measured<Int32Array>;
}

/** Says of each kind of probe why it can't be trained on a dataset, if so. */
export function probePlan(
  dataset: Dataset,
  denial: Dataset | undefined,
  labels: Labels,
  {related, subjects}: Groups
): ProbePlan {
  const folds = foldsOf(labels, related);
  return {
    labels,
    subjects,
    folds,
    foldsToChoose: folds.present ? withTwoLeftOut(labels, folds.value) : folds,
    numbers: numberFolds(labels, subjects),
    denials: pairsOf(dataset, denial)
  };
}

function foldsOf(labels: Labels, related: Int32Array): Measured<Folds> {
  const why = notClasses(labels);
  if (why !== undefined) return absent(why);
  const folds = groupedFolds(related);
  if (!folds.present) return folds;
  for (let fold = 0; fold < folds.value.count; fold++) {
    const rows = partRows(folds.value, fold).outside;
    const left = whyUntrainable(
      Float64Array.from(rows, (row) => labels.codes[row]),
      labels.names
    );
    if (left !== undefined) return absent(`with a part of the subjects held out, of label ${left}`);
  }
  return folds;
}

/** A strength is chosen on one fold and the next by what is fitted to the others. */
function withTwoLeftOut({codes, names}: Labels, folds: Folds): Measured<Folds> {
  const {count, of} = folds;
  if (count < 3) return absent(`to choose a strength, 3 subjects needed, ${count} found`);
  for (let fold = 0; fold < count; fold++) {
    const left = new Set(codes.filter((_, row) => of[row] !== fold && of[row] !== (fold + 1) % count));
    const missing = names.findIndex((_, code) => !left.has(code));
    if (missing >= 0) return absent(`to choose a strength, ${names[missing]} needed outside any two folds`);
  }
  return present(folds);
}

function numberFolds({names}: Labels, subjects: Int32Array): ProbePlan["numbers"] {
  const numbers = numbersOf(names);
  if ("absent" in numbers) return absent(numbers.absent);
  if (names.length < 2) return absent("one label only");
  const folds = groupedFolds(subjects);
  if (!folds.present) return folds;
  if (folds.value.count < 3)
    return absent(`to choose a penalty, 3 subjects needed, ${folds.value.count} found`);
  return present({folds: folds.value, ofLabel: numbers.value});
}

function pairsOf(dataset: Dataset, denial: Dataset | undefined): Measured<Int32Array> {
  if (denial === undefined) return absent(`no dataset neg_${dataset.name} of their negations`);
  const denials = denialsOf(dataset, denial);
  return denials ? present(denials) : absent(`not each statement has its negation in ${denial.name}`);
}
