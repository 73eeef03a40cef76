import {dirname, join} from "node:path";
import type {OpenCheckpoint} from "../checkpoint.ts";
import {huggingFaceNames, type TensorNames} from "../names.ts";
import type {TensorFile} from "../tensor-file.ts";
import {checkNames, finder, readTensors, type TensorTable} from "../tensors.ts";
import {readConfig} from "./config.ts";
import {readIndex, Shards} from "./shards.ts";

/**
 * Opens a checkpoint in one file as transformers writes it, `model.safetensors` or `pytorch_model.bin`, with
 * `config.json` beside it.
 *
 * @throws Problem if it is another architecture, or its configuration is not one that is run here
 */
export async function openHuggingFace(file: TensorFile): Promise<OpenCheckpoint> {
  const {path, tensors} = file;
  const {bosId, ...model} = await readModel(path, [...tensors.keys()]);
  const table = {...model, find: finder(tensors, path), close: () => file.close()};
  return {format: "Hugging Face", bosId, ...readTensors(table)};
}

/**
 * Opens a checkpoint in several files by its index, `model.safetensors.index.json` or `pytorch_model.bin.index.json`,
 * with `config.json` beside it. A file that holds nothing that is asked for may be absent.
 *
 * @throws Problem as `openHuggingFace`
 */
export async function openHuggingFaceIndex(path: string): Promise<OpenCheckpoint> {
  const index = await readIndex(path);
  const {bosId, ...model} = await readModel(path, [...index.keys()]);
  const shards = new Shards(path, index, ({tensors, path: shard}) =>
    checkNames(model.names, tensors.keys(), model.config, shard)
  );
  const table = {
    ...model,
    configFiles: [...model.configFiles, path],
    find: (name: string) => shards.find(name),
    close: () => shards.close()
  };
  return {format: "Hugging Face", bosId, ...readTensors(table)};
}

type Model = Omit<TensorTable, "find" | "close"> & {bosId?: number};

/** What config.json beside `path` says of a model of these tensors. */
async function readModel(path: string, tensors: readonly string[]): Promise<Model> {
  const configPath = join(dirname(path), "config.json");
  const {config, bosId, tied} = await readConfig(configPath);
  const names = namesOf(tensors, tied);
  checkNames(names, tensors, config, path);
  return {path, config, configFiles: [configPath], names, tied, bosId};
}

/** Where the embeddings are the output's matrix too, the file may hold that alone. */
function namesOf(tensors: readonly string[], tied: boolean): TensorNames {
  const prefix = tensors.some((name) => name.startsWith("model.")) ? "model." : "";
  const names = huggingFaceNames(prefix);
  const outputAlone = tied && tensors.includes(names.output) && !tensors.includes(names.embeddings);
  return outputAlone ? {...names, embeddings: names.output} : names;
}
