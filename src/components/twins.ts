/** The same statements in the trained network and in one whose weights were shuffled. */
import {fetchWhole, readDataset} from "./dataset.js";
import type {Measure} from "./rail.js";
import {curveOf} from "./order.js";
import {readMeasures, readShuffled} from "./parquet.js";
import {framesOf} from "./picture.js";
import type {DepthCloud, Frame, Picture} from "./picture.js";
import {MissingDataset} from "./slices-problem.js";
import {findTableHref} from "./table-hrefs.js";
import type {MeasureRow, RunReport, ShuffledRow, VarianceRow} from "../data/rows.js";

/** A dataset in both networks. */
export interface Twins {
  trained: Picture;
  /** The same rows and columns; undefined where there is no such network. */
  shuffled?: Picture;
  /** What is measured of the dataset, by depth and network. */
  measures: MeasureRow[];
}

/** A dataset or slice whose tables the page knows, and their addresses. */
export function hrefsOf(name: string): Record<"coordinates" | "statements" | "variance", string> {
  const href = (table: "coordinates" | "statements" | "variance") => {
    const found = findTableHref(name, table);
    if (found === undefined) throw new MissingDataset(`this site has no dataset ${name}`);
    return found;
  };
  return {coordinates: href("coordinates"), statements: href("statements"), variance: href("variance")};
}

/**
 * Reads both networks' dots; those of the shuffled one are turned towards the trained one's at the focus depth.
 *
 * @throws MissingDataset if the site does not have it
 */
export async function readTwins(name: string, run: RunReport): Promise<Twins> {
  const hrefs = hrefsOf(name);
  const table = (which: "measures" | "shuffled") => {
    const href = findTableHref(name, which);
    if (href === undefined) throw new MissingDataset(`this site has no ${which} of ${name}`);
    return fetchWhole(href);
  };
  const [{picture}, measures, dots] = await Promise.all([
    readDataset(name, hrefs, run),
    readMeasures(table("measures")),
    readShuffled(table("shuffled"))
  ]);
  const frames = dots.length > 0 ? shuffledFrames(dots, picture, run.focusDepth) : [];
  const shuffled = frames.length > 0 ? {...picture, name: `${name}-shuffled`, frames} : undefined;
  return {trained: picture, measures, ...(shuffled && {shuffled})};
}

/** Frames of a table that has all dots, depth by depth. */
export function shuffledFrames(dots: readonly ShuffledRow[], {rows}: Picture, focus: number): Frame[] {
  const clouds: DepthCloud[] = [];
  const variance: VarianceRow[] = [];
  for (let start = 0; start < dots.length; start += rows.length) {
    const own = dots.slice(start, start + rows.length);
    const [{depth, ratio1, ratio2}] = own;
    clouds.push({depth, x: own.map(({pc1}) => pc1), y: own.map(({pc2}) => pc2)});
    const unknown = {nullHigh: NaN, low: NaN, high: NaN, angle: NaN, angleHigh: NaN};
    [ratio1, ratio2].forEach((ratio, i) =>
      variance.push({
        depth,
        component: i + 1,
        ratio,
        cumulative: i === 0 ? ratio : ratio1 + ratio2,
        ...unknown
      })
    );
  }
  return framesOf(clouds, variance, focus);
}

/** One measure of both networks for the rail: of the shuffled one whose dots are drawn. */
export function twinMeasure(
  measures: readonly MeasureRow[],
  {
    name,
    measure,
    full = 1,
    format
  }: {name: string; measure: string; full?: number; format: (value: number) => string}
): Measure | null {
  const curve = curveOf(new Map([["", measures]]), {dataset: "", measure});
  if (!curve || curve.absent !== "") return null;
  const deepest = Math.max(...curve.trained.map(({depth}) => depth));
  const byDepth = (rows: readonly MeasureRow[]) =>
    Array.from({length: deepest}, (_, i) => (rows.find(({depth}) => depth === i + 1)?.value ?? NaN) / full);
  const shuffled = curve.shuffled.at(0);
  return {
    name,
    values: byDepth(curve.trained),
    chance: NaN,
    ...(shuffled && {beside: {name: "shuffled", values: byDepth(shuffled)}}),
    format: (value) => format(value * full)
  };
}
