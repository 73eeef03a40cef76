import {readFile} from "node:fs/promises";
import {dirname, join} from "node:path";
import type {OpenCheckpoint} from "./checkpoint/open.ts";
import {exists} from "./files.ts";
import {Problem} from "./problem.ts";
import {byteLevelBpe} from "./tokenizer/bpe.ts";
import {sentencePiece} from "./tokenizer/sentencepiece.ts";
import type {Tokenizer} from "./tokenizer/tokenizer.ts";

/** A checkpoint's tokenizer, before it is needed. */
export interface FoundTokenizer {
  /** Prepares the vocabulary, which takes longer than to open a file. */
  make: () => Tokenizer;
  /** The token that the files say to begin every text with. */
  bosId?: number;
  /** The files that it is read from, besides the checkpoint's own. */
  files: string[];
}

/**
 * The tokenizer that belongs to a checkpoint: inside of it (GGUF), or in a file beside it.
 *
 * @throws Problem if there is none, or one of a kind that is not known
 */
export async function findTokenizer(checkpoint: OpenCheckpoint): Promise<FoundTokenizer> {
  const {tokenizer: embedded, path, bosId} = checkpoint;
  if (embedded) {
    if (embedded.model !== "gpt2")
      throw new Problem(`${path}: tokenizer gpt2 expected, ${embedded.model} in the file`);
    return {make: () => byteLevelBpe(embedded, path), bosId, files: []};
  }
  const file = await findFile(checkpoint);
  const tokenizer = sentencePiece(await readFile(file), file);
  return {make: () => tokenizer, bosId: tokenizer.bosId, files: [file]};
}

/** Meta's tokenizer.model lies beside the weights or, for all sizes of a family, in the folder above. */
async function findFile({path}: OpenCheckpoint): Promise<string> {
  const folder = dirname(path);
  for (const place of [folder, dirname(folder)]) {
    const file = join(place, "tokenizer.model");
    if (await exists(file)) return file;
  }
  throw new Problem(`${folder}: there is no tokenizer.model beside the weights; put it there`);
}
