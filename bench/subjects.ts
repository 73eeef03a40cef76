import type {LlamaConfig} from "../loaders/checkpoint/config.ts";
import {openCheckpoint} from "../loaders/checkpoint/open.ts";
import {experiment} from "../loaders/experiment.ts";
import {openModel, tokensOf, type Model} from "../loaders/model.ts";
import {gigabytes} from "./disk.ts";
import {madeUpCheckpoint, sizeOfMadeUp} from "./made-up.ts";
import type {Options} from "./options.ts";
import {shapes, wholeModelFor, type ShapeName} from "./shapes.ts";
import {inVocabulary} from "./statements.ts";

/** A checkpoint to be measured. */
export interface Subject {
  name: string;
  /** Its file or folder. */
  checkpoint: string;
  config: LlamaConfig;
  /** Blocks to run. */
  depth: number;
  /** Blocks in the checkpoint. */
  blocks: number;
  /** Blocks that code runs which does not stop at `depth`. */
  wholeModel: number;
  /** Names what is made of the checkpoint. */
  key: string;
  /** Whether peers are measured on it too. */
  hasPeers: boolean;
  /** Token ids, the beginning of sequence first. */
  tokens(statements: readonly string[]): number[][];
}

/** The checkpoints that the options name, fetched or made where they are not there. */
export async function openSubjects({models, shapes, depth, blocks}: Options): Promise<Subject[]> {
  const subjects: Subject[] = [];
  for (const name of models) subjects.push(await realModel(name, depth));
  for (const name of shapes)
    for (const [i, count] of blocks.entries())
      subjects.push({...(await madeUp(name, count)), hasPeers: i === 0});
  return subjects;
}

async function realModel(name: string, depth: number | undefined): Promise<Subject> {
  const model = await closedModel(name, depth);
  const {config} = model.checkpoint;
  return {
    name: model.name,
    checkpoint: model.checkpoint.path,
    config,
    depth: model.depth,
    blocks: config.numHiddenLayers,
    wholeModel: config.numHiddenLayers,
    key: model.key.slice(0, 16),
    hasPeers: true,
    tokens: (statements) => tokensOf(model, statements)
  };
}

/**
 * Random weights in a published shape. Its statements are the default model's tokens with other ids: as many of them,
 * with as many prefixes in common.
 */
async function madeUp(name: ShapeName, blocks: number): Promise<Subject> {
  const checkpoint = await madeUpCheckpoint(name, shapes[name], blocks);
  const size = gigabytes(await sizeOfMadeUp(checkpoint));
  process.stderr.write(
    `${checkpoint}: ${size} of random weights, kept for the next time; --remove removes it\n`
  );
  const opened = await openCheckpoint(checkpoint);
  await opened.close();
  const model = await closedModel(experiment.model);
  return {
    name: `${name} shape`,
    checkpoint,
    config: opened.config,
    depth: blocks,
    blocks,
    wholeModel: wholeModelFor(blocks),
    key: `${name}-${blocks}-blocks`,
    hasPeers: true,
    tokens: (statements) => inVocabulary(tokensOf(model, statements), opened.config.vocabSize)
  };
}

/** A model for its tokenizer and what is known of it; measurements open its checkpoint in processes of their own. */
async function closedModel(name: string, depth?: number): Promise<Model> {
  const model = await openModel(name, depth === undefined ? {} : {depth});
  await model.checkpoint.close();
  return model;
}
