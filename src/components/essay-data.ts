/** What the essay draws, from a site that may lack any of it. */
import {readDataset} from "./dataset.js";
import type {Picture} from "./picture.js";
import {hrefsOf} from "./twins.js";
import {MissingDataset} from "./slices-problem.js";
import {findTableHref} from "./table-hrefs.js";
import type {RunReport, VarianceRow} from "../data/rows.js";

export interface Read {
  picture: Picture;
  variance: VarianceRow[];
  /** Whether the site has it. */
  there: boolean;
}

/** Reads a dataset or slice; one that the site lacks is a picture without dots. */
export async function readIfThere(name: string, run: RunReport): Promise<Read> {
  if (findTableHref(name, "coordinates") === undefined)
    return {picture: emptyPicture(name, run), variance: [], there: false};
  return {...(await readDataset(name, hrefsOf(name), run)), there: true};
}

function emptyPicture(name: string, {focusDepth}: RunReport): Picture {
  const frame = {depth: focusDepth, x: [], y: [], unit: 0};
  return {
    name,
    rows: [],
    statements: [],
    tokens: [],
    columns: {label: [], result: [], first_negative: [], ends_plus_one: []},
    frames: [
      {
        ...frame,
        arms: [
          [1, 0],
          [0, 1]
        ],
        share: [0, 0]
      }
    ]
  };
}

/** What stands where a dataset's figure would be. */
export const missing = (name: string): MissingDataset =>
  new MissingDataset(`this site has no dataset ${name}: put ${name}.csv into datasets/ and build again`);
