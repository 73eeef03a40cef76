import {basename} from "node:path";
import {Problem} from "../problem.ts";
import type {BlockWeights, Checkpoint, Tensor} from "./checkpoint.ts";
import type {LlamaConfig} from "./config.ts";
import {byteLength, decode, toFloat32, type Dtype} from "./dtype.ts";
import type {CheckpointFile} from "./file.ts";
import {roleOf, tensorName, type Part, type TensorNames} from "./names.ts";

/** Where a tensor lies in the file: contiguous, row-major. */
export interface StoredTensor {
  shape: number[];
  dtype: Dtype;
  /** Its first byte in the file. */
  position: number;
}

/** What every reader makes of a file's header. */
export interface TensorTable {
  file: CheckpointFile;
  config: LlamaConfig;
  names: TensorNames;
  tensors: ReadonlyMap<string, StoredTensor>;
}

/** Hands out the tensors of a table, each read when it is asked for. */
export function readTensors(table: TensorTable): Pick<Checkpoint, "embeddings" | "block" | "close"> {
  return {
    embeddings: (ids) => readEmbeddings(table, ids),
    block: (index) => readBlock(table, index),
    close: () => table.file.close()
  };
}

/**
 * Refuses tensors that a plain LLaMA does not have (biases, adapters, …): to leave them out would be another model.
 *
 * @throws Problem that names the first one
 */
export function checkNames(
  names: TensorNames,
  found: Iterable<string>,
  {numHiddenLayers}: LlamaConfig,
  file: string
): void {
  for (const name of found) {
    const role = roleOf(names, name);
    if (role === "unknown")
      throw new Problem(
        `${file}: tensor ${name} is not part of a plain LLaMA, which is all that is run here`
      );
    if (typeof role === "number" && role >= numHiddenLayers)
      throw new Problem(`${file}: tensor ${name}: block ${role} in a model of ${numHiddenLayers} blocks`);
  }
}

/** The shape of each of a block's tensors, as `BlockWeights` documents them. */
export function blockShapes(config: LlamaConfig): Record<Part, number[]> {
  const {hiddenSize, intermediateSize, headDim} = config;
  const queries = config.numAttentionHeads * headDim;
  const keys = config.numKeyValueHeads * headDim;
  return {
    attentionNorm: [hiddenSize],
    query: [queries, hiddenSize],
    key: [keys, hiddenSize],
    value: [keys, hiddenSize],
    attentionOutput: [hiddenSize, queries],
    feedForwardNorm: [hiddenSize],
    gate: [intermediateSize, hiddenSize],
    up: [intermediateSize, hiddenSize],
    down: [hiddenSize, intermediateSize]
  };
}

async function readBlock(table: TensorTable, index: number): Promise<BlockWeights> {
  const {config, names, file} = table;
  if (!(Number.isInteger(index) && index >= 0 && index < config.numHiddenLayers))
    throw new Problem(`block ${index}: ${file.path} has blocks 0 to ${config.numHiddenLayers - 1}`);
  const shapes = blockShapes(config);
  const read = (part: Part) => readTensor(table, tensorName(names, part, index), shapes[part]);
  const [attentionNorm, query, key, value, attentionOutput, feedForwardNorm, gate, up, down] =
    await Promise.all([
      read("attentionNorm"),
      read("query"),
      read("key"),
      read("value"),
      read("attentionOutput"),
      read("feedForwardNorm"),
      read("gate"),
      read("up"),
      read("down")
    ]);
  return {attentionNorm, query, key, value, attentionOutput, feedForwardNorm, gate, up, down};
}

async function readTensor(table: TensorTable, name: string, shape: number[]): Promise<Tensor> {
  const {dtype, position} = find(table, name, shape);
  const count = shape.reduce((product, length) => product * length, 1);
  const bytes = await table.file.read(position, byteLength(dtype, count));
  return {shape, data: decode(dtype, bytes)};
}

/** Reads each distinct row once: statements share most of their tokens. */
async function readEmbeddings(table: TensorTable, ids: readonly number[]): Promise<Float32Array> {
  const {vocabSize, hiddenSize} = table.config;
  const {dtype, position} = find(table, table.names.embeddings, [vocabSize, hiddenSize]);
  const rowBytes = byteLength(dtype, hiddenSize);
  const rows = new Map<number, Float32Array>();
  const embeddings = new Float32Array(ids.length * hiddenSize);
  for (const [i, id] of ids.entries()) {
    if (!(Number.isInteger(id) && id >= 0 && id < vocabSize))
      throw new Problem(`token ${id}: an id from 0 to ${vocabSize - 1} expected, the embeddings' rows`);
    const row = rows.get(id) ?? toFloat32(dtype, await table.file.read(position + id * rowBytes, rowBytes));
    rows.set(id, row);
    embeddings.set(row, i * hiddenSize);
  }
  return embeddings;
}

function find({file, tensors}: TensorTable, name: string, shape: number[]): StoredTensor {
  const tensor = tensors.get(name);
  if (!tensor)
    throw new Problem(`tensor ${name} is missing in ${file.path}; use a checkpoint that holds all blocks`);
  const [expected, found] = [shape.join("×"), tensor.shape.join("×")];
  if (expected !== found)
    throw new Problem(`tensor ${name}: ${expected} values expected, ${found} in ${basename(file.path)}`);
  return tensor;
}
