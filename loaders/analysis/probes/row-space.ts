import type {Matrix64, Product} from "../../matrix.ts";
import {orthonormalise} from "../orthonormal.ts";
import {seededRandom} from "../random.ts";

/**
 * A table seen in the space that its rows span. The best weights of a penalised linear model are a sum of its rows
 * (Kimeldorf & Wahba 1971), so that of 4096 columns no more have to be looked at than there are rows; and since the
 * basis is orthonormal, lengths and angles, and with them penalties, are the same.
 */
export interface RowSpace {
  /** `[rows, min(rows, columns)]` */
  coordinates: Matrix64;
  /** Orthonormal rows, `[rows, columns]`; absent where there are no more columns than rows: they are the coordinates. */
  basis?: Matrix64;
}

/** @param table `[rows, columns]`; it is left as it is. */
export async function rowSpace(table: Matrix64, product: Product): Promise<RowSpace> {
  if (table.rows >= table.columns) return {coordinates: table};
  const basis = {...table, data: table.data.slice()};
  await orthonormalise(basis, {random: seededRandom(1), product});
  return {coordinates: await product(table, basis, {transposeB: true}), basis};
}

/** Vectors of the row space, `[vectors, min(rows, columns)]`, as vectors of the table's columns, `[vectors, columns]`. */
export async function inColumns({basis}: RowSpace, vectors: Matrix64, product: Product): Promise<Matrix64> {
  return basis === undefined ? vectors : product(vectors, basis);
}
