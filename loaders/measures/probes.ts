/** What probes read from the whole of a residual stream, at one depth of one network. */
import {accuracy, areaUnderRoc, classAccuracy, explainedVariance} from "../analysis/probes/evaluation.ts";
import type {BootstrapOptions} from "../analysis/probes/bootstrap.ts";
import {contrastScores} from "../analysis/probes/contrast-scores.ts";
import type {Folds} from "../analysis/probes/folds.ts";
import {chooseStrengths, classScores} from "../analysis/probes/gram-classes.ts";
import {correctedScores} from "../analysis/probes/gram-corrected.ts";
import {differenceScores} from "../analysis/probes/gram-difference.ts";
import {choosePenalties, heldOutR2, ridgeScores} from "../analysis/probes/gram-ridge.ts";
import type {HeldOutScores} from "../analysis/probes/labellings.ts";
import {absent, present, type Measured} from "../analysis/probes/measured.ts";
import {polarityScores} from "../analysis/probes/polarity-scores.ts";
import {rightOrder, rightShare} from "../analysis/probes/right-answers.ts";
import {standardise, withoutMeans} from "../analysis/probes/standardise.ts";
import {joinRows} from "../analysis/rows.ts";
import type {Matrix64, Product} from "../matrix.ts";
import type {ProbePlan} from "./probe-plan.ts";

/** Activations of statements and, where the plan has them, of the statements that deny them, in the order of the plan. */
export interface Stream {
  /** `[statements, columns]` */
  x: Float32Array;
  columns: number;
  negations?: Float32Array;
}

/** What is found out besides the values: of the trained network all, of its controls nothing. */
export interface Beside {
  /** Permuted labels, `[statements]` each, for probes that are formulas. */
  permuted: readonly Int32Array[];
  /** Those for probes that have to be fitted. */
  permutedFits: readonly Int32Array[];
  /** Those for the regression of numbers, which has to be fitted too. */
  permutedNumbers: readonly Int32Array[];
  /** Draws for intervals; 0 for none. */
  draws: number;
}

/** A number with its 95 % interval, NaN where it was not asked for, and the number of each permuted labelling. */
export interface Read {
  value: number;
  low: number;
  high: number;
  permuted: Float64Array;
}

/** One measure. */
export interface Reading {
  /** As in the table. */
  measure: string;
  found: Measured<Read>;
}

interface Work {
  plan: ProbePlan;
  stream: Stream;
  beside: Beside;
  product: Product;
}

/** A probe's held-out scores, and what they are compared with. */
interface Probe {
  scores: HeldOutScores;
  folds: Folds;
  /** `[scores]` */
  subjects: Int32Array;
  /** The labels that scores are of, if they are not those of the statements alone. */
  codesOf?: (codes: Int32Array) => Int32Array;
}

const nothing: Beside = {permuted: [], permutedFits: [], permutedNumbers: [], draws: 0};

/** Trains and tests all probes that the plan has. */
export async function probe(
  plan: ProbePlan,
  stream: Stream,
  product: Product,
  beside = nothing
): Promise<Reading[]> {
  const work = {plan, stream, beside, product};
  const plain = await gramOf(withoutMeans(stream.x, rowsOf(work), stream.columns).table, work);
  const standard = await gramOf(standardise(stream.x, rowsOf(work), stream.columns).table, work);
  return [
    ...(await logistic(standard, work)),
    ...(await formula("difference", plain, work, (gram, folds) =>
      Promise.resolve(differenceScores(gram, folds, product))
    )),
    ...(await formula("corrected", plain, work, (gram, folds) =>
      correctedScores(gram, stream.columns, folds, product)
    )),
    ...(await contrast(work)),
    ...(await polarity(work)),
    await ridge(standard, work)
  ];
}

/** Why none of the probes was tried. */
export function absentReadings(why: string): Reading[] {
  const both = ["logistic", "difference", "corrected", "ccs", "polarity"].flatMap((name) =>
    bothAbsent(name, why)
  );
  return [...both, {measure: "ridge-r2", found: absent(why)}];
}

const rowsOf = ({stream: {x, columns}}: Work): number => x.length / columns;

/** Products of all statements with each other; absent where they are all in one place. */
async function gramOf(table: Matrix64, {product}: Work): Promise<Measured<Matrix64>> {
  if (table.data.every((value) => value === 0)) return absent("all statements in one place");
  return present(await product(table, table, {transposeB: true}));
}

async function logistic(gram: Measured<Matrix64>, work: Work): Promise<Reading[]> {
  const {plan, product, beside} = work;
  const {foldsToChoose: folds, labels} = plan;
  const why = !folds.present ? folds.why : gram.present ? undefined : gram.why;
  if (!folds.present || !gram.present) return bothAbsent("logistic", why ?? "");
  const options = {classes: labels.names.length, product};
  const chosen = await chooseStrengths(gram.value, labels.codes, folds.value, options);
  const scores = classScores(gram.value, folds.value, chosen, options);
  return read("logistic", {scores, folds: folds.value, subjects: plan.subjects}, work, beside.permutedFits);
}

/** A probe of two labels that is a formula of the products. */
async function formula(
  name: string,
  gram: Measured<Matrix64>,
  work: Work,
  scoresOf: (gram: Matrix64, folds: Folds) => Promise<HeldOutScores>
): Promise<Reading[]> {
  const folds = twoLabels(work.plan);
  if (!folds.present) return bothAbsent(name, folds.why);
  if (!gram.present) return bothAbsent(name, gram.why);
  const scores = await scoresOf(gram.value, folds.value);
  const {subjects} = work.plan;
  return read(name, {scores, folds: folds.value, subjects}, work, work.beside.permuted);
}

