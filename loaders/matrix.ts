/** A matrix in double precision. */
export interface Matrix64 {
  /** Row-major, `[rows, columns]`. */
  data: Float64Array;
  rows: number;
  columns: number;
}

/** The product of two matrices, each transposed first where asked for. */
export type Product = (
  a: Matrix64,
  b: Matrix64,
  options?: {transposeA?: boolean; transposeB?: boolean}
) => Promise<Matrix64>;
