/** The datasets of the site: what lies in datasets/, and what the experiment makes of it. */
import {findDataset, listDatasets, sliceOf} from "./dataset.ts";
import {experiment} from "./experiment.ts";
import {findVariant, isVariant, listVariants, type SiteDataset} from "./variants.ts";

/** All that can be read, and the slices and variants of these. */
export async function allDatasets(): Promise<SiteDataset[]> {
  const {datasets} = await listDatasets();
  const slices = Object.entries(experiment.slices).flatMap(([name, slice]) => {
    const whole = datasets.find((dataset) => dataset.name === slice.dataset);
    return whole ? [{...sliceOf(whole, slice), name}] : [];
  });
  return [...datasets, ...slices, ...listVariants(datasets).variants];
}

/** A dataset by name, or a slice or variant that the experiment defines. */
export async function findSiteDataset(name: string): Promise<SiteDataset> {
  if (!isSlice(name)) return (await findVariant(name)) ?? findDataset(name);
  const slice = experiment.slices[name];
  return {...sliceOf(await findDataset(slice.dataset), slice), name};
}

/** Whether it is the experiment that makes a dataset of that name, and no file. */
export function isMade(name: string): boolean {
  return isSlice(name) || isVariant(name);
}

function isSlice(name: string): name is keyof typeof experiment.slices {
  return Object.hasOwn(experiment.slices, name);
}
