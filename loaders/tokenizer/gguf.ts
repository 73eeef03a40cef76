import {Problem, shown} from "../problem.ts";
import {byteLevelBpe} from "./bpe.ts";
import {pieceType} from "./sentencepiece-model.ts";
import {sentencePieceOf} from "./sentencepiece.ts";
import type {Tokenizer} from "./tokenizer.ts";

/** The tokenizer as GGUF's metadata has it (`tokenizer.ggml.*`). */
export interface GgufVocabulary {
  /** The algorithm: `gpt2` is byte-level BPE, `llama` SentencePiece's BPE. */
  model: string;
  /** The name of the rule that splits text before BPE, e.g. `smollm`; `default` where the file has none. */
  pre: string;
  /** By id. */
  tokens: string[];
  /** By id, or empty. */
  scores: number[] | Float64Array;
  /** Pairs of tokens with a space between, first merged first. */
  merges: string[];
  /**
   * By id: 1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte; empty where the file has none.
   */
  tokenTypes: number[];
  addSpacePrefix: boolean;
  removeExtraWhitespaces: boolean;
}

/**
 * The tokenizer in a GGUF file: it gives the ids of the one that the file was made from.
 *
 * @param source the file's name, for errors
 * @throws Problem for an algorithm or a cutting rule that is not known, and for a vocabulary that
 *   contradicts itself
 */
export function ggufTokenizer(vocabulary: GgufVocabulary, source: string): Tokenizer {
  const {model} = vocabulary;
  if (model === "llama") return likeSentencePiece(vocabulary, source);
  if (model !== "gpt2")
    throw new Problem(`${source}: tokenizer.ggml.model: gpt2 or llama expected, ${shown(model)} in the file`);
  if (vocabulary.addSpacePrefix)
    throw new Problem(
      `${source}: tokenizer.ggml.add_space_prefix: false expected for gpt2, true in the file`
    );
  return byteLevelBpe(vocabulary, source);
}

function likeSentencePiece(vocabulary: GgufVocabulary, source: string): Tokenizer {
  const {tokens, scores, tokenTypes, addSpacePrefix, removeExtraWhitespaces} = vocabulary;
  checkScores(vocabulary, source);
  const pieces = tokens.map((text, id) => ({text, score: scores[id], type: tokenTypes[id]}));
  const trainerSpec = {
    modelType: 2,
    byteFallback: tokenTypes.includes(pieceType.byte),
    treatWhitespaceAsSuffix: false,
    bosPiece: "<s>"
  };
  const normalizerSpec = {
    name: "identity",
    precompiledCharsmap: new Uint8Array(),
    addDummyPrefix: addSpacePrefix,
    removeExtraWhitespaces,
    escapeWhitespaces: true
  };
  return sentencePieceOf({pieces, trainerSpec, normalizerSpec}, source);
}

/** Files that were converted from a tokenizer.json have a score for each token, which says nothing. */
function checkScores({tokens, scores, tokenTypes}: GgufVocabulary, source: string): void {
  for (const [key, values] of Object.entries({scores, token_type: tokenTypes}))
    if (values.length !== tokens.length)
      throw new Problem(
        `${source}: tokenizer.ggml.${key}: ${tokens.length} expected, ${values.length} in the file`
      );
  const normal = Array.from(scores).filter((_, id) => tokenTypes[id] === pieceType.normal);
  if (normal.length > 1 && normal.every((score) => score === normal[0]))
    throw new Problem(
      `${source}: tokenizer.ggml.scores: all are ${normal[0]}, so that nothing says what is joined first; ` +
        `convert the model again, with its tokenizer.model`
    );
}
