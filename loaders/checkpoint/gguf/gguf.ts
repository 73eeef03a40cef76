import {Problem} from "../../problem.ts";
import type {OpenCheckpoint} from "../checkpoint.ts";
import type {LlamaConfig} from "../config.ts";
import type {CheckpointFile} from "../file.ts";
import {ggufNames, parts} from "../names.ts";
import {checkNames, finder, readTensors, type TensorTable} from "../tensors.ts";
import {readConfig} from "./config.ts";
import {readParts, type GgufFiles} from "./parts.ts";
import {factorsName} from "./rope.ts";
import {storedTensor} from "./tensors.ts";
import {readBosId, readTokenizer} from "./tokenizer.ts";

/**
 * Opens a GGUF file of version 2 or 3, little-endian, that holds a plain LLaMA, whole or in parts.
 * Format: ggml, docs/gguf.md.
 *
 * @param file any of the parts; closed with the checkpoint, but the caller's to close if this throws
 * @throws Problem if it is damaged, or holds what is not read here
 */
export async function openGguf(file: CheckpointFile): Promise<OpenCheckpoint> {
  const files = await readParts(file);
  const close = async (opened: CheckpointFile[]) => {
    await Promise.all(opened.map((one) => one.close()));
  };
  try {
    return await describe(files, () => close([file, ...files.others]));
  } catch (error) {
    await close(files.others);
    throw error;
  }
}

async function describe(files: GgufFiles, close: TensorTable["close"]): Promise<OpenCheckpoint> {
  const {path, metadata, tensors} = files;
  const config = await readConfig(metadata, tensors, path);
  for (const {name, file} of tensors.values()) checkNames(ggufNames, [name], config, file.path);
  checkMissing(files, config);
  const configFiles = [...new Set([path, tensors.get(factorsName)?.file.path ?? path])];
  // where the output's matrix is not there, it is the embeddings'; unless it is in a part that is missing
  const tied = !tensors.has(ggufNames.output) && files.missing.names.length === 0;
  const table = {path, config, configFiles, names: ggufNames, tied, find: finderIn(files), close};
  return {
    format: "GGUF",
    tokenizer: readTokenizer(metadata, path),
    bosId: readBosId(metadata),
    ...readTensors(table)
  };
}

/** Where a tensor is missing, so may be the part that it is in. */
function finderIn({path, tensors, missing}: GgufFiles): TensorTable["find"] {
  const find = finder(new Map([...tensors].map(([name, placed]) => [name, storedTensor(placed)])), path);
  if (missing.names.length === 0) return find;
  const advice = `is in none of the parts at hand; missing: ${listed(missing.names)}; put them there`;
  return (name) =>
    tensors.has(name) ? find(name) : Promise.reject(new Problem(`${path}: tensor ${name} ${advice}`));
}

/**
 * Parts that are missing may hold blocks, but nothing that changes the blocks at hand.
 *
 * @throws Problem if they hold more tensors than the model lacks
 */
function checkMissing({path, tensors, missing}: GgufFiles, {numHiddenLayers, biases}: LlamaConfig): void {
  const ofBlocks = numHiddenLayers * (parts.length + biases.length);
  const wanted = [...tensors.keys()].filter((name) => !/\b(rope_freqs|attn_rot_embd)\b/.test(name));
  // besides the blocks there are embeddings, the last norm and the output's matrix
  if (missing.tensorCount <= ofBlocks + 3 - wanted.length) return;
  const holds = "with tensors that belong to no block, biases or rope_freqs perhaps";
  throw new Problem(`${path}: missing: ${listed(missing.names)}, ${holds}; put them there`);
}

/** The first few names. */
function listed(names: readonly string[]): string {
  const rest = names.length - 3;
  return names.slice(0, 3).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
