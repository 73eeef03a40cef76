import {describe, expect, it} from "vitest";
import {Problem} from "../../loaders/problem.ts";
import {byteLevelBpe, type BpeVocabulary} from "../../loaders/tokenizer/bpe.ts";
import small from "../fixtures/tokenizer/bpe.json" with {type: "json"};
import {expectGolden} from "./golden.ts";
import {randomTexts} from "./random.ts";

const {tokens, merges} = small;
const smollm = byteLevelBpe({...small, pre: "smollm"});
const gpt2 = byteLevelBpe({...small, pre: "gpt-2"});

/** Tokens of `text` where nothing is joined but `merges`, all parts of which are tokens. */
function tokensOf(text: string, merges: string[], pre = "smollm"): string[] {
  const parts = merges.flatMap((merge) => [...merge.split(" "), merge.replace(" ", "")]);
  const vocabulary = [...new Set([...tokens.slice(2, 257), ...parts])];
  return byteLevelBpe({tokens: vocabulary, merges, pre})
    .encode(text)
    .map((id) => vocabulary[id]);
}

function complaint(changes: Partial<BpeVocabulary>): string {
  try {
    byteLevelBpe({...small, pre: "smollm", ...changes}, "small.gguf");
    return "none";
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

describe("byte-level BPE", () => {
  it("gives the ids that Hugging Face's tokenizers gives, cut as GPT-2 does", () => {
    expectGolden(gpt2, "bpe-gpt-2-ids.json");
  });

  it("gives the ids that Hugging Face's tokenizers gives, cut as SmolLM does", () => {
    expectGolden(smollm, "bpe-smollm-ids.json");
  });

  it("has as many ids as tokens", () => {
    expect(smollm.vocabSize).toBe(tokens.length);
  });

  it("joins the earliest merge first", () => {
    expect(tokensOf("abc", ["b c", "a b"])).toEqual(["a", "bc"]);
    expect(tokensOf("abc", ["a b", "b c"])).toEqual(["ab", "c"]);
  });

  it("joins within words alone, and a word takes one space along", () => {
    expect(tokensOf("ab  ab", ["b Ġ", "Ġ a", "Ġ Ġ"])).toEqual(["a", "b", "Ġ", "Ġa", "b"]);
  });

  it("joins numbers as GPT-2, and never as SmolLM, for which every number character is a word", () => {
    expect(tokensOf("12", ["1 2"], "gpt-2")).toEqual(["12"]);
    expect(tokensOf("12", ["1 2"])).toEqual(["1", "2"]);
    expect(tokensOf("  1", ["Ġ Ġ"], "gpt-2")).toEqual(["Ġ", "Ġ", "1"]);
    expect(tokensOf("  1", ["Ġ Ġ"])).toEqual(["ĠĠ", "1"]);
  });

  it("takes U+0085 for white space and U+FEFF for a sign, as Unicode does", () => {
    expect(tokensOf(".\u0085", [". Â"])).toEqual([".", "Â", "ħ"]);
    expect(tokensOf(".\ufeff", [". ï"])).toEqual([".ï", "»", "¿"]);
  });

  it("takes special tokens in a text for text", () => {
    expect(smollm.encode("<|endoftext|>").length).toBeGreaterThan(5);
    expect(smollm.encode("<|endoftext|>")).not.toContain(0);
  });

  it("leaves a byte out that has no token, and joins across it", () => {
    expect(smollm.encode("\u0004")).toEqual([]);
    expect(tokensOf("!\u0004!", ["! !"])).toEqual(["!!"]);
  });

  it("keeps every byte of random texts", () => {
    const bytesOf = letterTable();
    for (const text of randomTexts(2000, 7).map((text) => text.replaceAll("\u0004", ""))) {
      const kept = smollm
        .encode(text)
        .flatMap((id) => Array.from(tokens[id], (letter) => bytesOf.indexOf(letter)));
      expect(kept).toEqual([...new TextEncoder().encode(text)]);
    }
  });
});

describe("the pieces of byte-level BPE", () => {
  const read = (text: string) => smollm.pieces(smollm.encode(text));

  it("are the text, spaces and line ends included", () => {
    expect(read(" the\n7")).toEqual([" the", "\n", "7"]);
    const mark = byteLevelBpe({tokens: ["ï»¿"], merges: [], pre: "gpt-2"});
    expect(mark.pieces([0])).toEqual(["\ufeff"]);
  });

  it("show bytes that are no whole character as U+FFFD", () => {
    expect(read("𠀀")).toEqual(["\ufffd", "\ufffd", "\ufffd", "\ufffd"]);
  });

  it("show special tokens by their names", () => {
    expect(smollm.pieces([0, 1])).toEqual(["<|endoftext|>", "<|im_start|>"]);
    const named = byteLevelBpe({tokens: ["<à>", "Ã"], tokenTypes: [3, 1], merges: [], pre: "gpt-2"});
    expect(named.pieces([0, 1])).toEqual(["<à>", "\ufffd"]);
  });
});

describe("a vocabulary that can't be used", () => {
  it("is refused for a cutting rule that is not known", () => {
    expect(complaint({pre: "qwen2"})).toBe(
      'small.gguf: pre-tokenizer gpt-2 or smollm expected, "qwen2" in the file'
    );
    expect(complaint({pre: "toString"})).toMatch('"toString" in the file');
  });

  it("is refused for a merge that is not two tokens with a space between, or makes no token", () => {
    const expected = "small.gguf: merge 0: two tokens that make a third expected";
    expect(complaint({merges: ["th"]})).toBe(`${expected}, "th" found`);
    expect(complaint({merges: ["t h e"]})).toBe(`${expected}, "t h e" found`);
    expect(complaint({merges: ["q q"]})).toBe(`${expected}, "q q" found`);
    expect(complaint({merges: [...merges, "t 東"]})).toMatch(`merge ${merges.length}: `);
  });
});

/** GPT-2's letter by byte, as its authors define it: bytes that can be seen stand for themselves, others follow U+00FF. */
function letterTable(): string[] {
  const ranges = ["!~", "¡¬", "®ÿ"].map((range) => [range.charCodeAt(0), range.charCodeAt(1)]);
  const isSeen = (byte: number) => ranges.some(([first, last]) => byte >= first && byte <= last);
  const unseen = Array.from({length: 256}, (_, byte) => byte).filter((byte) => !isSeen(byte));
  return Array.from({length: 256}, (_, byte) =>
    String.fromCharCode(isSeen(byte) ? byte : 256 + unseen.indexOf(byte))
  );
}
