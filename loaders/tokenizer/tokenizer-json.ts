import {parseJson, type JsonLimits} from "../json.ts";
import {Problem} from "../problem.ts";
import {addedTokenFinder} from "./added-tokens.ts";
import {bpe, type BpeModel} from "./bpe-model.ts";
import {wellFormed} from "./characters.ts";
import {Fields} from "./fields.ts";
import {textOfLetters} from "./letters.ts";
import {readAddedTokens, type AddedTokens} from "./tokenizer-json-added.ts";
import {readBosId} from "./tokenizer-json-bos.ts";
import {readBpeModel} from "./tokenizer-json-model.ts";
import {readNormalizer} from "./tokenizer-json-normalizer.ts";
import {readPreTokenizer} from "./tokenizer-json-words.ts";
import type {Tokenizer} from "./tokenizer.ts";

/** LLaMA 3's has 17 MB, 128 000 tokens and 280 000 merges of two. */
const mostBytes = 24_000_000;
const limits: JsonLimits = {levels: 32, brackets: 2 ** 20, commas: 2 ** 21};

/**
 * The byte-pair encodings of Hugging Face's tokenizers: added tokens are found, the text between them is
 * normalized and cut into words, and each word's characters are joined.
 *
 * @param bytes a tokenizer.json
 * @param source the file's name, for errors
 * @throws Problem for what is no such file, and for any part of one that is not done exactly here
 */
export function tokenizerJson(bytes: Uint8Array, source = "tokenizer.json"): Tokenizer {
  const file = new Fields(parse(bytes, source), source);
  const model = readBpeModel(file.object("model"));
  const normalize = readNormalizer(file.get("normalizer"), `${source}: normalizer`);
  const {words, isByteLevel, prependsFirst} = readPreTokenizer(
    file.get("pre_tokenizer"),
    `${source}: pre_tokenizer`
  );
  // a normalizer may move where the text begins
  if (prependsFirst && file.has("normalizer"))
    throw new Problem(`${source}: prepend_scheme first is read without a normalizer alone`);
  const added = readAddedTokens(
    file.has("added_tokens") ? file.list("added_tokens") : [],
    model.ids,
    normalize,
    `${source}: added token`
  );
  const idsOfWord = bpe(model, `${source}: model`);
  const [asWritten, asNormalized] = [added.asWritten, added.asNormalized].map(addedTokenFinder);
  const encodeText = (text: string, start: number): number[] =>
    asNormalized(normalize(text)).flatMap((section) =>
      "id" in section ? section.id : words(section.text, start + section.start === 0).flatMap(idsOfWord)
    );
  const {pieceOf, vocabSize} = readPieces(model, added, isByteLevel);
  return {
    kind: isByteLevel ? "byte-level BPE" : "BPE",
    vocabSize,
    bosId: readBosId(file.get("post_processor"), `${source}: post_processor`),
    encode: (text) =>
      asWritten(wellFormed(text)).flatMap((section) =>
        "id" in section ? section.id : encodeText(section.text, section.start)
      ),
    pieces: (ids) => ids.map(pieceOf)
  };
}

// A byte order mark is no JSON.
const utf8 = new TextDecoder("utf-8", {fatal: true, ignoreBOM: true});

function parse(bytes: Uint8Array, source: string): unknown {
  if (bytes.length > mostBytes)
    throw new Problem(`${source}: ${mostBytes} bytes at most expected, ${bytes.length} found`);
  return parseJson(textOf(bytes, source), source, limits);
}

function textOf(bytes: Uint8Array, source: string): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new Problem(`${source}: JSON in UTF-8 expected, other bytes found; fetch it again`);
  }
}

/** What each token contributes to a text, for people to read. */
function readPieces({ids, byteFallback}: BpeModel, {contents}: AddedTokens, isByteLevel: boolean) {
  const tokens = new Map([...ids].map(([token, id]) => [id, token]));
  const pieceOf = (id: number): string => {
    const token = contents.get(id) ?? tokens.get(id) ?? "";
    if (contents.has(id)) return token;
    if (isByteLevel) return textOfLetters(token);
    const byte = byteFallback && /^<0x[0-9A-F]{2}>$/.test(token) ? Number(token.slice(1, -1)) : undefined;
    if (byte === undefined) return token.replaceAll("▁", " ");
    return byte < 0x80 ? String.fromCharCode(byte) : "\ufffd";
  };
  const largest = [...tokens.keys(), ...contents.keys()].reduce((a, b) => Math.max(a, b), -1);
  return {pieceOf, vocabSize: largest + 1};
}
