/** How likely the model finds statements: what its truth direction may be instead. */
import {auc} from "../analysis/probes/auc.ts";
import {crossValidate} from "../analysis/probes/held-out.ts";
import {partRows, repeatedFolds} from "../analysis/probes/folds.ts";
import {meanDifference} from "../analysis/probes/mean-difference.ts";
import {linearScores} from "../analysis/probes/probe.ts";
import {labelsOf} from "../analysis/separation/labels.ts";
import type {Measure} from "../analysis/separation/measure.ts";
import {spearman} from "../analysis/separation/ranks.ts";
import type {Dataset} from "../dataset.ts";
import {groupsOf} from "./groups.ts";
import {rowOf, valueOnly, type MeasureRow} from "./measures.ts";
import type {Network} from "./networks.ts";

/** Statements on a line, by their log-probability: a rival of the network's components, measured as these are. */
export function expectation(logProbabilities: Float64Array): Network {
  const points = {data: logProbabilities, rows: logProbabilities.length, columns: 1};
  return {name: "log-probability", depths: [{depth: 0, points, readings: []}]};
}

/** The table's rows that only log-probabilities have; `stream` is the network's at a depth. */
export async function expectationRows(
  dataset: Dataset,
  logProbabilities: Float64Array,
  {depth, stream}: {depth: number; stream: Float32Array}
): Promise<MeasureRow[]> {
  const area = valueOnly(expectationAuc(dataset, logProbabilities));
  const correlation = valueOnly(await expectationCorrelation(dataset, stream, logProbabilities));
  return [
    rowOf("log-probability", "true-over-false", 0, area),
    rowOf("trained", "log-probability-correlation", depth, correlation)
  ];
}

const isTruth = (label: string) => label === "true" || label === "false";

/**
 * How often a true statement is likelier than a false one, the area under the ROC curve: below 0.5 where the model expects
 * the false ones, as it may under a negation. Nothing is fitted.
 */
export function expectationAuc({labels}: Dataset, logProbabilities: Float64Array): Measure {
  if (!labels.every(isTruth)) return {absent: "labels are not true and false"};
  const area = auc(logProbabilities, truthOf(labels));
  return Number.isNaN(area) ? {absent: "one label only"} : {value: area};
}

function truthOf(labels: readonly string[]): Float64Array {
  return Float64Array.from(labels, (label) => Number(label === "true"));
}

/** Dealings into folds. */
const repeats = 3;

/**
 * Spearman's rank correlation, −1 to 1, of statements' log-probability with where they are along the difference of means
 * of true and false, which was taken from other subjects. It is found among the statements of one fold and one label, since
 * scores of different folds can't be compared and labels differ in both, and is the mean over these, by their number of
 * statements. Near 1, the direction would be the log-probability's; at 0, it tells of something else.
 *
 * @param stream the residual stream, `[statements, hiddenSize]`
 */
export async function expectationCorrelation(
  dataset: Dataset,
  stream: Float32Array,
  logProbabilities: Float64Array
): Promise<Measure> {
  const {labels} = dataset;
  if (!labels.every(isTruth)) return {absent: "labels are not true and false"};
  const rows = labels.length;
  const sample = {
    x: stream,
    rows,
    columns: stream.length / rows,
    labels: truthOf(labels),
    subjects: groupsOf(dataset, labelsOf(labels)).related
  };
  const dealings = repeatedFolds(sample.subjects, {repeats});
  if (!dealings.present) return {absent: "one group only"};
  let [sum, count] = [0, 0];
  for (const folds of dealings.value) {
    const probe = {train: meanDifference(), score: linearScores};
    const heldOut = await crossValidate(sample, folds, probe);
    if (!heldOut.present) return {absent: "no fold has both labels"};
    for (const alike of alikeRows(sample.labels, folds)) {
      const of = (values: Float64Array) => Float64Array.from(alike, (row) => values[row]);
      const correlation = spearman(of(heldOut.value.scores), of(logProbabilities));
      if ("absent" in correlation) continue;
      sum += correlation.value * alike.length;
      count += alike.length;
    }
  }
  return count === 0 ? {absent: "all statements in one place"} : {value: sum / count};
}

/** The rows of one fold and one label; of fewer than three, the order says nothing. */
function alikeRows(labels: Float64Array, folds: Parameters<typeof partRows>[0]): number[][] {
  return Array.from({length: folds.count}, (_, fold) => partRows(folds, fold).inside)
    .flatMap((inside) => [0, 1].map((label) => inside.filter((row) => labels[row] === label)))
    .filter(({length}) => length >= 3);
}
