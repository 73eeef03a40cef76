/** What the site lacks: datasets of which tables, or what is measured, are not kept. */
import {readDenial, type Dataset} from "./dataset.ts";
import {exists} from "./files.ts";
import {isMeasured} from "./measures/limits.ts";
import {tokensOf, type Model} from "./model.ts";
import {laterProgress} from "./progress.ts";
import {folderOf, type Kind} from "./table-folder.ts";
import type {SiteDataset} from "./variants.ts";

/** A dataset of which something is not kept. */
export interface Missing {
  /** Where they will be. */
  folder: string;
  dataset: SiteDataset;
  tokens: number[][];
  /** The dataset that denies it, if both can be measured and it is measures that are missing. */
  denial?: {dataset: Dataset; tokens: number[][]};
}

/** The tokens of a dataset and of its denials. */
export const allTokens = ({tokens, denial}: Missing): number[][] => [...tokens, ...(denial?.tokens ?? [])];

/** Those datasets of which nothing of this kind is kept, each once. */
export async function missingOf(
  model: Model,
  kind: Kind,
  datasets: readonly SiteDataset[]
): Promise<Missing[]> {
  const byFolder = new Map<string, SiteDataset>();
  for (const dataset of datasets) {
    const folder = await folderOf(model, kind, dataset);
    if (!(await exists(folder))) byFolder.set(folder, dataset);
  }
  const tokens = tokensOfAll(model, [...byFolder.values()]);
  return Promise.all(
    [...byFolder].map(async ([folder, dataset], i) => {
      const denial = kind === "measures" && isMeasured(tokens[i]) ? await readDenial(dataset) : undefined;
      return {
        folder,
        dataset,
        tokens: tokens[i],
        ...(denial &&
          isMeasured(denial.statements) && {
            denial: {dataset: denial, tokens: tokensOf(model, denial.statements)}
          })
      };
    })
  );
}

/** The tokens of each dataset's statements. */
export function tokensOfAll(model: Model, datasets: readonly SiteDataset[]): number[][][] {
  const total = datasets.reduce((sum, {statements}) => sum + statements.length, 0);
  const progress = laterProgress("splitting statements into tokens", total, "statements");
  let done = 0;
  const tokens = datasets.map(({statements}) => {
    const ids = tokensOf(model, statements);
    progress.update((done += statements.length));
    return ids;
  });
  progress.stop();
  return tokens;
}
