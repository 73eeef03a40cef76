import {createWriteStream} from "node:fs";
import {stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {pipeline} from "node:stream/promises";
import {cacheFolder, exists, writeFolderWhole} from "../loaders/files.ts";
import {startProgress, type Progress} from "../loaders/progress.ts";
import {requireSpace} from "./disk.ts";
import {randomWeights, type Distribution} from "./random-weights.ts";
import type {Shape} from "./shapes.ts";
import {countOf, torchEntries, type TensorToSave} from "./torch-save.ts";
import {zipOf} from "./zip.ts";

/** What the bench makes and could make again. */
export const benchFolder = join(cacheFolder, "bench");

const fileName = "consolidated.00";
/** A change of what `writeMadeUp` writes raises it. */
const version = 1;

/**
 * A checkpoint of random weights in a published model's shape, with that many of its blocks: made when it is asked for
 * the first time, and kept.
 *
 * @returns the folder, as Meta's are: `consolidated.00.pth` with `params.json`
 * @throws Problem if the disk is too full
 */
export async function madeUpCheckpoint(name: string, shape: Shape, blocks: number): Promise<string> {
  const folder = join(benchFolder, `${name}-${blocks}-blocks-v${version}`);
  if (await exists(folder)) return folder;
  const bytes = 2 * tensorsOf(shape, blocks).reduce((sum, tensor) => sum + countOf(tensor.shape), 0);
  await requireSpace(benchFolder, bytes, `a checkpoint in the shape of ${name} with ${blocks} blocks`);
  const progress = startProgress(`making ${folder}`, Math.ceil(bytes / 1e6), "MB");
  try {
    await writeFolderWhole(folder, (temporary) => writeMadeUp(temporary, shape, blocks, progress));
  } finally {
    progress.stop();
  }
  return folder;
}

/** The size in bytes of what `madeUpCheckpoint` made. */
export async function sizeOfMadeUp(folder: string): Promise<number> {
  return (await stat(join(folder, `${fileName}.pth`))).size;
}

/** Writes params.json and the weights, the same bytes every time, into an empty folder. */
export async function writeMadeUp(
  folder: string,
  shape: Shape,
  blocks: number,
  progress?: Progress
): Promise<void> {
  await writeFile(join(folder, "params.json"), JSON.stringify({...shape.params, n_layers: blocks}));
  const archive = zipOf(torchEntries(fileName, tensorsOf(shape, blocks)));
  await pipeline(counted(archive, progress), createWriteStream(join(folder, `${fileName}.pth`)));
}

function* counted(pieces: Iterable<Uint8Array>, progress?: Progress): Generator<Uint8Array> {
  let done = 0;
  for (const piece of pieces) {
    yield piece;
    progress?.update(Math.floor((done += piece.length) / 1e6));
  }
}

/**
 * The tensors in the order of Meta's files. Rows of the projections have length 1 on average, so that numbers stay near
 * 1 from block to block.
 */
function tensorsOf({params, intermediateSize, vocabSize, dtype}: Shape, blocks: number): TensorToSave[] {
  const {dim, n_heads: heads, n_kv_heads: keyValueHeads = heads} = params;
  const keyWidth = (dim / heads) * keyValueHeads;
  const weights: [name: string, shape: number[], distribution: Distribution][] = [
    ["tok_embeddings", [vocabSize, dim], ofDeviation(1)],
    ["norm", [dim], aroundOne],
    ["output", [vocabSize, dim], projection(dim)]
  ];
  for (let block = 0; block < blocks; block++) {
    const name = (part: string) => `layers.${block}.${part}`;
    weights.push(
      [name("attention.wq"), [dim, dim], projection(dim)],
      [name("attention.wk"), [keyWidth, dim], projection(dim)],
      [name("attention.wv"), [keyWidth, dim], projection(dim)],
      [name("attention.wo"), [dim, dim], projection(dim)],
      [name("feed_forward.w1"), [intermediateSize, dim], projection(dim)],
      [name("feed_forward.w2"), [dim, intermediateSize], projection(intermediateSize)],
      [name("feed_forward.w3"), [intermediateSize, dim], projection(dim)],
      [name("attention_norm"), [dim], aroundOne],
      [name("ffn_norm"), [dim], aroundOne]
    );
  }
  return weights.map(([name, shape, distribution], seed) => ({
    name: `${name}.weight`,
    shape,
    dtype,
    values: () => randomWeights(countOf(shape), distribution, dtype, seed)
  }));
}

const aroundOne = {mean: 1, spread: 0.5};
/** A uniform distribution's standard deviation is 1/√3 of its spread. */
const ofDeviation = (deviation: number) => ({mean: 0, spread: deviation * Math.sqrt(3)});
const projection = (inputs: number) => ofDeviation(1 / Math.sqrt(inputs));
