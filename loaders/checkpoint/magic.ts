import {Problem} from "../problem.ts";
import {CheckpointFile, shown} from "./file.ts";

/** What a file is, by its first bytes and not by its name. */
export type Kind = "gguf" | "torch" | "safetensors" | "json";

/** The first four bytes of every GGUF file. */
export const ggufMagic = "GGUF";
/** The first four bytes of every zip archive that holds a file, such as torch.save writes since version 1.6. */
export const zipMagic = "PK\x03\x04";

/** The kind of a file, if it is one that a checkpoint is made of. */
export async function kindOf(file: CheckpointFile): Promise<Kind | undefined> {
  const start = await firstBytes(file, 16);
  if (start.startsWith(ggufMagic)) return "gguf";
  if (start.startsWith(zipMagic)) return "torch";
  // safetensors begins with the length of its header, in which there are zeros, and text has none
  if (/^\s*\{[^\0]*$/.test(start)) return "json";
  return start[8] === "{" ? "safetensors" : undefined;
}

/** The kind of the file at `path`. */
export async function kindAt(path: string): Promise<Kind | undefined> {
  const file = await CheckpointFile.open(path);
  try {
    return await kindOf(file);
  } finally {
    await file.close();
  }
}

const convert =
  "saved by torch before 1.6; convert it: python3 -c 'import torch, sys; torch.save(torch.load(sys.argv[1], " +
  `map_location="cpu", weights_only=True), sys.argv[2])' OLD NEW`;

/** What is found in a checkpoint's place, by its beginning. */
const mistaken: [is: (start: string) => boolean, what: string][] = [
  [(start) => start === "", "the file is empty; fetch it again"],
  [(start) => start.startsWith("\x80\x02"), convert],
  [
    (start) => start.slice(257).startsWith("ustar"),
    "a tar archive, as torch wrote until 2017; unpack it, or use another file"
  ],
  [(start) => start.startsWith("\x1f\x8b"), "compressed by gzip; unpack it"],
  [
    (start) => start.startsWith("version http"),
    "a pointer of git-lfs, not the file itself; fetch it with git lfs pull"
  ],
  [
    (start) => /^\s*</.test(start),
    "a web page, not a checkpoint; log in where it comes from and fetch it again"
  ]
];

/** What to say of a file of no kind that is read here. */
export async function refusal(file: CheckpointFile): Promise<Problem> {
  const start = await firstBytes(file, 512);
  const known = mistaken.find(([is]) => is(start));
  const what =
    known?.[1] ??
    `GGUF, safetensors or an archive of torch.save expected, by its first bytes none: ${shown(start.slice(0, 16))}`;
  return new Problem(`${file.path}: ${what}`);
}

async function firstBytes(file: CheckpointFile, count: number): Promise<string> {
  return Buffer.from(await file.read(0, Math.min(count, file.size))).toString("latin1");
}
