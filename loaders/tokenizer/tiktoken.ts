import {Problem, shown} from "../problem.ts";
import {wellFormed} from "./characters.ts";
import {lettersOf, lettersOfText, textOfLetters} from "./letters.ts";
import {mergePairs} from "./merge.ts";
import {llama3Words} from "./published-words.ts";
import {remembered} from "./remembered.ts";
import type {Tokenizer} from "./tokenizer.ts";

/** LLaMA 3's has 2 MB. */
const mostBytes = 2 ** 23;
/**
 * Special tokens, which follow the ranks: LLaMA 3's `<|begin_of_text|>`, `<|end_of_text|>`, reserved ones and
 * so on.
 */
const specials = 256;

/** Whether bytes begin as a file of tiktoken's ranks does: a token in base64, a space and its rank. */
export function isTiktoken(bytes: Uint8Array): boolean {
  return /^[A-Za-z0-9+/]+={0,2} \d+(\r?\n|$)/.test(new TextDecoder().decode(bytes.subarray(0, 100)));
}

/**
 * LLaMA 3's tokenizer as Meta gives it: text is cut into words, a word that is a token is that token, and of
 * another word's bytes those neighbours are joined first that make the token of lowest rank. As tiktoken does
 * it; Meta's own code cuts runs of more than 25 000 characters before, which statements don't have.
 *
 * @param bytes a tokenizer.model of lines `BASE64 RANK`
 * @param source the file's name, for errors
 * @throws Problem for what is no such file, and for one without a token for each byte
 */
export function tiktoken(bytes: Uint8Array, source = "tokenizer.model"): Tokenizer {
  const ranks = readRanks(bytes, source);
  const tokens = [...ranks.keys()];
  const idsOfWord = remembered((word) => {
    const rank = ranks.get(word);
    if (rank !== undefined) return [rank];
    const merged = mergePairs(Array.from(word), (left, right) => ranks.get(left + right));
    return merged.flatMap((token) => ranks.get(token) ?? []);
  });
  return {
    kind: "byte-level BPE",
    vocabSize: tokens.length + specials,
    bosId: tokens.length,
    encode: (text) => llama3Words(wellFormed(text)).flatMap((word) => idsOfWord(lettersOfText(word))),
    pieces: (ids) =>
      ids.map((id) => (id < tokens.length ? textOfLetters(tokens[id]) : special(id - tokens.length)))
  };
}

/** Only the first two are called the same in all versions. */
const special = (i: number) => ["<|begin_of_text|>", "<|end_of_text|>"][i] ?? `<|special_token_${i}|>`;

/** The tokens in GPT-2's letters for bytes, by their ranks, which are the numbers of their lines. */
function readRanks(bytes: Uint8Array, source: string): Map<string, number> {
  if (bytes.length > mostBytes)
    throw new Problem(`${source}: ${mostBytes} bytes at most expected, ${bytes.length} found`);
  const ranks = new Map<string, number>();
  for (const line of new TextDecoder().decode(bytes).split("\n")) {
    if (line.trim() === "") continue;
    const [, token, rank] = /^([A-Za-z0-9+/]+={0,2}) (\d+)\r?$/.exec(line) ?? [];
    const where = `${source}: line ${ranks.size + 1}`;
    if (Number(rank) !== ranks.size)
      throw new Problem(`${where}: a token in base64 and rank ${ranks.size} expected, ${shown(line)} found`);
    const letters = lettersOf(fromBase64(token, where));
    if (ranks.has(letters))
      throw new Problem(`${where}: the token is that of rank ${ranks.get(letters)} already`);
    ranks.set(letters, ranks.size);
  }
  for (let byte = 0; byte < 256; byte++)
    if (!ranks.has(lettersOf(Uint8Array.of(byte))))
      throw new Problem(`${source}: a token for each byte expected, none for byte ${byte} in the file`);
  return ranks;
}

function fromBase64(token: string, where: string): Uint8Array {
  try {
    return Uint8Array.from(atob(token), (character) => character.charCodeAt(0));
  } catch {
    throw new Problem(`${where}: base64 expected, ${shown(token)} found`);
  }
}
