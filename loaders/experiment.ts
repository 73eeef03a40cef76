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
  /**
   * Models, by name, that are asked besides how likely they find each statement: all of their blocks are run for it, and
   * the scores of all tokens of the vocabulary. For the default model that is a minute; LLaMA-7B would run 32 blocks, not
   * 12. A model that is not listed is not asked, and pages do without.
   */
  logProbabilityOf: ["SmolLM2-135M-Instruct"],
  /** The dataset whose first statement is shown token by token, on its way through the blocks. */
  streamOf: "maths",
  /** Parts of a dataset with a principal component analysis of their own. */
  slices: {
    maths_plus_minus: {dataset: "maths", column: "label", values: ["+-", "-+"]}
  },
  /**
   * A dataset's statements once more: without the full stop that ends them (`withoutStop`) or with one where none ends in
   * it (`withStop`), and with each column divided by its standard deviation before components are found (`standardised`).
   * Each takes about as long to measure as its dataset; the model has seen nearly all of its tokens.
   */
  variants: {
    months_with_stop: {dataset: "months", withStop: true},
    categories_with_stop: {dataset: "categories", withStop: true},
    isa_without_stop: {dataset: "isa", withoutStop: true},
    opposites_without_stop: {dataset: "opposites", withoutStop: true},
    opposites_standardised: {dataset: "opposites", standardised: true},
    opposites_without_stop_standardised: {dataset: "opposites", withoutStop: true, standardised: true}
  }
};
