import {createHash} from "node:crypto";
import {readFile, stat} from "node:fs/promises";
import {dirname, join, resolve} from "node:path";
import {openCheckpoint, type OpenCheckpoint} from "./checkpoint/open.ts";
import {experiment} from "./experiment.ts";
import {exists, rememberedSha256} from "./files.ts";
import {knownModels, weightsFolder, type KnownModel} from "./known-models.ts";
import {Problem} from "./problem.ts";
import {byteLevelBpe} from "./tokenizer/bpe.ts";
import {sentencePiece} from "./tokenizer/sentencepiece.ts";
import type {Tokenizer} from "./tokenizer/tokenizer.ts";
import {locateModel, type Location} from "./weights.ts";

/** What a run needs to know of a model. */
export interface Model {
  name: string;
  files: ModelFile[];
  /** Hash of all files: two models with the same key give the same activations. */
  key: string;
  licence?: string;
  checkpoint: OpenCheckpoint;
  tokenizer: Tokenizer;
  /** The beginning-of-sequence token that every statement starts with. */
  bosId: number;
  /** Blocks to run. */
  depth: number;
  /** The depth at which pictures open. */
  focusDepth: number;
}

/** One of the files that a model is read from. */
export interface ModelFile {
  path: string;
  bytes: number;
  sha256: string;
}

/** What a person may set against the defaults. */
export interface ModelOptions {
  depth?: number;
  bosId?: number;
}

/**
 * Opens a model by name or path: files found (and fetched) and hashed, headers read, tokenizer ready.
 *
 * @throws Problem for an unknown name, a damaged file, a depth that the model does not have, an unknown BOS
 */
export async function openModel(nameOrPath: string, options: ModelOptions = {}): Promise<Model> {
  const {name, path} = await locateModel(nameOrPath);
  const checkpoint = await openCheckpoint(path);
  return describeModel({name, path}, checkpoint, options).catch(async (error: unknown) => {
    await checkpoint.close();
    throw error;
  });
}

async function describeModel(
  {name, path}: Location,
  checkpoint: OpenCheckpoint,
  options: ModelOptions
): Promise<Model> {
  const {file, bosId, make} = await findTokenizer(checkpoint);
  const files = await Promise.all([...checkpoint.files, ...(file === undefined ? [] : [file])].map(describe));
  const known = await findKnown(path, files);
  const depth = checkDepth(options.depth ?? known?.depth, checkpoint, name);
  let tokenizer: Tokenizer | undefined;
  return {
    name,
    files,
    key: createHash("sha256")
      .update(files.map(({sha256}) => sha256).join())
      .digest("hex"),
    licence: known?.licence,
    checkpoint,
    get tokenizer() {
      return (tokenizer ??= make());
    },
    bosId: checkBos(options.bosId ?? known?.bosId ?? bosId, checkpoint, name),
    depth,
    focusDepth: options.depth ?? Math.min(depth, known?.focusDepth ?? depth)
  };
}

/** The statement's tokens as the model is given them, the beginning-of-sequence token first. */
export function tokenIds({bosId, tokenizer}: Model, statement: string): number[] {
  return [bosId, ...tokenizer.encode(statement)];
}

/** As `tokenIds`, for statements in their order. */
export function tokensOf(model: Model, statements: readonly string[]): number[][] {
  return statements.map((statement) => tokenIds(model, statement));
}

/** The entry of models.json for these files, whatever they are called; without a hash, the one that they lie at. */
async function findKnown(path: string, files: ModelFile[]): Promise<KnownModel | undefined> {
  return Object.values(await knownModels()).find(({sha256, file}) =>
    sha256 === undefined
      ? resolve(path) === resolve(weightsFolder, file)
      : files.some((found) => found.sha256 === sha256)
  );
}

/** The checkpoint's tokenizer; it is made only when needed, as a vocabulary takes longer to prepare than a file to open. */
async function findTokenizer(
  checkpoint: OpenCheckpoint
): Promise<{make: () => Tokenizer; bosId?: number; file?: string}> {
  const embedded = checkpoint.tokenizer;
  if (embedded) {
    if (embedded.model !== "gpt2")
      throw new Problem(`${checkpoint.files[0]}: tokenizer gpt2 expected, ${embedded.model} in the file`);
    return {
      make: () => byteLevelBpe(embedded, checkpoint.files[0]),
      bosId: embedded.addBos === false ? undefined : embedded.bosId
    };
  }
  const file = await findTokenizerFile(dirname(checkpoint.files[0]));
  const tokenizer = sentencePiece(await readFile(file), file);
  return {make: () => tokenizer, bosId: tokenizer.bosId, file};
}

/** Meta's tokenizer.model lies beside the weights or, for all sizes of a family, in the folder above. */
async function findTokenizerFile(folder: string): Promise<string> {
  for (const place of [folder, dirname(folder)]) {
    const file = join(place, "tokenizer.model");
    if (await exists(file)) return file;
  }
  throw new Problem(`${folder}: there is no tokenizer.model beside the weights; put it there`);
}

async function describe(path: string): Promise<ModelFile> {
  return {path, bytes: (await stat(path)).size, sha256: await rememberedSha256(path)};
}

function checkDepth(depth: number | undefined, {config}: OpenCheckpoint, name: string): number {
  const blocks = config.numHiddenLayers;
  const chosen = depth ?? Math.max(1, Math.round(experiment.depthShare * blocks));
  if (Number.isInteger(chosen) && chosen >= 1 && chosen <= blocks) return chosen;
  throw new Problem(`depth ${chosen}: a whole number from 1 to ${blocks} expected, the blocks of ${name}`);
}

function checkBos(bosId: number | undefined, {config: {vocabSize}}: OpenCheckpoint, name: string): number {
  if (bosId === undefined) {
    throw new Problem(
      `${name}: the file says of no token that statements begin with it; name one with --bos ID (for a build, BOS=ID)`
    );
  }
  if (Number.isInteger(bosId) && bosId >= 0 && bosId < vocabSize) return bosId;
  throw new Problem(
    `beginning-of-sequence token ${bosId}: an id from 0 to ${vocabSize - 1} expected, the vocabulary of ${name}`
  );
}
