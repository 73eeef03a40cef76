/** Variants of a dataset: the same rows with or without the full stop that ends them, their columns standardised or not. */
import {findDataset, type Dataset} from "./dataset.ts";
import {experiment} from "./experiment.ts";
import {nearest, Problem} from "./problem.ts";

/** What experiment.ts says of a variant: the dataset's name and at least one difference. */
export interface Variant {
  dataset: string;
  /** Statements without the full stop that ends each of them, so that the last token is that of the last word. */
  withoutStop?: boolean;
  /** Statements with a full stop after each, where none has one. */
  withStop?: boolean;
  /** Each column of activations is divided by its standard deviation before components are found. */
  standardised?: boolean;
}

/** Statements of which the site makes tables: a dataset, a slice or a variant. */
export interface SiteDataset extends Dataset {
  standardised?: boolean;
}

/** A dataset's variant, and how it differs. */
export interface VariantDataset extends SiteDataset {
  variant: Variant;
}

type Variants = Readonly<Record<string, Variant>>;

const ofExperiment: Variants = experiment.variants;

/** A full stop that ends a sentence, not an ellipsis; of U+3002 and its like nothing is known here. */
const stop = /(?<=[^.])\.$/;
/** What no full stop can follow. */
const ended = /[.!?…:;,]["'”’)]*$/;

/**
 * A variant of its dataset: the same rows, labels and columns.
 *
 * @throws Problem if a statement has no full stop to leave out, or ends in a sign that none can follow
 */
export function variantOf(dataset: Dataset, variant: Variant, name: string): VariantDataset {
  const {withoutStop, withStop, standardised} = variant;
  const refused = dataset.statements.find((statement) =>
    withoutStop ? !stop.test(statement) : withStop && ended.test(statement)
  );
  if (refused !== undefined) {
    const why = withoutStop
      ? "ends in no full stop to leave out"
      : "has an end to which no full stop can be put";
    throw new Problem(`variant ${name}: ${dataset.file}: ${JSON.stringify(refused)} ${why}`);
  }
  const statements = dataset.statements.map((statement) => {
    if (withoutStop) return statement.replace(stop, "");
    return withStop ? `${statement}.` : statement;
  });
  return {...dataset, name, statements, standardised, variant};
}

/**
 * The variants of datasets that are there, and why there are none of the others.
 *
 * @throws Problem of one line if an entry can't be meant as it stands: as `checkVariant`
 */
export function listVariants(
  datasets: readonly Dataset[],
  {variants, slices}: {variants: Variants; slices: object} = experiment
): {variants: VariantDataset[]; leftOut: string[]} {
  const taken = new Set([...datasets.map(({name}) => name), ...Object.keys(slices)]);
  const made: VariantDataset[] = [];
  const leftOut: string[] = [];
  for (const [name, variant] of Object.entries(variants)) {
    checkVariant(name, variants, taken);
    const dataset = datasets.find((other) => other.name === variant.dataset);
    try {
      if (!dataset) throw unknownDataset(name, variant, datasets);
      made.push(variantOf(dataset, variant, name));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      leftOut.push(error.message);
    }
  }
  return {variants: made, leftOut};
}

/** A variant of the experiment by name; undefined if there is none. */
export async function findVariant(name: string): Promise<SiteDataset | undefined> {
  if (!isVariant(name)) return undefined;
  const variant = ofExperiment[name];
  return variantOf(await findDataset(variant.dataset), variant, name);
}

/** Whether the experiment has a variant of that name. */
export function isVariant(name: string): boolean {
  return Object.hasOwn(ofExperiment, name);
}

/**
 * @param taken names of datasets and slices
 * @throws Problem for a name that is taken or can be no file's, no difference, two that exclude each other, or those of another variant
 */
function checkVariant(name: string, variants: Variants, taken: ReadonlySet<string>): void {
  const {withoutStop, withStop, standardised} = variants[name];
  const problem = (what: string) => new Problem(`variant ${name} in loaders/experiment.ts: ${what}`);
  if (!/^[\w-]+$/.test(name)) throw problem("its name may have letters, digits, _ and - only");
  if (taken.has(name)) throw problem("a dataset or slice has that name; choose another");
  if (withoutStop && withStop) throw problem("withoutStop and withStop exclude each other; keep one");
  if (!withoutStop && !withStop && !standardised)
    throw problem("withoutStop, withStop or standardised expected: it is the dataset as it stands");
  const twin = Object.keys(variants).find((other) => sameVariant(variants[other], variants[name]));
  if (twin !== name) throw problem(`it is the same as ${twin}; remove one`);
}

function sameVariant(a: Variant, b: Variant): boolean {
  const differences = ["withoutStop", "withStop", "standardised"] as const;
  return a.dataset === b.dataset && differences.every((key) => Boolean(a[key]) === Boolean(b[key]));
}

function unknownDataset(name: string, {dataset}: Variant, datasets: readonly Dataset[]): Problem {
  const near = nearest(
    dataset,
    datasets.map((other) => other.name)
  ).join(", ");
  return new Problem(`variant ${name}: no dataset ${dataset}${near && `; nearest: ${near}`}`);
}
