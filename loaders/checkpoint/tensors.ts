import {Problem} from "../problem.ts";
import {
  blockShapes,
  type BlockBiases,
  type BlockWeights,
  type Checkpoint,
  type Head,
  type OpenCheckpoint,
  type Part,
  type Tensor
} from "./checkpoint.ts";
import {projections, type LlamaConfig, type Projection} from "./config.ts";
import {byteLength, decode, toFloat32, type Dtype} from "./dtype/dtype.ts";
import type {CheckpointFile} from "./file.ts";
import {firstNotFinite} from "./dtype/finite.ts";
import {Memory, type Allocate} from "./memory.ts";
import {biasName, parts, roleOf, tensorName, type TensorNames} from "./names.ts";

/** A tensor in a file or, joined, in several: contiguous and row-major to whoever reads it. */
export interface StoredTensor {
  shape: number[];
  dtype: Dtype;
  /** The files that it lies in. */
  paths: readonly string[];
  /** `length` bytes of it from its byte `position` on, in a buffer of their own, which `allocate` may give. */
  read(position: number, length: number, allocate?: Allocate): Promise<Uint8Array<ArrayBuffer>>;
  /** Why it can't be read, where its values are of another type than any `dtype`; thrown when it is needed. */
  refusal?: Problem;
}

/** A tensor whose first byte is at `position` of a file. */
export function storedIn(
  file: CheckpointFile,
  position: number,
  {shape, dtype}: {shape: number[]; dtype: Dtype}
): StoredTensor {
  const read: StoredTensor["read"] = (from, length, allocate) => file.read(position + from, length, allocate);
  return {shape, dtype, paths: [file.path], read};
}

/** A tensor that is in a file but can't be read, which matters only where it is needed. */
export function refused(shape: number[], path: string, refusal: Problem): StoredTensor {
  return {shape, dtype: "F32", paths: [path], read: () => Promise.reject(refusal), refusal};
}

/** What every reader makes of a checkpoint's headers. */
export interface TensorTable {
  /** The file to name where a tensor is not at hand. */
  path: string;
  config: LlamaConfig;
  /** The files that the configuration was read from. */
  configFiles: readonly string[];
  names: TensorNames;
  /** Whether the embeddings are the output's matrix too. */
  tied: boolean;
  /** @throws Problem if it is not there, naming the file that it should be in where that is known */
  find(name: string): Promise<StoredTensor>;
  close(): Promise<void>;
}

/** Hands out the tensors of a table, each read when it is asked for. */
export function readTensors(
  table: TensorTable
): Pick<Checkpoint, "embeddings" | "block" | "head" | "close"> &
  Pick<OpenCheckpoint, "config" | "files" | "path"> {
  const memory = new Memory();
  return {
    path: table.path,
    config: table.config,
    embeddings: (ids) => readEmbeddings(table, ids),
    block(index, done) {
      if (done) for (const {data} of tensorsOf(done)) memory.give(data.buffer);
      return readBlock(table, index, memory);
    },
    head: () => readHead(table, memory),
    files: (depth) => filesOf(table, depth),
    close: () => table.close()
  };
}

/** All of a block's tensors, those of its biases last. */
export function tensorsOf(block: BlockWeights): Tensor[] {
  const biases = projections.map((projection) => block[`${projection}Bias`]);
  return [...parts.map((part) => block[part]), ...biases.filter((bias) => bias !== undefined)];
}

/** `find` of a table whose tensors are all known from the beginning. */
export function finder(tensors: ReadonlyMap<string, StoredTensor>, path: string): TensorTable["find"] {
  return (name) => {
    const tensor = tensors.get(name);
    if (tensor) return Promise.resolve(tensor);
    const advice = "use a checkpoint that holds all that is to be run";
    return Promise.reject(new Problem(`${path}: tensor ${name} is missing; ${advice}`));
  };
}

/**
 * Refuses tensors that the configuration's model does not have (adapters, experts, biases that it does not know of, …):
 * to leave them out would be another model.
 *
 * @throws Problem that names the first one
 */
export function checkNames(
  names: TensorNames,
  found: Iterable<string>,
  {numHiddenLayers, biases}: LlamaConfig,
  file: string
): void {
  for (const name of found) {
    const role = roleOf(names, name);
    if (role.kind === "unknown" || (role.kind === "bias" && !biases.includes(role.projection)))
      throw new Problem(`${file}: tensor ${name} is not part of a LLaMA with this configuration`);
    if ("block" in role && role.block >= numHiddenLayers)
      throw new Problem(
        `${file}: tensor ${name}: block ${role.block} in a model of ${numHiddenLayers} blocks`
      );
  }
}

/** The tensors of block `index` and of what comes before all blocks, with the shapes that they must have. */
function blockTensors({config, names}: TensorTable, index: number): Map<string, number[]> {
  const shapes = blockShapes(config);
  const weights = parts.map((part): [string, number[]] => [tensorName(names, part, index), shapes[part]]);
  const biases = config.biases.map((projection): [string, number[]] => [
    biasName(names, projection, index),
    [shapes[projection][0]]
  ]);
  return new Map([...weights, ...biases]);
}

