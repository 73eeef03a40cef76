/** What is fuzzed: for every reader a good input, what mutants of it are given to, and what may not come out of them. */
import {createHash} from "node:crypto";
import {cpSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {crc32} from "node:zlib";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {tensorsOf} from "../../loaders/checkpoint/tensors.ts";
import {unpickleTensors} from "../../loaders/checkpoint/torch/pickle.ts";
import {ggufTokenizer} from "../../loaders/tokenizer/gguf.ts";
import {tokenizerJson} from "../../loaders/tokenizer/tokenizer-json.ts";
import {tokenizerModel} from "../../loaders/tokenizer/tokenizer-model.ts";
import type {Tokenizer} from "../../loaders/tokenizer/tokenizer.ts";

export interface Target {
  /** The good input. */
  bytes: Uint8Array;
  /**
   * Reads a mutant: a digest of all that came out of it. A Problem is how mutants should end; anything else that is
   * thrown is a mistake of ours.
   */
  read(mutant: Uint8Array): Promise<string>;
  /** Whether all that is read is under a checksum: what comes out of a mutant is what was written, if anything. */
  checked?: boolean;
}

const fixtures = "tests/fixtures";
const gguf = (name: string, file = "tiny.gguf") => inCheckpoint(`checkpoints/${name}`, file);

/** Targets by name; `folder` is an empty one to work in. */
export const targets: Record<string, (folder: string) => Target> = {
  "GGUF with a vocabulary": inCheckpoint("tiny-gguf", "tiny-llama.gguf"),
  "GGUF, K-quants": gguf("gguf-k-quants"),
  "GGUF, split, first part": gguf("gguf-split", "tiny-00001-of-00003.gguf"),
  "GGUF, split, another part": gguf("gguf-split", "tiny-00002-of-00003.gguf"),
  "GGUF, rope_freqs": gguf("gguf-rope-freqs"),
  safetensors: inCheckpoint("checkpoints/safetensors-fp16", "model.safetensors"),
  "safetensors, index": inCheckpoint("checkpoints/safetensors-shards", "model.safetensors.index.json"),
  "Hugging Face's config.json": inCheckpoint(
    "checkpoints/safetensors-llama3-rope",
    "model.safetensors",
    "config.json"
  ),
  "pytorch_model.bin": checked(inCheckpoint("checkpoints/bin-fp32", "pytorch_model.bin")),
  "consolidated.00.pth": checked(inCheckpoint("checkpoints/pth-fp16", "consolidated.00.pth")),
  "consolidated.01.pth of two": checked(inCheckpoint("checkpoints/pth-2-shards", "consolidated.01.pth")),
  "Meta's params.json": inCheckpoint("checkpoints/pth-llama3-shards", "consolidated.00.pth", "params.json"),
  "a pickle": pickle,
  "a pickle in an archive with right checksums": pickleInArchive,
  SentencePiece: inTokenizer("llama.model", tokenizerModel),
  "SentencePiece that replaces characters": inTokenizer("replaced.model", tokenizerModel),
  "LLaMA 3's tokenizer.model": inTokenizer("tiktoken.model", tokenizerModel),
  "tokenizer.json, byte-level": inTokenizer("tokenizer-json/llama-3.json", tokenizerJson),
  "tokenizer.json, SentencePiece-like": inTokenizer("tokenizer-json/llama-2.json", tokenizerJson),
  "GGUF's tokenizer": ggufsTokenizer
};

/** A tokenizer's file; some strings are encoded with what comes out of it. */
function inTokenizer(file: string, open: (bytes: Uint8Array, source: string) => Tokenizer) {
  return (): Target => ({
    bytes: readFileSync(join(fixtures, "tokenizer", file)),
    read: (mutant) => Promise.resolve().then(() => encodings(open(mutant, file)))
  });
}

function ggufsTokenizer(folder: string): Target {
  const target = gguf("gguf-f16")(folder);
  return {
    ...target,
    async read(mutant) {
      await target.read(mutant);
      const checkpoint = await openCheckpoint(join(folder, "tiny.gguf"));
      await checkpoint.close();
      const {tokenizer, path} = checkpoint;
      return tokenizer ? encodings(ggufTokenizer(tokenizer, path)) : "";
    }
  };
}

const statement =
  "The city of Lima is not in Peru; 12+30=42, \u00bd \ufb01 \u6c34\u8eca \u{1f9a2}\u200d <s>\t\n  it's";
const strings = ["", statement, "a ".repeat(2000)];

function encodings(tokenizer: Tokenizer): string {
  return JSON.stringify(strings.map((text) => tokenizer.pieces(tokenizer.encode(text)).length));
}

/**
 * A checkpoint of which one file is a mutant; the whole of it is read.
 *
 * @param file what is opened
 * @param mutated what is altered
 */
function inCheckpoint(name: string, file: string, mutated = file) {
  return (folder: string): Target => {
    cpSync(join(fixtures, name), folder, {recursive: true});
    return {
      bytes: readFileSync(join(folder, mutated)),
      read(mutant) {
        writeFileSync(join(folder, mutated), mutant);
        return readCheckpoint(join(folder, file));
      }
    };
  };
}

function checked(target: (folder: string) => Target): (folder: string) => Target {
  return (folder) => ({...target(folder), checked: true});
}

async function readCheckpoint(path: string): Promise<string> {
  const checkpoint = await openCheckpoint(path);
  try {
    const {config} = checkpoint;
    const blocks = Math.min(config.numHiddenLayers, 4);
    await checkpoint.files(blocks);
    const digest = createHash("sha256").update(JSON.stringify(config));
    for (let index = 0; index < blocks; index++)
      for (const {shape, data} of tensorsOf(await checkpoint.block(index)))
        digest.update(shape.join("×")).update(data);
    const {norm, output} = await checkpoint.head();
    for (const {shape, data} of [norm, output]) digest.update(shape.join("×")).update(data);
    return digest.update(await checkpoint.embeddings([0, 1, config.vocabSize - 1])).digest("hex");
  } finally {
    await checkpoint.close();
  }
}

const archive = join(fixtures, "checkpoints/pth-fp16/consolidated.00.pth");

/** Where an archive's entry `data.pkl` is, which is its first. */
function pickleOf(bytes: Buffer): {position: number; size: number; directory: number} {
  const directory = bytes.indexOf("PK\x01\x02");
  const [nameLength, extraLength] = [bytes.readUInt16LE(26), bytes.readUInt16LE(28)];
  return {position: 30 + nameLength + extraLength, size: bytes.readUInt32LE(directory + 24), directory};
}

function pickle(): Target {
  const bytes = readFileSync(archive);
  const {position, size} = pickleOf(bytes);
  return {
    bytes: bytes.subarray(position, position + size),
    read: (mutant) =>
      Promise.resolve().then(() => JSON.stringify([...unpickleTensors(mutant, "pickle")].slice(0, 100)))
  };
}

/** What a stranger can do who knows how checksums are made: any pickle of the same length. */
function pickleInArchive(folder: string): Target {
  const target = inCheckpoint("checkpoints/pth-fp16", "consolidated.00.pth")(folder);
  const whole = Buffer.from(target.bytes);
  const {position, size, directory} = pickleOf(whole);
  return {
    bytes: whole.subarray(position, position + size),
    read(mutant) {
      const forged = Buffer.from(whole);
      const stop = Buffer.alloc(size, ".");
      stop.set(mutant.subarray(0, size));
      forged.set(stop, position);
      forged.writeUInt32LE(crc32(stop), directory + 16);
      return target.read(forged);
    }
  };
}
