import {describe, expect, it} from "vitest";
import {
  deepseekCoderWords,
  deepseekLlmWords,
  llama3Words,
  smollmWords,
  tekkenWords
} from "../../loaders/tokenizer/published-words.ts";
import {readPreTokenizer} from "../../loaders/tokenizer/tokenizer-json-words.ts";
import {gpt2Words, inOrder, letters, splitAt} from "../../loaders/tokenizer/words.ts";
import parts from "../fixtures/tokenizer/parts.json" with {type: "json"};
import strings from "../fixtures/tokenizer/strings.json" with {type: "json"};
import {randomTexts} from "./random.ts";

/** Characters between others, all that are not private nor inside of a long row of alike ones. */
function everyCharacter(): string[] {
  const rows = [
    [0, 0x4e02],
    [0x9fa0, 0xac02],
    [0xd7a0, 0xd800],
    [0xf900, 0x12000],
    [0x16000, 0x17000],
    [0x1d000, 0x1fc00]
  ];
  return rows.flatMap(([first, end]) =>
    Array.from({length: end - first}, (_, i) => {
      const character = String.fromCodePoint(first + i);
      return `${character}a ${character}1${character}`;
    })
  );
}

describe("published words are those of the models' own tokenizer.json", () => {
  const preTokenizers = parts.preTokenizers;
  it.each([
    ["GPT-2", gpt2Words, preTokenizers["gpt-2"]],
    ["SmolLM", smollmWords, preTokenizers.smollm],
    ["LLaMA 3", llama3Words, preTokenizers["llama-bpe"]],
    ["Mistral's tekken", tekkenWords, preTokenizers.tekken],
    ["DeepSeek LLM", deepseekLlmWords, preTokenizers["deepseek-llm"]],
    ["DeepSeek Coder", deepseekCoderWords, preTokenizers["deepseek-coder"]]
  ])("%s", (_, cut, {config}) => {
    const published = inOrder(cut, letters);
    const {words} = readPreTokenizer(config, "pre_tokenizer");
    const texts = [...Object.values(strings), ...randomTexts(500, 9), ...everyCharacter()];
    const different = texts.filter((text) => published(text).join("|") !== words(text, true).join("|"));
    expect(different).toEqual([]);
  });
});

describe("cutting at a pattern", () => {
  const cut = (behavior: Parameters<typeof splitAt>[1], inverted = false) =>
    splitAt("-", behavior, inverted)("-the--end-").join("|");

  it("leaves matches by themselves, takes them out, or joins them with what is beside them", () => {
    expect(cut("Isolated")).toBe("-|the|-|-|end|-");
    expect(cut("Removed")).toBe("the|end");
    expect(cut("MergedWithPrevious")).toBe("-|the-|-|end-");
    expect(cut("MergedWithNext")).toBe("-the|-|-end|-");
    expect(cut("Contiguous")).toBe("-|the|--|end|-");
  });

  it("takes what lies between for the matches if it is inverted", () => {
    expect(cut("Removed", true)).toBe("-|-|-|-");
    expect(cut("MergedWithPrevious", true)).toBe("-the|-|-end|-");
  });
});