const embeddingsShape = ({vocabSize, hiddenSize}: LlamaConfig) => [vocabSize, hiddenSize];

/** The tensors after all blocks, with the shapes that they must have. */
function headTensors({config, names, tied}: TensorTable): Record<keyof Head, [string, number[]]> {
  return {
    norm: [names.norm, [config.hiddenSize]],
    output: [tied ? names.embeddings : names.output, embeddingsShape(config)]
  };
}

async function filesOf(table: TensorTable, depth: number | "all"): Promise<string[]> {
  const embeddings = await find(table, table.names.embeddings, embeddingsShape(table.config));
  const files = new Set(embeddings.paths);
  const blocks = depth === "all" ? table.config.numHiddenLayers : depth;
  const tensors = Array.from({length: blocks}, (_, index) => [...blockTensors(table, index)]).flat();
  if (depth === "all") tensors.push(...Object.values(headTensors(table)));
  for (const [name, shape] of tensors)
    for (const path of (await find(table, name, shape)).paths) files.add(path);
  return [...files, ...table.configFiles.filter((path) => !files.has(path))];
}

async function readBlock(table: TensorTable, index: number, memory: Memory): Promise<BlockWeights> {
  const {config, names, path} = table;
  if (!(Number.isInteger(index) && index >= 0 && index < config.numHiddenLayers))
    throw new Problem(`block ${index}: ${path} has blocks 0 to ${config.numHiddenLayers - 1}`);
  const shapes = blockShapes(config);
  const read = (part: Part) => readTensor(table, tensorName(names, part, index), shapes[part], memory);
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
  const weights = {attentionNorm, query, key, value, attentionOutput, feedForwardNorm, gate, up, down};
  return {...weights, ...(await readBiases(table, index, shapes, memory))};
}

async function readHead(table: TensorTable, memory: Memory): Promise<Head> {
  const {norm, output} = headTensors(table);
  return {
    norm: await readTensor(table, ...norm, memory),
    output: await readTensor(table, ...output, memory)
  };
}

async function readBiases(
  table: TensorTable,
  index: number,
  shapes: Record<Projection, number[]>,
  memory: Memory
): Promise<BlockBiases> {
  const biases: BlockBiases = {};
  for (const projection of table.config.biases) {
    const name = biasName(table.names, projection, index);
    biases[`${projection}Bias`] = await readTensor(table, name, [shapes[projection][0]], memory);
  }
  return biases;
}

async function readTensor(
  table: TensorTable,
  name: string,
  shape: number[],
  memory: Memory
): Promise<Tensor> {
  const stored = await find(table, name, shape);
  const count = shape.reduce((product, length) => product * length, 1);
  const bytes = await stored.read(0, byteLength(stored.dtype, count), memory.take);
  const data = decode(stored.dtype, bytes, memory.take);
  if (data.buffer !== bytes.buffer) memory.give(bytes.buffer);
  checkFinite(data, name, stored);
  return {shape, data};
}

/** Reads each distinct row once: statements share most of their tokens. */
async function readEmbeddings(table: TensorTable, ids: readonly number[]): Promise<Float32Array> {
  const {vocabSize, hiddenSize} = table.config;
  const stored = await find(table, table.names.embeddings, embeddingsShape(table.config));
  const rowBytes = byteLength(stored.dtype, hiddenSize);
  const rows = new Map<number, Float32Array>();
  const embeddings = new Float32Array(ids.length * hiddenSize);
  for (const [i, id] of ids.entries()) {
    if (!(Number.isInteger(id) && id >= 0 && id < vocabSize))
      throw new Problem(`token ${id}: an id from 0 to ${vocabSize - 1} expected, the embeddings' rows`);
    let row = rows.get(id);
    if (!row) {
      row = toFloat32(stored.dtype, await stored.read(id * rowBytes, rowBytes));
      checkFinite(row, `${table.names.embeddings}, row ${id}`, stored);
      rows.set(id, row);
    }
    embeddings.set(row, i * hiddenSize);
  }
  return embeddings;
}

/** One such weight makes every activation NaN, and the picture empty. */
function checkFinite(data: Float32Array | Uint16Array, name: string, {paths}: StoredTensor): void {
  const at = firstNotFinite(data);
  if (at >= 0)
    throw new Problem(
      `${paths.join(", ")}: tensor ${name}: value ${at} is not a finite number; the file is damaged: fetch it again`
    );
}

async function find(table: TensorTable, name: string, shape: number[]): Promise<StoredTensor> {
  const tensor = await table.find(name);
  if (tensor.refusal) throw tensor.refusal;
  const [expected, found] = [shape.join("×"), tensor.shape.join("×")];
  if (expected === found) return tensor;
  throw new Problem(
    `${tensor.paths[0]}: tensor ${name}: ${expected} values expected by the configuration, ${found} found`
  );
}
