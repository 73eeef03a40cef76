/** Principal components of a part of a dataset, found in the browser while the reader chooses the part. */
import {PCA} from "npm:ml-pca";

/** A dot's coordinates on the slice's own components. */
export interface SlicePoint {
  pc1: number;
  pc2: number;
  pc3: number;
}

export interface SliceComponents {
  /** In the order of the vectors. */
  points: SlicePoint[];
  /** The components' shares of the variance that the slice has in the given columns; 0 where there is none left. */
  ratio: number[];
}

/** A variance below this share of the first is rounding. */
const negligible = 1e-12;
/** Loadings that differ by less than this share are equally large. */
const tie = 1e-6;

/**
 * The slice's first principal components, centred and not scaled; the largest of a component's loadings is positive,
 * among equally large ones the first. Where there is nothing to vary, coordinates and ratios are 0: all of them if the
 * vectors are equal, or a single one.
 *
 * @param vectors one a dot, of equal length: the vectors themselves, or their scores on components of the whole dataset
 * @param options.components how many ratios are returned
 */
export function slicePca(
  vectors: readonly ArrayLike<number>[],
  {components = 3}: {components?: number} = {}
): SliceComponents {
  // Counted from the first vector, so that equal vectors give 0 to the last bit.
  const offsets = vectors.map((vector) => Array.from(vector, (value, j) => value - vectors[0][j]));
  const varies = offsets.some((offset) => offset.some((value) => value !== 0));
  if (!varies) return {points: vectors.map(() => ({pc1: 0, pc2: 0, pc3: 0})), ratio: zeros(components)};
  // Of ml-pca's methods the one that takes the least time where there are more dots than columns.
  const model = new PCA(offsets, {method: "covarianceMatrix"});
  const variances = model.getEigenvalues();
  const rank = variances.filter((variance) => variance > negligible * variances[0]).length;
  const signs = model.getLoadings().to2DArray().slice(0, rank).map(signOf);
  const points = model
    .predict(offsets)
    .to2DArray()
    .map((scores) => {
      const [pc1, pc2, pc3] = [0, 1, 2].map((i) => (i < rank ? signs[i] * scores[i] : 0));
      return {pc1, pc2, pc3};
    });
  const shares = model.getExplainedVariance().slice(0, rank);
  return {points, ratio: zeros(components).map((zero, i) => shares[i] ?? zero)};
}

/** −1 where the component must be turned about for its largest loading to be positive. */
function signOf(loadings: number[]): number {
  const largest = Math.max(...loadings.map(Math.abs));
  const leader = loadings.find((loading) => Math.abs(loading) >= (1 - tie) * largest) ?? 0;
  return leader < 0 ? -1 : 1;
}

function zeros(count: number): number[] {
  return new Array<number>(count).fill(0);
}
