/**
 * The choices of the experiment: data, no functions. The site is built from these; environment variable MODEL and
 * the options of `npm run experiment` override the model and depth.
 */
export const experiment = {
  /** A name in weights/models.json, or a checkpoint's folder or file. */
  model: "SmolLM2-135M-Instruct",
  /** Blocks that are run, for a model that models.json does not know: this share of all, rounded. The seed's 12 of 32. */
  depthShare: 3 / 8,
  /** Components whose variance is kept; the first three are drawn. */
  components: 64,
  /**
   * Networks beside the trained one that have its numbers in another order, a seed each. They take as long to run as the
   * model itself; without any, curves of separation are drawn without them.
   */
  shuffledSeeds: [1, 2, 3],
  /** Parts of a dataset with a principal component analysis of their own. */
  slices: {
    maths_plus_minus: {dataset: "maths", column: "label", values: ["+-", "-+"]}
  }
};
