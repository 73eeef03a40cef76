import {readFile} from "node:fs/promises";
import {join} from "node:path";

/** Where checkpoints are kept; all but models.json and README.md is git-ignored. */
export const weightsFolder = "weights";

/** What weights/models.json says of a model. */
export interface KnownModel {
  /** A file or folder below weights/. */
  file: string;
  bytes?: number;
  sha256?: string;
  licence: string;
  attribution?: string;
  /** Whether its weights may be part of the published site. */
  redistributable: boolean;
  /** The beginning-of-sequence token to use, where it is not the one that the file names. */
  bosId?: number;
  /** Blocks that are run. */
  depth?: number;
  /** The depth at which pages open. */
  focusDepth?: number;
  huggingFace?: {repository: string; revision: string; file: string};
  pypi?: {package: string; version: string; member: string};
}

/** The models of weights/models.json by name. */
export async function knownModels(): Promise<Record<string, KnownModel>> {
  return JSON.parse(await readFile(join(weightsFolder, "models.json"), "utf8")) as Record<string, KnownModel>;
}
