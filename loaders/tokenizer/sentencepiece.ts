import {Problem, shown} from "../problem.ts";
import {characterAt, wellFormed} from "./characters.ts";
import {mergePairs} from "./merge.ts";
import {longestPrefix} from "./prefixes.ts";
import {modelTypes, pieceType, readModel} from "./sentencepiece-model.ts";
import type {NormalizerSpec, Piece, SentencePieceModel} from "./sentencepiece-model.ts";
import {sentencePieceNormalizer} from "./sentencepiece-normalizer.ts";
import type {Tokenizer} from "./tokenizer.ts";

/**
 * SentencePiece's byte-pair encoding (LLaMA 1 and 2): the whole text is one sequence of characters, joined to
 * pieces, the piece of highest score first; a character without a piece becomes its bytes, or the unknown
 * piece.
 *
 * @param bytes a tokenizer.model
 * @param source the file's name, for errors
 * @throws Problem for what is not a SentencePiece model, and for one that this does not encode exactly:
 *   unigram, white space as a suffix
 */
export function sentencePiece(bytes: Uint8Array, source = "tokenizer.model"): Tokenizer {
  return sentencePieceOf(readModel(bytes, source), source);
}

/** As `sentencePiece`, for a model that is read already. */
export function sentencePieceOf(model: SentencePieceModel, source: string): Tokenizer {
  checkTrainer(model, source);
  const {pieces, normalizerSpec} = model;
  const vocabulary = readVocabulary(model, source);
  const symbolAt = longestPrefix(vocabulary.userDefined);
  const normalize = sentencePieceNormalizer(normalizerSpec, symbolAt, source);
  return {
    kind: "SentencePiece BPE",
    vocabSize: pieces.length,
    bosId: vocabulary.bosId,
    encode: (text) => join(symbolsOf(normalize(wellFormed(text)), symbolAt), vocabulary),
    pieces: (ids) => ids.map((id) => read(pieces.at(id), normalizerSpec))
  };
}

function checkTrainer({trainerSpec}: SentencePieceModel, source: string): void {
  const type = modelTypes[trainerSpec.modelType] ?? String(trainerSpec.modelType);
  if (type !== "bpe") throw new Problem(`${source}: model type bpe expected, ${type} in the file`);
  if (trainerSpec.treatWhitespaceAsSuffix)
    throw new Problem(`${source}: treat_whitespace_as_suffix false expected, true in the file`);
}

/** The pieces by text. */
interface Vocabulary {
  pieces: readonly Piece[];
  /** What text is joined to. */
  normal: Map<string, number>;
  /** Pieces that are taken from the text first and never joined. */
  userDefined: Set<string>;
  unknownId: number;
  /** By byte, the ids that a character without a piece becomes; empty if it becomes the unknown piece. */
  byteIds: number[];
  bosId: number | undefined;
}

/** A user-defined piece is looked for at every place of a text. */
const longestUserDefined = 256;

function readVocabulary({pieces, trainerSpec}: SentencePieceModel, source: string): Vocabulary {
  const normal = new Map<string, number>();
  // the unknown piece, control pieces such as <s>, and bytes: none is the result of joining
  const reserved = new Map<string, number>();
  for (const [id, piece] of pieces.entries()) {
    checkPiece(piece, `${source}: piece ${id}`);
    const ids = isText(piece) ? normal : reserved;
    if (ids.has(piece.text))
      throw new Problem(
        `${source}: piece ${id}: ${quoted(piece.text)} is piece ${ids.get(piece.text)} already`
      );
    ids.set(piece.text, id);
  }
  const unknownId = pieces.findIndex(({type}) => type === pieceType.unknown);
  if (unknownId < 0 && !trainerSpec.byteFallback)
    throw new Problem(`${source}: a piece for unknown characters expected, none in the file`);
  const bosId = reserved.get(trainerSpec.bosPiece || "<s>");
  return {
    pieces,
    normal,
    userDefined: new Set(pieces.filter(({type}) => type === pieceType.userDefined).map(({text}) => text)),
    unknownId,
    byteIds: trainerSpec.byteFallback ? readByteIds(reserved, source) : [],
    bosId: bosId !== undefined && pieces[bosId].type === pieceType.control ? bosId : undefined
  };
}

