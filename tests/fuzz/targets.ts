/** What is fuzzed: for every reader a good input, what mutants of it are given to, and what they may not do. */
import {createHash} from "node:crypto";
import {cpSync, readFileSync, writeFileSync} from "node:fs";
import {basename, join} from "node:path";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {unpickleTensors} from "../../loaders/checkpoint/torch/pickle.ts";
import {sentencePiece} from "../../loaders/tokenizer/sentencepiece.ts";
import {storedZip} from "../zip.ts";

export interface Target {
  /** The good input. */
  bytes: Uint8Array;
  /**
   * Reads a mutant: a digest of all that came out of it. A Problem is how mutants should end; anything else that is
   * thrown is a mistake of ours.
   */
  read(mutant: Uint8Array): Promise<string>;
  /** Whether every byte that matters is under a checksum: what can be read then is what was written. */
  checked?: boolean;
}

const fixtures = "tests/fixtures";

/** Targets by name; `folder` is an empty one to work in. */
export const targets: Record<string, (folder: string) => Target> = {
  "GGUF with a vocabulary": inCheckpoint("tiny-gguf", "tiny-llama.gguf")
};

/** A file of a checkpoint's folder; the whole checkpoint is read. */
function inCheckpoint(name: string, file: string, checked = false) {
  return (folder: string): Target => {
    cpSync(join(fixtures, name), folder, {recursive: true});
    return {
      bytes: readFileSync(join(folder, file)),
      read: (mutant) => {
        writeFileSync(join(folder, file), mutant);
        return readCheckpoint(join(folder, file));
      },
      checked
    };
  };
}

async function readCheckpoint(path: string): Promise<string> {
  const checkpoint = await openCheckpoint(path);
  try {
    const {config} = checkpoint;
    const blocks = Math.min(config.numHiddenLayers, 4);
    await checkpoint.files(blocks);
    const digest = createHash("sha256").update(JSON.stringify(config));
    for (let index = 0; index < blocks; index++)
      for (const {shape, data} of Object.values(await checkpoint.block(index)))
        digest.update(shape.join("×")).update(data);
    return digest.update(await checkpoint.embeddings([0, 1, config.vocabSize - 1])).digest("hex");
  } finally {
    await checkpoint.close();
  }
}
