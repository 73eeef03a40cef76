import {PbfReader} from "pbf";
import {Problem} from "../problem.ts";

/** SentencePiece's ModelProto as far as encoding needs it; its field names in camelCase. */
export interface SentencePieceModel {
  pieces: Piece[];
  trainerSpec: {modelType: number; byteFallback: boolean; treatWhitespaceAsSuffix: boolean; bosPiece: string};
  normalizerSpec: NormalizerSpec;
}

/** An entry of the vocabulary; its id is its place in the list. */
export interface Piece {
  text: string;
  /** The higher, the earlier it is made. */
  score: number;
  type: number;
}

export interface NormalizerSpec {
  name: string;
  /** Replacements of characters, compiled; empty in `identity`. */
  precompiledCharsmap: Uint8Array;
  addDummyPrefix: boolean;
  removeExtraWhitespaces: boolean;
  escapeWhitespaces: boolean;
}

/** More than any vocabulary has. */
const mostPieces = 2 ** 20;

/** ModelProto.SentencePiece.Type */
export const pieceType = {normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6};

/** TrainerSpec.ModelType, by number. */
export const modelTypes = ["none", "unigram", "bpe", "word", "char"];

/**
 * Reads a tokenizer.model; fields and defaults as in sentencepiece's sentencepiece_model.proto.
 *
 * @param source the file's name, for errors
 * @throws Problem if the bytes are no ModelProto
 */
export function readModel(bytes: Uint8Array, source: string): SentencePieceModel {
  try {
    return message(bytes, emptyModel(), readModelField);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Problem(
      `${source}: a SentencePiece model expected; the file is damaged or another format (${reason})`
    );
  }
}

const emptyModel = (): SentencePieceModel => ({
  pieces: [],
  trainerSpec: {modelType: 1, byteFallback: false, treatWhitespaceAsSuffix: false, bosPiece: "<s>"},
  normalizerSpec: {
    name: "",
    precompiledCharsmap: new Uint8Array(),
    addDummyPrefix: true,
    removeExtraWhitespaces: true,
    escapeWhitespaces: true
  }
});

function readModelField(field: number, model: SentencePieceModel, reader: PbfReader): void {
  if (field === 1) {
    if (model.pieces.length === mostPieces) throw new Error(`${mostPieces} pieces at most expected`);
    model.pieces.push(message(bytesOf(reader), {text: "", score: 0, type: 1}, readPieceField));
  } else if (field === 2) message(bytesOf(reader), model.trainerSpec, readTrainerField);
  else if (field === 3) message(bytesOf(reader), model.normalizerSpec, readNormalizerField);
}

function readPieceField(field: number, piece: Piece, reader: PbfReader): void {
  if (field === 1) piece.text = stringOf(reader);
  else if (field === 2) piece.score = floatOf(reader);
  else if (field === 3) piece.type = varintOf(reader);
}

function readTrainerField(field: number, spec: SentencePieceModel["trainerSpec"], reader: PbfReader): void {
  if (field === 3) spec.modelType = varintOf(reader);
  else if (field === 24) spec.treatWhitespaceAsSuffix = varintOf(reader) !== 0;
  else if (field === 35) spec.byteFallback = varintOf(reader) !== 0;
  else if (field === 46) spec.bosPiece = stringOf(reader);
}

function readNormalizerField(field: number, spec: NormalizerSpec, reader: PbfReader): void {
  if (field === 1) spec.name = stringOf(reader);
  else if (field === 2) spec.precompiledCharsmap = bytesOf(reader);
  else if (field === 3) spec.addDummyPrefix = varintOf(reader) !== 0;
  else if (field === 4) spec.removeExtraWhitespaces = varintOf(reader) !== 0;
  else if (field === 5) spec.escapeWhitespaces = varintOf(reader) !== 0;
}

/** Reads a whole message; pbf itself is silent about a field that runs past the end. */
function message<T>(
  bytes: Uint8Array,
  result: T,
  readField: (field: number, result: T, reader: PbfReader) => void
): T {
  const reader = new PbfReader(bytes);
  reader.readFields(readField, result);
  if (reader.pos === bytes.length) return result;
  throw new Error(`a message of ${bytes.length} bytes is read to byte ${reader.pos}`);
}

/** Wire types of the protocol buffers encoding. */
const wire = {varint: 0, bytes: 2, fixed32: 5};

function varintOf(reader: PbfReader): number {
  expectType(reader, wire.varint);
  return reader.readVarint();
}

function floatOf(reader: PbfReader): number {
  expectType(reader, wire.fixed32);
  return reader.readFloat();
}

function bytesOf(reader: PbfReader): Uint8Array {
  expectType(reader, wire.bytes);
  return reader.readBytes();
}

// Not pbf's readString: it drops a byte order mark, which is a piece of LLaMA's vocabulary, and accepts broken UTF-8.
const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});
const stringOf = (reader: PbfReader): string => utf8.decode(bytesOf(reader));

function expectType(reader: PbfReader, type: number): void {
  if (reader.type !== type)
    throw new Error(`wire type ${type} expected at byte ${reader.pos}, ${reader.type} found`);
}
