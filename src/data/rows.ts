/** The rows of every parquet file, and the JSON, that loaders write and pages read. `row` is the CSV's, from 0. */

/** statements.parquet; the CSV's further columns stand beside these under their own names. */
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

/** variance.parquet: explained variance ratio, of the true total. */
export interface VarianceRow {
  depth: number;
  /** Counted from 1. */
  component: number;
  ratio: number;
  cumulative: number;
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
  /** 0 for tokens alone. */
  depth: number;
  /** "trained"; "shuffled 1", … for its weights in another order; "tokens" for the mean of the tokens' embeddings. */
  network: string;
  /** Empty where nothing can be measured. */
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
  skipped: {file: string; why: string}[];
  versions: Record<string, string>;
}