/** Contrast-consistent search. */
async function contrast(work: Work): Promise<Reading[]> {
  const pairs = pairsOf(work);
  if (!pairs.present) return bothAbsent("ccs", pairs.why);
  const {folds, negations} = pairs.value;
  const {stream, plan, beside, product} = work;
  const sides = [stream.x, negations].map((x) => standardise(x, rowsOf(work), stream.columns).table);
  const z = joinRows(sides[0], sides[1]);
  if (z.data.every((value) => value === 0)) return bothAbsent("ccs", "all statements in one place");
  const scores = await contrastScores(z, folds, {product});
  return read("ccs", {scores, folds, subjects: plan.subjects}, work, beside.permuted);
}

/** The probe of truth and polarity, of statements and negations. */
async function polarity(work: Work): Promise<Reading[]> {
  const pairs = pairsOf(work);
  if (!pairs.present) return bothAbsent("polarity", pairs.why);
  const {folds, negations} = pairs.value;
  const {stream, plan, beside, product} = work;
  const scores = await polarityScores(stream.x, negations, rowsOf(work), folds, product);
  const both = {
    scores,
    folds: {count: folds.count, of: twice(folds.of)},
    subjects: twice(plan.subjects),
    codesOf: (codes: Int32Array) => Int32Array.from([...codes, ...codes.map((code) => 1 - code)])
  };
  return read("polarity", both, work, beside.permutedFits);
}

/** R² of numbers. */
async function ridge(gram: Measured<Matrix64>, work: Work): Promise<Reading> {
  const measure = "ridge-r2";
  const {plan, beside, product} = work;
  if (!plan.numbers.present) return {measure, found: plan.numbers};
  if (!gram.present) return {measure, found: gram};
  const {folds, ofLabel} = plan.numbers.value;
  const numbersOf = (codes: Int32Array) => Float64Array.from(codes, (code) => ofLabel[code]);
  const numbers = numbersOf(plan.labels.codes);
  const chosen = await choosePenalties(gram.value, numbers, folds, product);
  const lists = [numbers, ...beside.permutedNumbers.map(numbersOf)];
  const scores = await ridgeScores(gram.value, lists, folds, {chosen, product});
  const [value, ...permuted] = scores.map((ofRows, i) => heldOutR2(ofRows, lists[i], folds));
  if (Number.isNaN(value)) return {measure, found: absent("no fold with different numbers")};
  const answers = {labels: numbers, subjects: plan.subjects};
  const interval = within(beside, (options) =>
    explainedVariance([{folds, scores: scores[0]}], answers, options)
  );
  return {measure, found: present({value, ...interval, permuted: Float64Array.from(permuted)})};
}

/** Accuracy and area under the curve of held-out scores, of the labels as they are and permuted. */
async function read(
  name: string,
  {scores: scoresOf, folds, subjects, codesOf = (codes) => codes}: Probe,
  {plan, beside}: Work,
  permuted: readonly Int32Array[]
): Promise<Reading[]> {
  const classes = plan.labels.names.length;
  const [own] = await scoresOf([plan.labels.codes]);
  const others = permuted.length > 0 ? await scoresOf(permuted) : [];
  const codes = codesOf(plan.labels.codes);
  const repeats = [{folds, scores: own}];
  const answers = {labels: Float64Array.from(codes), subjects};
  const found = (
    count: (scores: Float64Array, codes: Int32Array) => number,
    estimate: typeof accuracy
  ): Measured<Read> =>
    present({
      value: count(own, codes),
      ...within(beside, (options) => estimate(repeats, answers, options)),
      permuted: Float64Array.from(others, (scores, i) => count(scores, codesOf(permuted[i])))
    });
  const share = (scores: Float64Array, ofRows: Int32Array) => rightShare(scores, ofRows, classes);
  return [
    {measure: `${name}-accuracy`, found: found(share, classes === 2 ? accuracy : classAccuracy)},
    {
      measure: `${name}-auc`,
      found: classes === 2 ? found(rightOrder(folds), areaUnderRoc) : absent("more than 2 labels")
    }
  ];
}

/** The interval of an estimate, if draws are made and it has one. */
function within(
  {draws}: Beside,
  estimate: (options: BootstrapOptions) => ReturnType<typeof accuracy>
): {low: number; high: number} {
  const none = {low: NaN, high: NaN};
  if (draws === 0) return none;
  const found = estimate({draws});
  return found.present ? {low: found.value.low, high: found.value.high} : none;
}

function twoLabels({folds, labels}: ProbePlan): Measured<Folds> {
  return folds.present && labels.names.length > 2 ? absent("more than 2 labels") : folds;
}

function pairsOf({plan, stream}: Work): Measured<{folds: Folds; negations: Float32Array}> {
  const folds = twoLabels(plan);
  if (!folds.present) return folds;
  if (!plan.denials.present) return plan.denials;
  if (stream.negations === undefined) throw new Error("activations of negations expected");
  return present({folds: folds.value, negations: stream.negations});
}

function bothAbsent(name: string, why: string): Reading[] {
  return [`${name}-accuracy`, `${name}-auc`].map((measure) => ({measure, found: absent(why)}));
}

function twice(list: Int32Array): Int32Array {
  return Int32Array.from([...list, ...list]);
}
