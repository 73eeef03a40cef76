/** A checkpoint's first blocks as the peers read them: safetensors in Hugging Face's names and order of rotary pairs. */
import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import type {BlockMatrices, OpenCheckpoint, Tensor} from "../loaders/checkpoint/checkpoint.ts";
import type {LlamaConfig} from "../loaders/checkpoint/config.ts";
import {huggingFaceNames, parts, tensorName} from "../loaders/checkpoint/names.ts";
import {bytesOf, concat, u64} from "./bytes.ts";

const names = huggingFaceNames("model.");
/** Embeddings that are asked for at once. */
const rowsAtOnce = 4096;

/**
 * Writes the values that our engine runs, in the type that it is given them in: embeddings.safetensors and a file a
 * block.
 */
export async function writeForPeers(
  checkpoint: OpenCheckpoint,
  blocks: number,
  folder: string
): Promise<void> {
  const embeddings = new Map([[names.embeddings, await allEmbeddings(checkpoint)]]);
  await writeFile(join(folder, "embeddings.safetensors"), safetensors(embeddings));
  for (let index = 0; index < blocks; index++) {
    const block = rotatedHalves(await checkpoint.block(index), checkpoint.config);
    const tensors = new Map(parts.map((part) => [tensorName(names, part, index), block[part]]));
    await writeFile(join(folder, `block-${index}.safetensors`), safetensors(tensors));
  }
}

async function allEmbeddings(checkpoint: OpenCheckpoint): Promise<Tensor> {
  const {vocabSize, hiddenSize} = checkpoint.config;
  const data = new Float32Array(vocabSize * hiddenSize);
  for (let first = 0; first < vocabSize; first += rowsAtOnce) {
    const ids = Array.from({length: Math.min(rowsAtOnce, vocabSize - first)}, (_, i) => first + i);
    data.set(await checkpoint.embeddings(ids), first * hiddenSize);
  }
  return {shape: [vocabSize, hiddenSize], data};
}

/** Hugging Face turns what lies half a head apart together, Meta and GGUF neighbours. */
export function rotatedHalves(block: BlockMatrices, {headDim, ropeInterleaved}: LlamaConfig): BlockMatrices {
  if (!ropeInterleaved) return block;
  return {...block, query: apart(block.query, headDim), key: apart(block.key, headDim)};
}

function apart({shape, data}: Tensor, headDim: number): Tensor {
  const [rows, columns] = shape;
  const moved = data.slice();
  for (let row = 0; row < rows; row++) {
    const inHead = row % headDim;
    const from = row - inHead + 2 * (inHead % (headDim / 2)) + Math.floor(inHead / (headDim / 2));
    moved.set(data.subarray(from * columns, (from + 1) * columns), row * columns);
  }
  return {shape, data: moved};
}

/** The bytes of a safetensors file. Format: huggingface/safetensors, README.md. */
function safetensors(tensors: ReadonlyMap<string, Tensor>): Uint8Array {
  let position = 0;
  const described = [...tensors].map(([name, {shape, data}]) => {
    const dtype = data instanceof Uint16Array ? "F16" : "F32";
    const begin = position;
    position += data.byteLength;
    return [name, {dtype, shape, data_offsets: [begin, position]}];
  });
  const header = JSON.stringify(Object.fromEntries(described));
  const padded = header.padEnd(8 * Math.ceil(header.length / 8));
  const contents = [...tensors.values()].map(({data}) => bytesOf(data));
  return concat(u64(padded.length), padded, ...contents);
}
