/** A matrix in double precision. */
export interface Matrix64 {
  /** Row-major, `[rows, columns]`. */
  data: Float64Array;
  rows: number;
  columns: number;
}
