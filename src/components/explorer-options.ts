/** What an explorer is made with, and what is put into it. */
import type {DatasetMultiples} from "./DatasetMultiples.js";
import type {Download} from "./downloads.js";
import type {ExplorerState} from "./explorer-state.js";
import type {Picture} from "./picture.js";
import type {Blocks} from "./rail.js";
import type {VarianceRow} from "../data/rows.js";

export interface ExplorerOptions {
  id: string;
  blocks: Blocks;
  depth: number;
  /** Of the picture, in pixels, where there is room. */
  height: number;
  /** The column that colours the dots at first. */
  column?: string;
  /** Legend and choice of colour beside the picture. */
  side?: boolean;
  /** The statements' table under the picture. */
  table?: boolean;
  /** All depths' components, for the curve under the picture. */
  variance?: VarianceRow[];
  /** Small pictures elsewhere that show what is selected here. */
  multiples?: DatasetMultiples;
  /** Where the vectors at `depth` lie, for the components of a selection. */
  activations?: string;
  /** Files to offer; with them the picture itself. */
  files?: Download[];
  /** Runs once from the first block to `depth` when it is first seen. */
  play?: boolean;
}

/** What an explorer shows of a dataset or of a variant. */
export interface Shown {
  picture: Picture;
  variance: VarianceRow[];
  files: Download[];
  /** Where its vectors at the depth that pages open with lie. */
  activations: string;
}

/** What of an explorer's state a reader changed. */
export type Changed = Exclude<keyof ExplorerState, "version">;
