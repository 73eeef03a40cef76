import {Problem} from "../problem.ts";
import {mergePairs} from "./merge.ts";
import {modelTypes, pieceType, readModel} from "./sentencepiece-model.ts";
import type {NormalizerSpec, Piece, SentencePieceModel} from "./sentencepiece-model.ts";
import type {Tokenizer} from "./tokenizer.ts";

/** A tokenizer that also knows which token begins a sequence, if its file has one. */
export interface SentencePieceTokenizer extends Tokenizer {
  bosId: number | undefined;
}

/**
 * SentencePiece's byte-pair encoding (LLaMA 1 and 2): the whole text is one sequence of characters, joined to pieces,
 * the piece of highest score first; a character without a piece becomes its bytes, or the unknown piece.
 *
 * @param bytes a tokenizer.model
 * @param source the file's name, for errors
 * @throws Problem for what is not a SentencePiece model, and for one that this does not encode exactly: unigram, a
 *   normalizer that replaces characters, white space as a suffix, unused pieces
 */
export function sentencePiece(bytes: Uint8Array, source = "tokenizer.model"): SentencePieceTokenizer {
  const model = readModel(bytes, source);
  checkSpecs(model, source);
  const {pieces, normalizerSpec} = model;
  const vocabulary = readVocabulary(model, source);
  const symbols = symbolPattern(vocabulary.userDefined);
  const scoreRank = (left: string, right: string): number | undefined => {
    if (vocabulary.userDefined.has(left) || vocabulary.userDefined.has(right)) return undefined;
    const id = vocabulary.normal.get(left + right);
    return id === undefined ? undefined : -pieces[id].score;
  };
  return {
    kind: "SentencePiece BPE",
    vocabSize: pieces.length,
    bosId: vocabulary.bosId,
    encode(text) {
      const normalized = normalize(text, normalizerSpec, symbols);
      return toIds(mergePairs(normalized.match(symbols) ?? [], scoreRank), vocabulary);
    },
    pieces: (ids) => ids.map((id) => read(pieces[id], normalizerSpec))
  };
}

function checkSpecs({trainerSpec, normalizerSpec}: SentencePieceModel, source: string): void {
  const type = modelTypes[trainerSpec.modelType] ?? String(trainerSpec.modelType);
  if (type !== "bpe") throw new Problem(`${source}: model type bpe expected, ${type} in the file`);
  if (trainerSpec.treatWhitespaceAsSuffix)
    throw new Problem(`${source}: treat_whitespace_as_suffix false expected, true in the file`);
  if (normalizerSpec.precompiledCharsmap.length > 0)
    throw new Problem(
      `${source}: normalizer identity expected, ${normalizerSpec.name} in the file, which replaces characters`
    );
}

/** The pieces by text. */
interface Vocabulary {
  /** What text is joined to. */
  normal: Map<string, number>;
  /** The unknown piece, control pieces such as <s>, and bytes; none is the result of joining. */
  reserved: Map<string, number>;
  /** Pieces that are taken from the text first and never joined. */
  userDefined: Set<string>;
  unknownId: number;
  /** By byte, the ids that a character without a piece becomes; empty if it becomes the unknown piece. */
  byteIds: number[];
  bosId: number | undefined;
}

function readVocabulary({pieces, trainerSpec}: SentencePieceModel, source: string): Vocabulary {
  const normal = new Map<string, number>();
  const reserved = new Map<string, number>();
  for (const [id, piece] of pieces.entries()) {
    checkPiece(piece, `${source}: piece ${id}`);
    const joinable = piece.type === pieceType.normal || piece.type === pieceType.userDefined;
    const ids = joinable ? normal : reserved;
    if (ids.has(piece.text))
      throw new Problem(
        `${source}: piece ${id}: ${JSON.stringify(piece.text)} is piece ${ids.get(piece.text)} already`
      );
    ids.set(piece.text, id);
  }
  const unknownId = pieces.findIndex(({type}) => type === pieceType.unknown);
  if (unknownId < 0)
    throw new Problem(`${source}: a piece for unknown characters expected, none in the file`);
  const bosId = reserved.get(trainerSpec.bosPiece || "<s>");
  return {
    normal,
    reserved,
    userDefined: new Set(pieces.filter(({type}) => type === pieceType.userDefined).map(({text}) => text)),
    unknownId,
    byteIds: trainerSpec.byteFallback ? readByteIds(reserved, source) : [],
    bosId: bosId !== undefined && pieces[bosId].type === pieceType.control ? bosId : undefined
  };
}

function checkPiece({text, score, type}: Piece, where: string): void {
  if (text === "") throw new Problem(`${where} is empty`);
  if (!Number.isFinite(score)) throw new Problem(`${where}: a finite score expected, ${score} in the file`);
  if (type === pieceType.unused || !Object.values(pieceType).includes(type))
    throw new Problem(`${where}: type 1, 2, 3, 4 or 6 expected, ${type} in the file`);
}

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

/** What a text is cut into before anything is joined: user-defined pieces, the longest first, else characters. */
function symbolPattern(userDefined: ReadonlySet<string>): RegExp {
  const escaped = [...userDefined]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"));
  return new RegExp([...escaped, "[^]"].join("|"), "gu");
}

/** Prepares the white space of a text as the file says; "▁" stands for a space. */
function normalize(text: string, spec: NormalizerSpec, symbols: RegExp): string {
  const squeezed = spec.removeExtraWhitespaces ? squeeze(text.match(symbols) ?? []) : text;
  if (squeezed === "") return "";
  const prefixed = spec.addDummyPrefix ? ` ${squeezed}` : squeezed;
  const escaped = spec.escapeWhitespaces ? prefixed.replaceAll(" ", "▁") : prefixed;
  if (!spec.removeExtraWhitespaces) return escaped;
  // The original cuts the end after escaping: a "▁" that the text itself ends with goes too.
  return escaped.replace(spec.escapeWhitespaces ? /▁+$/ : / +$/, "");
}

/** Leaves out spaces at the beginning and after a space; those inside a user-defined piece stay. */
function squeeze(symbols: readonly string[]): string {
  let squeezed = "";
  let afterSpace = true;
  for (const symbol of symbols) {
    const kept: string = afterSpace ? symbol.replace(/^ +/, "") : symbol;
    if (kept !== "") afterSpace = kept.endsWith(" ");
    squeezed += kept;
  }
  return squeezed;
}

const utf8 = new TextEncoder();

function toIds(symbols: readonly string[], {normal, unknownId, byteIds}: Vocabulary): number[] {
  const ids: number[] = [];
  for (const symbol of symbols) {
    const id = normal.get(symbol) ?? unknownId;
    if (id !== unknownId) ids.push(id);
    else if (byteIds.length > 0) for (const byte of utf8.encode(symbol)) ids.push(byteIds[byte]);
    // Neighbouring unknown characters are one unknown piece.
    else if (ids.at(-1) !== unknownId) ids.push(id);
  }
  return ids;
}

/** The text of a piece; a byte beyond ASCII is part of a character and shows as U+FFFD. */
function read({text, type}: Piece, {escapeWhitespaces}: NormalizerSpec): string {
  if (type === pieceType.byte) {
    const byte = Number(text.slice(1, -1));
    return byte < 0x80 ? String.fromCharCode(byte) : "\ufffd";
  }
  const isText = type === pieceType.normal || type === pieceType.userDefined;
  return isText && escapeWhitespaces ? text.replaceAll("▁", " ") : text;
}