const isText = ({type}: Piece) =>
  type === pieceType.normal || type === pieceType.userDefined || type === pieceType.unused;

function checkPiece({text, score, type}: Piece, where: string): void {
  if (text === "") throw new Problem(`${where} is empty`);
  if (!Number.isFinite(score)) throw new Problem(`${where}: a finite score expected, ${score} in the file`);
  if (!Object.values(pieceType).includes(type))
    throw new Problem(`${where}: type 1, 2, 3, 4, 5 or 6 expected, ${type} in the file`);
  if (type === pieceType.userDefined && text.length > longestUserDefined)
    throw new Problem(
      `${where}: ${longestUserDefined} characters at most expected, ${text.length} in the file`
    );
}

const quoted = (text: string) => shown(JSON.stringify(text));

function readByteIds(reserved: Map<string, number>, source: string): number[] {
  return Array.from({length: 256}, (_, byte) => {
    const text = bytePiece(byte);
    const id = reserved.get(text);
    if (id === undefined)
      throw new Problem(`${source}: byte_fallback needs 256 byte pieces, ${text} is not in the file`);
    return id;
  });
}

const bytePiece = (byte: number) => `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;

/**
 * What a text is cut into before anything is joined: user-defined pieces, the longest first, else characters.
 */
function symbolsOf(text: string, symbolAt: (text: string, start: number) => string | undefined): string[] {
  const symbols: string[] = [];
  for (let at = 0; at < text.length; at += symbols[symbols.length - 1].length)
    symbols.push(symbolAt(text, at) ?? characterAt(text, at));
  return symbols;
}

/** Joins symbols to pieces; a piece that is not used is taken apart again, to what it was joined from. */
function join(symbols: readonly string[], vocabulary: Vocabulary): number[] {
  const {pieces, normal, userDefined} = vocabulary;
  const halves = new Map<string, [left: string, right: string]>();
  const scoreRank = (left: string, right: string): number | undefined => {
    if (userDefined.has(left) || userDefined.has(right)) return undefined;
    const id = normal.get(left + right);
    if (id === undefined) return undefined;
    if (pieces[id].type === pieceType.unused) halves.set(left + right, [left, right]);
    return -pieces[id].score;
  };
  const joined = mergePairs(symbols, scoreRank);
  return toIds(halves.size > 0 ? joined.flatMap((symbol) => apart(symbol, halves)) : joined, vocabulary);
}

function apart(symbol: string, halves: Map<string, [left: string, right: string]>): string[] {
  const used: string[] = [];
  const pending = [symbol];
  for (let text = pending.pop(); text !== undefined; text = pending.pop()) {
    const [left, right] = halves.get(text) ?? [];
    if (left === undefined || right === undefined) used.push(text);
    else pending.push(right, left);
  }
  return used;
}

const utf8 = new TextEncoder();

function toIds(symbols: readonly string[], {pieces, normal, unknownId, byteIds}: Vocabulary): number[] {
  const ids: number[] = [];
  for (const symbol of symbols) {
    const found = normal.get(symbol);
    const id = found === undefined || pieces[found].type === pieceType.unused ? unknownId : found;
    if (id !== unknownId) ids.push(id);
    else if (byteIds.length > 0) for (const byte of utf8.encode(symbol)) ids.push(byteIds[byte]);
    // Neighbouring unknown characters are one unknown piece.
    else if (ids.at(-1) !== unknownId) ids.push(id);
  }
  return ids;
}

/** The text of a piece; a byte beyond ASCII is part of a character and shows as U+FFFD. */
function read(piece: Piece | undefined, {escapeWhitespaces}: NormalizerSpec): string {
  if (!piece) return "";
  if (piece.type === pieceType.byte) {
    const byte = Number(piece.text.slice(1, -1));
    return byte < 0x80 ? String.fromCharCode(byte) : "\ufffd";
  }
  return isText(piece) && escapeWhitespaces ? piece.text.replaceAll("▁", " ") : piece.text;
}
