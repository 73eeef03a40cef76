/** A dataset's vectors at the depth that pages open with, and the components of some of them. */
import {parquetReadObjects} from "npm:hyparquet";
import {fetchWhole} from "./dataset.js";
import {slicePca} from "./slice-pca.js";
import type {ActivationRow} from "../data/rows.js";

/** By statement, `[statements][hiddenSize]`. */
export type Vectors = readonly ArrayLike<number>[];

/** Of more statements the vectors are not read: they would be tens of megabytes. */
export const readable = 6000;
/** Fewer statements lie in a plane whatever they say. */
export const fewest = 3;

/** Reads activations.parquet; `standardised`, each number is divided by its standard deviation over all statements. */
export async function readVectors(href: string, standardised: boolean): Promise<Vectors> {
  // What our own loader wrote, as rows.ts says: that is what the cast rests on.
  const rows = (await parquetReadObjects({file: await fetchWhole(href)})) as ActivationRow[];
  const vectors = rows.map(({activation}) => activation);
  return standardised ? divided(vectors) : vectors;
}

/** The smallest share by which numbers in single precision differ. */
const lastDigit = 2 ** -23;

/** As a build does it, but for a common factor: a number that varies by less than its last digit is 0. */
function divided(vectors: Vectors): Vectors {
  const columns = Array.from(vectors.at(0) ?? [], (_, j) => {
    const mean = vectors.reduce((sum, vector) => sum + vector[j], 0) / vectors.length;
    const square = vectors.reduce((sum, vector) => sum + (vector[j] - mean) ** 2, 0) / vectors.length;
    return {mean, deviation: Math.sqrt(square)};
  });
  return vectors.map((vector) =>
    columns.map(({mean, deviation}, j) =>
      deviation > lastDigit * Math.abs(mean) ? (vector[j] - mean) / deviation : 0
    )
  );
}

/** What the first components of some of the vectors, found from these alone, keep together of their variance, `[components]`. */
export function keptOf(vectors: Vectors, dots: readonly number[], components = 20): number[] {
  const {ratio} = slicePca(
    dots.map((dot) => vectors[dot]),
    {components}
  );
  let kept = 0;
  return ratio.map((share) => (kept += share));
}
