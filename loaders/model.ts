import {createHash} from "node:crypto";
import {stat} from "node:fs/promises";
import {resolve} from "node:path";
import {openCheckpoint, type OpenCheckpoint} from "./checkpoint/open.ts";
import {shuffled} from "./checkpoint/shuffled.ts";
import {experiment} from "./experiment.ts";
import {rememberedSha256} from "./files.ts";
import {findTokenizer} from "./find-tokenizer.ts";
import {knownModels, weightsFolder, type KnownModel} from "./known-models.ts";
import {Problem} from "./problem.ts";
import type {Tokenizer} from "./tokenizer/tokenizer.ts";
import {locateModel, type Location} from "./weights.ts";

/** What a run needs to know of a model. */
export interface Model {
  name: string;
  files: ModelFile[];
  /** Hash of all files that are read: two models with the same key give the same activations. */
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
  /** Whether it is asked how likely it finds statements, which takes all blocks and the head: their files are in `files`. */
  logProbability: boolean;
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
  const {files: tokenizerFiles, bosId, make} = await findTokenizer(checkpoint);
  const known = await findKnown(path, await describeAll(await checkpoint.files(1)));
  const depth = checkDepth(options.depth ?? known?.depth, checkpoint, name);
  const logProbability = experiment.logProbabilityOf.includes(name);
  const read = await checkpoint.files(logProbability ? "all" : depth);
  const files = await describeAll([...read, ...tokenizerFiles]);
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
    focusDepth: options.depth ?? Math.min(depth, known?.focusDepth ?? depth),
    logProbability
  };
}

/** To be raised whenever weights are shuffled otherwise. */
const shuffledVersion = 1;

/** The control: the same model with its weights shuffled. It is closed with the model. */
export function shuffledModel(model: Model, seed: number): Model {
  return {
    ...model,
    name: `${model.name} with shuffled weights, seed ${seed},`,
    key: `${model.key} shuffled ${shuffledVersion} ${seed}`,
    checkpoint: shuffled(model.checkpoint, seed)
  };
}

/**
 * The statement's tokens as the model is given them, the beginning-of-sequence token first.
 *
 * @throws Problem if they are more than a token of this model sees, or one is none of this model's
 */
export function tokenIds({name, bosId, tokenizer, checkpoint}: Model, statement: string): number[] {
  const {slidingWindow = Infinity, vocabSize} = checkpoint.config;
  const ids = [bosId, ...tokenizer.encode(statement)];
  const start = JSON.stringify(statement.length > 40 ? `${statement.slice(0, 40)}…` : statement);
  if (ids.length > slidingWindow)
    throw new Problem(
      `statement ${start}: ${ids.length} tokens, and ${name} sees ${slidingWindow} at a time; shorten it`
    );
  const stranger = ids.find((id) => id >= vocabSize);
  if (stranger !== undefined)
    throw new Problem(
      `statement ${start}: token ${stranger}, and ${name} has ${vocabSize}: its tokenizer is another model's; put its own beside the weights`
    );
  return ids;
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

function describeAll(paths: readonly string[]): Promise<ModelFile[]> {
  return Promise.all(paths.map(describe));
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
