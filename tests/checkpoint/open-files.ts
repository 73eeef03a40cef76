import {mkdir, symlink, writeFile} from "node:fs/promises";
import {join, relative, resolve} from "node:path";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";

export const fixtures = resolve("tests/fixtures");
export const gguf = join(fixtures, "tiny-gguf/tiny-llama.gguf");
/** Links by their names in a folder. */
export const meta = {
  "consolidated.00.pth": join(fixtures, "tiny-llama/consolidated.00.pth"),
  "params.json": join(fixtures, "tiny-llama/params.json")
};
export const parts = ["00001", "00002", "00003"].map((part) => `tiny-${part}-of-00003.gguf`);
export const split = Object.fromEntries(
  parts.map((name) => [name, join(fixtures, "checkpoints/gguf-split", name)])
);
export const bin = join(fixtures, "checkpoints/bin-fp32/pytorch_model.bin");
export const binConfig = join(fixtures, "checkpoints/bin-fp32/config.json");

/** A folder of links; null is an empty file. */
export async function linksIn(path: string, files: Record<string, string | null>): Promise<string> {
  await mkdir(path, {recursive: true});
  for (const [file, target] of Object.entries(files))
    await (target === null ? writeFile(join(path, file), "") : symlink(target, join(path, file)));
  return path;
}

/** What is opened at a path: the format, and the file as it is called from `folder`. */
export async function opened(folder: string, path: string): Promise<[string, string]> {
  const checkpoint = await openCheckpoint(path);
  await checkpoint.close();
  return [checkpoint.format, relative(folder, checkpoint.path)];
}
