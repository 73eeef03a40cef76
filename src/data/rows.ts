/** The rows of every parquet file, and the JSON, that loaders write and pages read. `row` is the CSV's, from 0. */

/**
 * statements.parquet; the CSV's further columns stand beside these under their own names. A model that was asked adds
 * `log-probability`: the natural logarithm of the probability that it gives to a statement's tokens after the first, each
 * given all before it.
 */
export interface StatementRow {
  row: number;
  statement: string;
  label: string;
  /** JSON array of what each token contributes, the beginning-of-sequence token first. */
  tokens: string;
  [column: string]: string | number;
}

/** coordinates.parquet: all statements in their order, at depth 1, then 2, …; a row group a depth. */
export interface CoordinatesRow {
  depth: number;
  pc1: number;
  pc2: number;
}

/** components.parquet: all statements on the first ten components, depth by depth; of large datasets, at the focus depth. */
export type ComponentsRow = {depth: number} & Record<`pc${number}`, number>;

/**
 * shuffled.parquet: all statements at depth 1, then 2, … of the first network with shuffled weights, and its components'
 * shares of the variance. Empty where there is no such network, or a dataset is too large to be measured.
 */
export interface ShuffledRow extends CoordinatesRow {
  ratio1: number;
  ratio2: number;
}

/** projection.parquet: coordinates on a depth's own first three components. `depth` = blocks applied, from 1. */
export interface ProjectionRow {
  row: number;
  depth: number;
  statement: string;
  label: string;
  pc1: number;
  pc2: number;
  pc3: number;
}

/**
 * variance.parquet: explained variance ratio, of the true total. NaN stands for what is not known: all but the first
 * four, of other depths than those that pages open with, of large datasets, of later components.
 */
export interface VarianceRow {
  depth: number;
  /** Counted from 1. */
  component: number;
  ratio: number;
  cumulative: number;
  /** 95th percentile of the ratio with each column permuted by itself. */
  nullHigh: number;
  /** 95 % interval of the ratio with subjects drawn anew. */
  low: number;
  high: number;
  /**
   * In degrees, between the space of the components up to this one and that of the components of subjects drawn anew,
   * median and 95th percentile: known of the second component, the plane.
   */
  angle: number;
  angleHigh: number;
}

/** scores.parquet: coordinates on the components of the focus depth, at most 64. */
export interface ScoresRow {
  row: number;
  score: number[];
}

/** activations.parquet: the residual stream at the last token, `[hiddenSize]`. */
export interface ActivationRow {
  row: number;
  depth: number;
  activation: number[];
}

/**
 * measures.parquet: how far labels are apart on the first components, and what probes read from the whole of the residual
 * stream. NaN stands for what is not known: of controls, all but the value.
 */
export interface MeasureRow {
  /** 0 for tokens alone and the log-probability. */
  depth: number;
  /**
   * "trained"; "shuffled 1", … for its weights in another order; "tokens" for the mean of the tokens' embeddings;
   * "log-probability" for how likely the model itself finds a statement, a single number.
   */
  network: string;
  /**
   * Empty where nothing can be measured. Of log-probabilities alone, "true-over-false": how often a true statement is
   * likelier than a false one, below 0.5 where false ones are expected; of the network at the focus depth alone,
   * "log-probability-correlation": Spearman's with the place along the held-out difference of means of true and false,
   * within each label.
   */
  measure: string;
  value: number;
  /** Its 95 % interval, of probes: that of other subjects with the same probes. */
  low: number;
  high: number;
  /** The mean of what permuted labels give. */
  chance: number;
  /** Their 95th percentile. */
  nullHigh: number;
  /** How often permuted labels reach the value: at this depth, and at any. */
  p: number;
  pAll: number;
  /** Why there is no value; else empty. */
  absent: string;
  /** Why labels of the trained network were permuted at no depth; else empty. */
  unpermuted: string;
}

/** What tells true from false: the difference of the classes' means, or a logistic regression. */
export type ProbeName = "difference" | "logistic";

