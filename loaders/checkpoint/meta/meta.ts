import {dirname, join} from "node:path";
import {Problem} from "../../problem.ts";
import type {OpenCheckpoint} from "../checkpoint.ts";
import {checkConfig, type LlamaConfig} from "../config.ts";
import {metaNames, tensorName} from "../names.ts";
import {ropeFrequencies} from "../rope.ts";
import type {TensorFile} from "../tensor-file.ts";
import {checkNames, finder, readTensors, type TensorTable} from "../tensors.ts";
import {readParams, type Params} from "./params.ts";
import {closeAll, joinShards, openShards, shardFile} from "./shards.ts";

/**
 * Opens a checkpoint as Meta publishes it, `consolidated.00.pth` and, of larger models, the other shards, with
 * `params.json` beside them; or as Mistral does, `consolidated.safetensors`.
 *
 * @param file any of the shards, which whoever opened it closes where this throws
 * @throws Problem if it is damaged, not all there, or holds what is not read here
 */
export async function openMeta(file: TensorFile): Promise<OpenCheckpoint> {
  const paramsPath = join(dirname(file.path), "params.json");
  const params = await readParams(paramsPath);
  const shards = await openShards(file);
  try {
    checkNumber(shards, params);
    const {path} = shards[0];
    const tensors = joinShards(shards, params.dim);
    const find = finder(tensors, path);
    const config = checkConfig(await configOf(params, find, paramsPath), paramsPath);
    checkNames(metaNames, tensors.keys(), config, path);
    const table: TensorTable = {
      path,
      config,
      configFiles: [paramsPath],
      names: metaNames,
      tied: params.tied,
      find,
      close: () => closeAll(shards)
    };
    return {format: "Meta", ...readTensors(table)};
  } catch (error) {
    await closeAll(shards.filter((shard) => shard !== file));
    throw error;
  }
}

/** Each shard has the same number of heads: their number says how many shards there must be. */
function checkNumber(shards: readonly TensorFile[], {heads, headDim}: Params): void {
  const [{path, tensors}] = shards;
  const rows = tensors.get(tensorName(metaNames, "query", 0))?.shape[0];
  if (rows === undefined) return; // what is missing is named later
  const needed = (heads * headDim) / rows;
  if (needed === shards.length) return;
  if (needed > shards.length && Number.isInteger(needed))
    throw new Problem(
      `${join(dirname(path), shardFile(shards.length))}: ${needed} shards expected, ${shards.length} found; put all of them there`
    );
  throw new Problem(
    `${path}: ${heads} heads of ${headDim} expected in all shards, ${rows} rows in each of ${shards.length} found`
  );
}

async function configOf(params: Params, find: TensorTable["find"], where: string): Promise<LlamaConfig> {
  const rows = async (name: string) => (await find(name)).shape[0];
  const intermediateSize = await rows(tensorName(metaNames, "gate", 0));
  if (params.hiddenDim !== undefined && params.hiddenDim !== intermediateSize)
    throw new Problem(
      `${where}: hidden_dim: ${intermediateSize} expected, the rows of w1, ${params.hiddenDim} found`
    );
  return {
    hiddenSize: params.dim,
    intermediateSize,
    numHiddenLayers: params.layers,
    numAttentionHeads: params.heads,
    numKeyValueHeads: params.keyValueHeads,
    headDim: params.headDim,
    vocabSize: params.vocabSize === -1 ? await rows(metaNames.embeddings) : params.vocabSize,
    rmsNormEps: params.normEps,
    ropeFrequencies: ropeFrequencies(params.ropeTheta, params.headDim, params.ropeScaling, where),
    ropeInterleaved: true,
    biases: [],
    ...(params.slidingWindow !== undefined && {slidingWindow: params.slidingWindow})
  };
}
