import {stat} from "node:fs/promises";
import {Problem} from "../problem.ts";
import type {OpenCheckpoint} from "./checkpoint.ts";
import {CheckpointFile} from "./file.ts";
import {chooseIn, indexThatLists} from "./folder.ts";
import {openGguf} from "./gguf/gguf.ts";
import {openHuggingFace, openHuggingFaceIndex} from "./hugging-face/hugging-face.ts";
import {kindAt} from "./magic.ts";
import {openMeta} from "./meta/meta.ts";
import {layoutOf} from "./names.ts";
import {openTensorFile} from "./tensor-file.ts";

export type {OpenCheckpoint} from "./checkpoint.ts";

/**
 * Opens a checkpoint: GGUF, as Meta publishes it, or as Hugging Face transformers writes it. What kind a file is, its
 * first bytes say and not its name, and whose layout it has, its tensors' names.
 *
 * @param path a folder, or any file of the checkpoint that holds tensors or lists those that do
 * @throws Problem if there is none, or it can't be read
 */
export async function openCheckpoint(path: string): Promise<OpenCheckpoint> {
  const status = await stat(path).catch(() => null);
  if (!status) throw new Problem(`${path}: no such file or folder; name a checkpoint`);
  return openFile(status.isDirectory() ? await chooseIn(path) : path);
}

async function openFile(path: string): Promise<OpenCheckpoint> {
  const kind = await kindAt(path);
  if (kind === "gguf") return orClosed(await CheckpointFile.open(path), openGguf);
  const index = kind === "json" ? path : await indexThatLists(path);
  if (index !== undefined) return openHuggingFaceIndex(index);
  return orClosed(await openTensorFile(path), (file) =>
    layoutOf(file.tensors.keys()) === "Meta" ? openMeta(file) : openHuggingFace(file)
  );
}

/** What `open` makes of a file; the file is closed where it throws. */
async function orClosed<File extends {close(): Promise<void>}>(
  file: File,
  open: (file: File) => Promise<OpenCheckpoint>
): Promise<OpenCheckpoint> {
  try {
    return await open(file);
  } catch (error) {
    await file.close();
    throw error;
  }
}
