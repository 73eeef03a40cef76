import {signsOf, whyUntrainable} from "./classes.ts";
import {absent, present} from "./measured.ts";
import type {LinearProbe, Train} from "./probe.ts";
import {inColumns, rowSpace} from "./row-space.ts";
import {ofColumns, standardise} from "./standardise.ts";
import {fitWithBestStrength, type LogisticOptions} from "./strength.ts";
import {fromRows} from "./vectors.ts";

export interface LogisticProbe extends LinearProbe {
  /** Of the standardised columns, `[columns]`. */
  coefficients: Float64Array;
  /** scikit-learn's C, chosen within the training statements. */
  strength: number;
}

/**
 * Logistic regression on standardised columns, with a penalty on the squares of all weights but the intercept: what
 * scikit-learn's make_pipeline(StandardScaler(), LogisticRegression(C)) finds, to 1e-5 of the weights' length.
 * Mean, deviation and strength come from the training statements alone. It is absent where a class has fewer than two
 * of these, or where there are too few subjects to choose a strength.
 */
export function logisticProbe(options: LogisticOptions): Train<LogisticProbe> {
  return async ({x, rows, columns, labels, subjects}) => {
    const why = whyUntrainable(labels);
    if (why !== undefined) return absent(why);
    const standard = standardise(x, rows, columns);
    const space = await rowSpace(standard.table, options.product);
    const found = await fitWithBestStrength(space.coordinates, [signsOf(labels, 1)], subjects, options);
    if (!found.present) return found;
    const [{fit, strength}] = found.value;
    const {data} = await inColumns(space, fromRows([fit.weights]), options.product);
    return present({...ofColumns(data, fit.intercept, standard), coefficients: data, strength});
  };
}
