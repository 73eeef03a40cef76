import {readdir, stat} from "node:fs/promises";
import {join} from "node:path";
import {Problem} from "../problem.ts";
import type {OpenCheckpoint} from "./checkpoint.ts";
import {CheckpointFile} from "./file.ts";
import {ggufMagic, openGguf} from "./gguf.ts";
import {openPth} from "./pth.ts";
import {zipMagic} from "./zip.ts";

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
  const file = await CheckpointFile.open(status.isDirectory() ? await findIn(path) : path);
  try {
    return await openByMagic(file);
  } catch (error) {
    await file.close();
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

async function openByMagic(file: CheckpointFile): Promise<OpenCheckpoint> {
  const magic = Buffer.from(await file.read(0, Math.min(4, file.size))).toString("latin1");
  if (magic === ggufMagic) return openGguf(file);
  if (magic === zipMagic) return openPth(file);
  if (magic.startsWith("\x80\x02"))
    throw new Problem(`${file.path}: saved by torch before 1.6; load it and save it again with a newer one`);
  throw new Problem(
    `${file.path}: a GGUF file or an archive of torch.save expected, by its first bytes neither`
  );
}
