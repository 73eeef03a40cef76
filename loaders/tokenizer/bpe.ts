import {Problem, shown} from "../problem.ts";
import {addedTokenFinder} from "./added-tokens.ts";
import {bpe} from "./bpe-model.ts";
import {wellFormed} from "./characters.ts";
import {lettersOfText, textOfLetters} from "./letters.ts";
import {
  deepseekCoderWords,
  deepseekLlmWords,
  llama3Words,
  smollmWords,
  tekkenWords
} from "./published-words.ts";
import type {Tokenizer} from "./tokenizer.ts";
import {gpt2Words, type Cutter} from "./words.ts";

/** What a byte-level BPE is made of, in GGUF's words. */
export interface BpeVocabulary {
  /** The rule by which text is cut into words before any merge (tokenizer.ggml.pre). */
  pre: string;
  /** By id; a normal token is written in GPT-2's letters for bytes. */
  tokens: readonly string[];
  /** Two tokens with a space between, the first to be joined first. */
  merges: readonly string[];
  /** By id, GGUF's token types; without them every token is a normal one. */
  tokenTypes?: readonly number[];
}

const types = {normal: 1, userDefined: 4};

/**
 * A tokenizer that cuts text into words and joins each word's bytes, the earliest merge first (GPT-2, LLaMA
 * 3, SmolLM2). Tokens of the user's are found before.
 *
 * A byte that the vocabulary has no token for is left out before the merges, as Hugging Face's tokenizers
 * does (SmolLM2: U+0004, 06, 13, 14, 16, 1d, and planes 4 to 11 of Unicode, where nothing is assigned).
 *
 * @param source where the vocabulary comes from, for errors
 * @throws Problem for a cutting rule that is not known, a token that is there twice, or a merge whose parts
 *   or result are no tokens
 */
export function byteLevelBpe(vocabulary: BpeVocabulary, source = "vocabulary"): Tokenizer {
  const {tokens} = vocabulary;
  const {cut, ignoreMerges} = ruleOf(vocabulary.pre, source);
  const ids = idsOf(tokens, source);
  const idsOfWord = bpe({ids, merges: readMerges(vocabulary.merges, source), ignoreMerges}, source);
  const typeOf = (id: number) => vocabulary.tokenTypes?.[id] ?? types.normal;
  const userDefined = [...ids].filter(([, id]) => typeOf(id) === types.userDefined);
  const sections = addedTokenFinder(userDefined.map(([pattern, id]) => ({...asItStands, id, pattern})));
  return {
    kind: "byte-level BPE",
    vocabSize: tokens.length,
    encode: (text) =>
      sections(wellFormed(text)).flatMap((section) =>
        "id" in section ? section.id : cut(section.text).flatMap((word) => idsOfWord(lettersOfText(word)))
      ),
    pieces: (ids) =>
      ids.map((id) => {
        const token = tokens.at(id) ?? "";
        return typeOf(id) === types.normal ? textOfLetters(token) : token;
      })
  };
}

const asItStands = {isText: false, singleWord: false, lstrip: false, rstrip: false};

interface CuttingRule {
  cut: Cutter;
  /** Whether a word that is a token is that token, however it could be joined. */
  ignoreMerges: boolean;
}

const llama3 = {cut: llama3Words, ignoreMerges: true};

/**
 * By tokenizer.ggml.pre: the rules of models that are LLaMAs, each as the model's own tokenizer.json has it.
 */
const cuttingRules = new Map<string, CuttingRule>([
  ["gpt-2", {cut: gpt2Words, ignoreMerges: false}],
  ["llama-bpe", llama3],
  ["llama3", llama3],
  ["llama-v3", llama3],
  ["smollm", {cut: smollmWords, ignoreMerges: false}],
  ["starcoder", {cut: smollmWords, ignoreMerges: false}],
  ["refact", {cut: smollmWords, ignoreMerges: false}],
  ["tekken", {cut: tekkenWords, ignoreMerges: true}],
  ["deepseek-llm", {cut: deepseekLlmWords, ignoreMerges: false}],
  ["deepseek-coder", {cut: deepseekCoderWords, ignoreMerges: false}]
]);

function ruleOf(pre: string, source: string): CuttingRule {
  const rule = cuttingRules.get(pre);
  if (rule) return rule;
  const known = [...cuttingRules.keys()].join(", ");
  if (pre === "default")
    throw new Problem(
      `${source}: the file doesn't say how text is cut into words (tokenizer.ggml.pre: ${known}); convert the model again`
    );
  throw new Problem(`${source}: tokenizer.ggml.pre: one of ${known} expected, ${shown(pre)} in the file`);
}

function idsOf(tokens: readonly string[], source: string): Map<string, number> {
  const ids = new Map<string, number>();
  for (const [id, token] of tokens.entries()) {
    if (token === "") continue; // a place that is not used
    if (ids.has(token))
      throw new Problem(
        `${source}: token ${id}: ${shown(JSON.stringify(token))} is token ${ids.get(token)} already`
      );
    ids.set(token, id);
  }
  return ids;
}

function readMerges(merges: readonly string[], source: string): [left: string, right: string][] {
  return merges.map((merge, rank) => {
    const parts = merge.split(" ");
    if (parts.length === 2) return [parts[0], parts[1]];
    throw new Problem(
      `${source}: merge ${rank}: two tokens with a space between expected, ${shown(JSON.stringify(merge))} found`
    );
  });
}
