import {readdir, stat} from "node:fs/promises";
import {join} from "node:path";
import {Problem} from "../problem.ts";
import type {OpenCheckpoint} from "./checkpoint.ts";
import {CheckpointFile} from "./file.ts";
import {openGguf} from "./gguf/gguf.ts";
import {kindOf} from "./magic.ts";
import {openMeta} from "./meta/meta.ts";
import {openTensorFile} from "./tensor-file.ts";

export type {OpenCheckpoint} from "./checkpoint.ts";

/**
 * Opens a checkpoint; what kind it is, its first bytes say and not its name.
 *
 * @param path a file, or a folder that holds one: `consolidated.00.pth` or a single `*.gguf`
 * @throws Problem if there is none, or it can't be read
 */
export async function openCheckpoint(path: string): Promise<OpenCheckpoint> {
  const status = await stat(path).catch(() => null);
  if (!status) throw new Problem(`${path}: no such file or folder; name a checkpoint`);
  const chosen = status.isDirectory() ? await findIn(path) : path;
  const file = await CheckpointFile.open(chosen);
  try {
    if ((await kindOf(file)) === "gguf") return await openGguf(file);
  } catch (error) {
    await file.close();
    throw error;
  }
  await file.close();
  const tensors = await openTensorFile(chosen);
  try {
    return await openMeta(tensors);
  } catch (error) {
    await tensors.close();
    throw error;
  }
}

async function findIn(folder: string): Promise<string> {
  const names = (await readdir(folder)).filter(
    (name) => name === "consolidated.00.pth" || name.endsWith(".gguf")
  );
  if (names.length === 1) return join(folder, names[0]);
  const found = names.length === 0 ? "none" : names.sort().join(", ");
  throw new Problem(
    `${folder}: one checkpoint expected, consolidated.00.pth or *.gguf, ${found} found; name the file`
  );
}
