import {dirname, join} from "node:path";
import type {OpenCheckpoint} from "../checkpoint.ts";
import {checkConfig, type LlamaConfig} from "../config.ts";
import {metaNames, tensorName} from "../names.ts";
import {ropeFrequencies} from "../rope.ts";
import type {TensorFile} from "../tensor-file.ts";
import {checkNames, finder, readTensors, type TensorTable} from "../tensors.ts";
import {readParams, type Params} from "./params.ts";

/**
 * Opens a checkpoint as Meta publishes it: `consolidated.00.pth` with `params.json` beside it.
 *
 * @throws Problem if it is damaged, one part of several, or holds what is not read here
 */
export async function openMeta(file: TensorFile): Promise<OpenCheckpoint> {
  const {path, tensors} = file;
  const paramsPath = join(dirname(path), "params.json");
  const params = await readParams(paramsPath);
  const find = finder(tensors, path);
  const config = checkConfig(await configOf(params, find, paramsPath), paramsPath);
  checkNames(metaNames, tensors.keys(), config, path);
  const table = {path, config, configFiles: [paramsPath], names: metaNames, find, close: () => file.close()};
  return {format: "Meta", ...readTensors(table)};
}

async function configOf(params: Params, find: TensorTable["find"], where: string): Promise<LlamaConfig> {
  const rows = async (name: string) => (await find(name)).shape[0];
  const headDim = params.dim / params.heads;
  return {
    hiddenSize: params.dim,
    intermediateSize: await rows(tensorName(metaNames, "gate", 0)),
    numHiddenLayers: params.layers,
    numAttentionHeads: params.heads,
    numKeyValueHeads: params.keyValueHeads,
    headDim,
    vocabSize: params.vocabSize === -1 ? await rows(metaNames.embeddings) : params.vocabSize,
    rmsNormEps: params.normEps,
    ropeFrequencies: ropeFrequencies(params.ropeTheta, headDim, {kind: "none"}, where),
    ropeInterleaved: true,
    biases: []
  };
}
