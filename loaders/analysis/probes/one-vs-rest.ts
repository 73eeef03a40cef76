import type {Matrix64} from "../../matrix.ts";
import {rowsOf} from "../rows.ts";
import {classNames, signsOf, whyUntrainable} from "./classes.ts";
import {absent, present} from "./measured.ts";
import {linearScores, type LinearProbe, type Train} from "./probe.ts";
import {inColumns, rowSpace} from "./row-space.ts";
import type {Sample} from "./sample.ts";
import {ofColumns, standardise, type Standardised} from "./standardise.ts";
import {fitWithBestStrength, type LogisticOptions} from "./strength.ts";
import {fromRows} from "./vectors.ts";

/** A probe for each class, against all others. */
export interface ClassProbe {
  probes: LinearProbe[];
  /** Of each class's regression. */
  strengths: number[];
}

/**
 * One logistic regression a class, as `logisticProbe`'s, each with a strength of its own; a statement is held for one of
 * the class whose score w·x + b is largest (scikit-learn's OneVsRestClassifier). Absent where a class is missing.
 *
 * @param options.classes how many there are, whether or not all of them are in the training statements
 */
export function oneVsRest(options: LogisticOptions & {classes: number}): Train<ClassProbe> {
  return async ({x, rows, columns, labels, subjects}) => {
    const why = whyUntrainable(labels, classNames(options.classes));
    if (why !== undefined) return absent(why);
    const standard = standardise(x, rows, columns);
    const space = await rowSpace(standard.table, options.product);
    const signs = Array.from({length: options.classes}, (_, ofClass) => signsOf(labels, ofClass));
    const found = await fitWithBestStrength(space.coordinates, signs, subjects, options);
    if (!found.present) return found;
    const fits = found.value.map(({fit}) => fit);
    const weights = await inColumns(space, fromRows(fits.map((fit) => fit.weights)), options.product);
    const intercepts = fits.map(({intercept}) => intercept);
    return present({
      probes: toProbes(weights, intercepts, standard),
      strengths: found.value.map(({strength}) => strength)
    });
  };
}

function toProbes(weights: Matrix64, intercepts: number[], standard: Standardised): LinearProbe[] {
  return rowsOf(weights).map((row, i) => ofColumns(row, intercepts[i], standard));
}

/** The classes that the statements are held for, `[rows]`; the first of equally large scores. */
export function predictedClasses({probes}: ClassProbe, sample: Sample): Float64Array {
  const scores = probes.map((probe) => linearScores(probe, sample));
  return Float64Array.from({length: sample.rows}, (_, row) => {
    const ofRow = scores.map((list) => list[row]);
    return ofRow.indexOf(Math.max(...ofRow));
  });
}
