import {Problem} from "../problem.ts";
import {shown, type CheckpointFile} from "./file.ts";

/** What a file is, by its first bytes and not by its name. */
export type Kind = "gguf" | "torch" | "safetensors" | "json";

/** The first four bytes of every GGUF file. */
export const ggufMagic = "GGUF";
/** The first four bytes of every zip archive that holds a file, such as torch.save writes since version 1.6. */
export const zipMagic = "PK\x03\x04";

/** The kind of a file, if it is one that a checkpoint is made of. */
export async function kindOf(file: CheckpointFile): Promise<Kind | undefined> {
  const start = await firstBytes(file);
  if (start.startsWith(ggufMagic)) return "gguf";
  if (start.startsWith(zipMagic)) return "torch";
  if (start[8] === "{") return "safetensors"; // after the length of its header
  if (/^\s*\{/.test(start)) return "json";
  return undefined;
}

/** What to say of a file of no kind that is read here. */
export async function refusal(file: CheckpointFile): Promise<Problem> {
  const start = await firstBytes(file);
  const says = (what: string) => new Problem(`${file.path}: ${what}`);
  if (start.startsWith("\x80\x02"))
    return says(
      "saved by torch before 1.6; convert it: python3 -c 'import torch, sys; torch.save(torch.load(sys.argv[1], " +
        `map_location="cpu", weights_only=True), sys.argv[2])' OLD NEW`
    );
  if (start.startsWith("version "))
    return says("a pointer of git-lfs, not the file itself; fetch it with git lfs pull");
  if (/^\s*</.test(start))
    return says("a web page, not a checkpoint; log in where it comes from and fetch it again");
  return says(
    `GGUF, safetensors or an archive of torch.save expected, by its first bytes none: ${shown(start)}`
  );
}

async function firstBytes(file: CheckpointFile): Promise<string> {
  return Buffer.from(await file.read(0, Math.min(16, file.size))).toString("latin1");
}
