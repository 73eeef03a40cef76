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
  const letters = tokens.filter((token) => token.length === 1);
  const vocabulary = [...new Set([...letters, ...parts])];
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
  it.each(["gpt-2", "smollm", "llama-bpe", "tekken", "deepseek-llm", "deepseek-coder"])(
    "gives the ids that Hugging Face's tokenizers gives, cut as %s does",
    (pre) => {
      expectGolden(byteLevelBpe({...small, pre}), `bpe-${pre}`);
    }
  );

  it.each([
    ["llama3", "llama-bpe"],
    ["llama-v3", "llama-bpe"],
    ["starcoder", "smollm"],
    ["refact", "smollm"]
  ])("cuts as %s does as %s", (pre, same) => {
    expectGolden(byteLevelBpe({...small, pre}), `bpe-${same}`);
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

  it("finds user-defined tokens before words, the longest first, and takes unused places for nothing", () => {
    const vocabulary = {
      tokens: ["a", "b", "<b>", "<b>a", "", ""],
      tokenTypes: [1, 1, 4, 4, 5, 5],
      merges: []
    };
    expect(byteLevelBpe({...vocabulary, pre: "gpt-2"}).encode("a<b>b<b>a")).toEqual([0, 2, 1, 3]);
  });

  it("takes a word that is a token for that token where LLaMA 3 cuts, however it could be joined", () => {
    const vocabulary = {tokens: ["a", "b", "c", "bc", "abc"], merges: ["b c"]};
    expect(byteLevelBpe({...vocabulary, pre: "llama-bpe"}).encode("abc")).toEqual([4]);
    expect(byteLevelBpe({...vocabulary, pre: "gpt-2"}).encode("abc")).toEqual([0, 3]);
  });

  it("takes half a surrogate pair for U+FFFD", () => {
    expect(gpt2.encode("a\ud83d b")).toEqual(gpt2.encode("a\ufffd b"));
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
  it("are the text, spaces and line ends included", () => {
    const {pieces} = byteLevelBpe({tokens: ["Ġthe", "Ċ", "7", "ï»¿"], merges: [], pre: "gpt-2"});
    expect(pieces([0, 1, 2, 3])).toEqual([" the", "\n", "7", "\ufeff"]);
  });

  it("show bytes that are no whole character as U+FFFD", () => {
    const {pieces} = byteLevelBpe({tokens: ["æ°", "´", "æ°´"], merges: [], pre: "gpt-2"});
    expect(pieces([0, 1, 2])).toEqual(["\ufffd", "\ufffd", "水"]);
  });

  it("show nothing for what is no token", () => {
    expect(gpt2.pieces([tokens.length])).toEqual([""]);
  });

  it("show special tokens by their names", () => {
    expect(smollm.pieces([0, 1])).toEqual(["<|endoftext|>", "<|im_start|>"]);
    const named = byteLevelBpe({tokens: ["<à>", "Ã"], tokenTypes: [3, 1], merges: [], pre: "gpt-2"});
    expect(named.pieces([0, 1])).toEqual(["<à>", "\ufffd"]);
  });
});

describe("a vocabulary that can't be used", () => {
  it("is refused for a cutting rule that is not known, or not named", () => {
    const known =
      "gpt-2, llama-bpe, llama3, llama-v3, smollm, starcoder, refact, tekken, deepseek-llm, deepseek-coder";
    expect(complaint({pre: "qwen2"})).toBe(
      `small.gguf: tokenizer.ggml.pre: one of ${known} expected, qwen2 in the file`
    );
    expect(complaint({pre: "toString"})).toMatch("toString in the file");
    expect(complaint({pre: "default"})).toBe(
      `small.gguf: the file doesn't say how text is cut into words (tokenizer.ggml.pre: ${known}); ` +
        "convert the model again"
    );
  });

  it("is refused for a merge that is not two tokens with a space between, or makes no token", () => {
    const two = "small.gguf: merge 0: two tokens with a space between expected";
    expect(complaint({merges: ["th"]})).toBe(`${two}, "th" found`);
    expect(complaint({merges: ["t h e"]})).toBe(`${two}, "t h e" found`);
    const third = "small.gguf: merge 0: two tokens that make a third expected";
    expect(complaint({merges: ["q q"]})).toBe(`${third}, "q q" found`);
    expect(complaint({merges: [...merges, "t 東"]})).toMatch(`merge ${merges.length}: `);
  });

  it("is refused for a token that is there twice", () => {
    expect(complaint({tokens: [...tokens, "!"]})).toBe(
      `small.gguf: token ${tokens.length}: "!" is token ${tokens.indexOf("!")} already`
    );
  });
});

/**
 * GPT-2's letter by byte, as its authors define it: bytes that can be seen stand for themselves, others
 * follow U+00FF.
 */
function letterTable(): string[] {
  const ranges = ["!~", "¡¬", "®ÿ"].map((range) => [range.charCodeAt(0), range.charCodeAt(1)]);
  const isSeen = (byte: number) => ranges.some(([first, last]) => byte >= first && byte <= last);
  const unseen = Array.from({length: 256}, (_, byte) => byte).filter((byte) => !isSeen(byte));
  return Array.from({length: 256}, (_, byte) =>
    String.fromCharCode(isSeen(byte) ? byte : 256 + unseen.indexOf(byte))
  );
}
