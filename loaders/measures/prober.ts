import {permutations} from "../analysis/separation/permutations.ts";
import {labelsOf} from "../analysis/separation/labels.ts";
import type {Dataset} from "../dataset.ts";
import type {Product} from "../matrix.ts";
import {checkedDepths} from "./depths.ts";
import {groupsOf} from "./groups.ts";
import {countsOf} from "./limits.ts";
import {probePlan} from "./probe-plan.ts";
import {absentReadings, probe, type Reading, type Stream} from "./probes.ts";

/** Tries probes on activations of a depth. */
export type ReadDepth = (depth: number, stream: Stream) => Promise<Reading[]>;

/** A dataset's probes, which are told of activations depth by depth. */
export interface Prober {
  /** Tokens of the statements' denials, in the order of the statements; undefined if they are not looked at. */
  denialTokens?: number[][];
  /** Of the trained network at a depth: values, intervals, and what permuted labels give. */
  trained: ReadDepth;
  /** Of a control: values, at the depths at which what takes long is done, and of what has no depth. */
  control: ReadDepth;
}

export interface ProberOptions {
  /** The dataset of denials, and its tokens. */
  denial?: {dataset: Dataset; tokens: number[][]};
  /** The last depth. */
  deepest: number;
  /** At this depth too, what has to be fitted is fitted to permuted labels. */
  focusDepth: number;
  product: Product;
}

/** Of columns that were standardised there are no probes: those of the columns as they are would be the same, or worse. */
export const noProber: Prober = {
  trained: () => Promise.resolve(absentReadings("probes read the columns as they are")),
  control: () => Promise.resolve([])
};

/** Permuted labels and folds are the same at every depth and for every network. */
export function createProber(
  dataset: Dataset,
  {denial, deepest, focusDepth, product}: ProberOptions
): Prober {
  const labels = labelsOf(dataset.labels);
  const groups = groupsOf(dataset, labels);
  const plan = probePlan(dataset, denial?.dataset, labels, groups);
  const counts = countsOf(dataset.statements, labels);
  const drawn = (of: "classes" | "numbers") => {
    const permuted = permutations(labels, groups.exchanged, {count: counts.permutations, of});
    return "absent" in permuted ? [] : [...permuted.value];
  };
  const [permuted, permutedNumbers] = [drawn("classes"), drawn("numbers")];
  const fitted = new Set(checkedDepths({depth: deepest, focusDepth}));
  const {denials} = plan;
  return {
    ...(denial && denials.present && {denialTokens: Array.from(denials.value, (row) => denial.tokens[row])}),
    trained: (depth, stream) =>
      probe(plan, stream, product, {
        permuted,
        permutedFits: fitted.has(depth) ? permuted.slice(0, counts.permutedFits) : [],
        permutedNumbers: fitted.has(depth) ? permutedNumbers.slice(0, counts.permutedFits) : [],
        draws: counts.draws
      }),
    control: (depth, stream) =>
      depth === 0 || fitted.has(depth) ? probe(plan, stream, product) : Promise.resolve([])
  };
}
