import {Problem} from "../../problem.ts";
import {damaged, type CheckpointFile} from "../file.ts";
import {ggufMagic} from "../magic.ts";
import {Cursor, EndOfBytes} from "./cursor.ts";
import {readMetadata, type Metadata} from "./metadata.ts";
import {readTensorInfos, type TensorInfo} from "./tensors.ts";

/** What comes before the tensors' bytes. */
export interface Header {
  metadata: Metadata;
  infos: TensorInfo[];
  /** Where it ends in the file. */
  end: number;
}

/** How many bytes are searched for the header, at first and at most; with 128 000 tokens it takes 8 MB. */
const lengths = [4 << 20, 32 << 20];

const mostPairs = 2 ** 16;
const mostTensors = 2 ** 16;

/**
 * Reads a file's header, whose length is not known before.
 *
 * @throws Problem if it is damaged, too long, or of another version
 */
export async function readHeader(file: CheckpointFile): Promise<Header> {
  for (const length of lengths) {
    const bytes = await file.read(0, Math.min(length, file.size));
    try {
      return parseHeader(new Cursor(bytes, file));
    } catch (error) {
      if (!(error instanceof EndOfBytes)) throw error;
      if (length >= file.size)
        throw damaged(file.path, `the header goes on past the last byte, ${file.size}`);
    }
  }
  throw new Problem(`${file.path}: a header of ${lengths.at(-1)} bytes at most expected`);
}

function parseHeader(cursor: Cursor): Header {
  if (cursor.magic() !== ggufMagic) throw new Problem(`${cursor.path}: GGUF expected, by its first bytes`);
  checkVersion(cursor.uint32(), cursor.path);
  const tensorCount = cursor.count("tensors", mostTensors);
  const pairCount = cursor.count("metadata pairs", mostPairs);
  const metadata = readMetadata(cursor, pairCount);
  const infos = readTensorInfos(cursor, tensorCount);
  return {metadata, infos, end: cursor.position};
}

function checkVersion(version: number, path: string): void {
  if (version === 2 || version === 3) return;
  const says = (what: string) => new Problem(`${path}: GGUF version 2 or 3 expected, ${what}`);
  if (version === 1)
    throw says("version 1 of August 2023 found, which counts differently; fetch a newer conversion");
  if ([1, 2, 3].includes(version >>> 24) && version << 8 === 0)
    throw says("its bytes are in big-endian order; convert it with the gguf package's gguf-convert-endian");
  throw says(`${version} found`);
}