/**
 * transfer.parquet: how well a probe that was trained on one dataset of true and false statements, or on one and its denial
 * ("cities + neg_cities"), does on another. No statement is scored by a probe that has seen its subject. NaN stands for what
 * is not known. Rows are in order of depths; the difference of means is at every depth, the regression at the focus depth.
 */
export interface TransferRow {
  /** Empty in the one row of a table without cells. */
  training: string;
  test: string;
  depth: number;
  probe: ProbeName;
  /** The share of statements on the right side of the threshold, which is the training's, and its 95 % interval. */
  accuracy: number;
  accuracyLow: number;
  accuracyHigh: number;
  /** How often, of a true and a false statement, the true one scores higher. */
  auc: number;
  aucLow: number;
  aucHigh: number;
  /** Where 95 % of what the same scores come to lies when the test's labels are permuted. */
  accuracyNullLow: number;
  accuracyNullHigh: number;
  aucNullLow: number;
  aucNullHigh: number;
  /** Statements of the test whose subjects the training speaks of too. */
  shared: number;
  /** Why there is no value; else empty. */
  absent: string;
}

/**
 * controls.parquet, beside transfer.parquet: the same by difference of means in networks with shuffled weights, at the depths
 * that pages show. NaN where transfer.parquet says why there is nothing.
 */
export interface ControlRow {
  /** Of the shuffling. */
  seed: number;
  training: string;
  test: string;
  depth: number;
  accuracy: number;
  auc: number;
}

/** cosines.parquet: between the directions of every two trainings, each two once, in the order of transfer.parquet. */
export interface CosineRow {
  a: string;
  b: string;
  depth: number;
  probe: ProbeName;
  cosine: number;
}

/**
 * planes.parquet: all tests' statements on the first two components of a training's own, at the focus depth. A row group
 * for each training of transfer.parquet, in its order, and in it the tests in theirs.
 */
export interface PlaneRow {
  training: string;
  test: string;
  row: number;
  pc1: number;
  pc2: number;
}

/** arrows.parquet: what of each training's direction lies in each training's plane, at the focus depth. */
export interface ArrowRow {
  /** The training whose components are the axes. */
  plane: string;
  training: string;
  probe: ProbeName;
  /** Of the direction as a unit vector: without a share outside the plane, x² + y² would be 1. */
  x: number;
  y: number;
  /** The direction's own length; of a difference of means, the distance between them. */
  length: number;
}

/** run.json: what was run, and from which files. */
export interface RunReport {
  model: {
    name: string;
    files: {name: string; bytes: number; sha256: string}[];
    format: string;
    licence?: string;
    tokenizer: string;
    vocabSize: number;
    bosId: number;
    bosPiece: string;
    hiddenSize: number;
    intermediateSize: number;
    numHiddenLayers: number;
    numAttentionHeads: number;
    numKeyValueHeads: number;
  };
  depth: number;
  focusDepth: number;
  /** Those that the page of depths opens with; at these and at the focus depth, probes are fitted to permuted labels. */
  shownDepths: number[];
  /** Of the model's runs that the site's activations came from; `tokens` are distinct prefixes. */
  runs: {statements: number; tokens: number; seconds: number; gflops: number}[];
  datasets: {
    name: string;
    statements: number;
    /** Where they are many, no names. */
    labels: {count: number; names: string[]};
    columns: string[];
  }[];
  /** Datasets with or without a full stop after each statement, unlike as they stand; columns standardised before PCA. */
  variants: {name: string; dataset: string; stop?: "with" | "without"; standardised: boolean}[];
  skipped: {file: string; why: string}[];
  versions: Record<string, string>;
}

/** stream.json: one statement, all of its tokens at every depth; null where there is no dataset. Four digits a number. */
export interface StreamReport {
  dataset: string;
  /** Of the CSV, from 0. */
  row: number;
  statement: string;
  /** What each token contributes, the beginning-of-sequence token first. */
  tokens: string[];
  /** Of the residual stream's vectors, `[depth + 1][tokens]`; the first are the embeddings'. */
  lengths: number[][];
  /** Length of what a block added to a vector, as a share of the vector's before it, `[depth][tokens]`. */
  changes: number[][];
  /** The last token's vector, `[depth + 1][hiddenSize]`. */
  last: number[][];
}
