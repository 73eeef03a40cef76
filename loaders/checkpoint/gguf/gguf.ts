import {Problem} from "../../problem.ts";
import type {OpenCheckpoint} from "../checkpoint.ts";
import {damaged, type CheckpointFile} from "../file.ts";
import {readBosId, readConfig, readTokenizer} from "./config.ts";
import {Cursor, EndOfBytes} from "./cursor.ts";
import {readMetadata, type Metadata} from "./metadata.ts";
import {placeTensors, readTensorInfos, type TensorInfo} from "./tensors.ts";
import {ggufMagic} from "../magic.ts";
import {ggufNames} from "../names.ts";
import {checkNames, finder, readTensors} from "../tensors.ts";

/** How much of a file is looked through for the header: at first, and at most. A 128 000-token header takes 8 MB. */
const firstBytes = 4 << 20;
const mostBytes = 32 << 20;

const mostPairs = 2 ** 16;
const mostTensors = 2 ** 16;

interface Header {
  metadata: Metadata;
  infos: TensorInfo[];
  /** Where the header ends in the file. */
  end: number;
}

/**
 * Opens a GGUF file of version 2 or 3, little-endian, that holds a plain LLaMA in F32, F16, Q8_0 or Q4_1.
 * Format: ggml, docs/gguf.md.
 *
 * @throws Problem if it is damaged, or holds what is not read here
 */
export async function openGguf(file: CheckpointFile): Promise<OpenCheckpoint> {
  const {metadata, infos, end} = await readHeader(file);
  const config = readConfig(metadata, file.path);
  checkNames(
    ggufNames,
    infos.map(({name}) => name),
    config,
    file.path
  );
  const alignment = metadata.number("general.alignment", 32);
  if (![8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096].includes(alignment))
    throw damaged(file.path, `general.alignment: a power of two from 8 to 4096 expected, ${alignment} found`);
  const tensors = placeTensors(infos, file, Math.ceil(end / alignment) * alignment, alignment);
  const tokenizer = readTokenizer(metadata, file.path);
  const {path} = file;
  const find = finder(tensors, path);
  const table = {path, config, configFiles: [path], names: ggufNames, find, close: () => file.close()};
  return {format: "GGUF", tokenizer, bosId: readBosId(metadata), ...readTensors(table)};
}

/** Parses the header, whose length is not known before, from ever more of the file. */
async function readHeader(file: CheckpointFile): Promise<Header> {
  for (let length = firstBytes; ; length *= 2) {
    const bytes = await file.read(0, Math.min(length, file.size));
    try {
      return parseHeader(new Cursor(bytes, file));
    } catch (error) {
      if (!(error instanceof EndOfBytes)) throw error;
      if (length >= file.size)
        throw damaged(file.path, `the header goes on past the last byte, ${file.size}`);
      if (length >= mostBytes)
        throw new Problem(`${file.path}: a header of ${mostBytes} bytes at most expected`);
    }
  }
}

function parseHeader(cursor: Cursor): Header {
  cursor.position = ggufMagic.length;
  const version = cursor.uint32();
  if (version !== 2 && version !== 3)
    throw new Problem(`${cursor.path}: GGUF version 2 or 3, little-endian, expected, ${version} found`);
  const tensorCount = cursor.count("tensors", mostTensors);
  const pairCount = cursor.count("metadata pairs", mostPairs);
  const metadata = readMetadata(cursor, pairCount);
  const infos = readTensorInfos(cursor, tensorCount);
  return {metadata, infos, end: cursor.position};
}
