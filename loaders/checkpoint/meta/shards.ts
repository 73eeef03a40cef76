import {readdir} from "node:fs/promises";
import {basename, dirname, join} from "node:path";
import {Problem} from "../../problem.ts";
import type {Part} from "../checkpoint.ts";
import {metaNames, roleOf} from "../names.ts";
import {openTensorFile, type TensorFile} from "../tensor-file.ts";
import type {StoredTensor} from "../tensors.ts";
import {join as joinParts, type Cut} from "./join.ts";

const shardName = /^consolidated\.(\d\d)\.pth$/;

/**
 * The files that a checkpoint is cut into, consolidated.00.pth, consolidated.01.pth, …, in their order; `file`, one of
 * them, alone where it is called otherwise.
 *
 * @throws Problem that names the first one missing
 */
export async function openShards(file: TensorFile): Promise<TensorFile[]> {
  const folder = dirname(file.path);
  if (!shardName.test(basename(file.path))) return [file];
  const numbers = (await readdir(folder)).flatMap((name) => shardName.exec(name)?.[1] ?? []).map(Number);
  const shards: TensorFile[] = [];
  try {
    for (let i = 0; i <= Math.max(...numbers); i++) {
      const path = join(folder, shardFile(i));
      if (!numbers.includes(i)) throw new Problem(`${path}: expected beside the other shards, nothing found`);
      shards.push(basename(file.path) === shardFile(i) ? file : await openTensorFile(path));
    }
    return shards;
  } catch (error) {
    await closeAll(shards.filter((shard) => shard !== file));
    throw error;
  }
}

export const shardFile = (index: number) => `consolidated.${String(index).padStart(2, "0")}.pth`;

export async function closeAll(files: readonly TensorFile[]): Promise<void> {
  for (const file of files) await file.close();
}

/**
 * The tensors of all shards, joined.
 *
 * @param dim length of the residual stream's vectors; a shard's embeddings are so wide where they are cut by rows
 * @throws Problem if a shard lacks a tensor that another has, or has it in another shape
 */
export function joinShards(shards: readonly TensorFile[], dim: number): Map<string, StoredTensor> {
  const names = new Set(shards.flatMap((shard) => [...shard.tensors.keys()]));
  const joined = new Map<string, StoredTensor>();
  for (const name of names) {
    const parts = shards.map(({path, tensors}) => {
      const tensor = tensors.get(name);
      if (tensor) return tensor;
      throw new Problem(
        `${path}: tensor ${name} is missing, which another shard has; fetch the shards again`
      );
    });
    joined.set(name, joinParts(name, parts, cutOf(name, parts[0].shape, dim)));
  }
  return joined;
}

/** Of each projection a shard has some of the heads, or some of the feed-forward network's neurons. */
const cuts: Record<Part, Cut> = {
  attentionNorm: "none",
  query: "rows",
  key: "rows",
  value: "rows",
  attentionOutput: "columns",
  feedForwardNorm: "none",
  gate: "rows",
  up: "rows",
  down: "columns"
};

function cutOf(name: string, shape: readonly number[], dim: number): Cut {
  const role = roleOf(metaNames, name);
  if (role.kind === "weight") return shape.length === 2 ? cuts[role.part] : "none";
  // LLaMA 1 and 2 cut the embeddings' columns, LLaMA 3 their rows.
  if (role.kind === "embeddings" && shape.length === 2) return shape[1] === dim ? "rows" : "columns";
  if (name === metaNames.output && shape.length === 2) return "rows";
  return "none";
}
