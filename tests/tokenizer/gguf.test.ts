import {describe, expect, it} from "vitest";
import {Problem} from "../../loaders/problem.ts";
import {ggufTokenizer, type GgufVocabulary} from "../../loaders/tokenizer/gguf.ts";
import {readModel} from "../../loaders/tokenizer/sentencepiece-model.ts";
import small from "../fixtures/tokenizer/bpe.json" with {type: "json"};
import {expectGolden, fixture} from "./golden.ts";

/** What a GGUF file says of a tokenizer.model that it is made from. */
function vocabularyOf(name: string): GgufVocabulary {
  const {pieces, normalizerSpec} = readModel(fixture(`${name}.model`), name);
  return {
    model: "llama",
    pre: "default",
    tokens: pieces.map(({text}) => text),
    scores: Float64Array.from(pieces, ({score}) => score),
    merges: [],
    tokenTypes: pieces.map(({type}) => type),
    addSpacePrefix: normalizerSpec.addDummyPrefix,
    removeExtraWhitespaces: normalizerSpec.removeExtraWhitespaces
  };
}

const llama = vocabularyOf("llama");
const gpt2 = {
  ...small,
  model: "gpt2",
  pre: "llama-bpe",
  scores: [],
  addSpacePrefix: false,
  removeExtraWhitespaces: false
};

function complaint(vocabulary: GgufVocabulary): string {
  try {
    ggufTokenizer(vocabulary, "a.gguf");
    return "none";
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

describe("the tokenizer in a GGUF file", () => {
  it.each(["llama", "squeezed", "bare", "symbols", "unused", "unknown"])(
    "gives the ids of the tokenizer.model that it is made from: %s",
    (name) => {
      expectGolden(ggufTokenizer(vocabularyOf(name), "a.gguf"), name);
    }
  );

  it("gives the ids of the tokenizer.json that it is made from", () => {
    expectGolden(ggufTokenizer(gpt2, "a.gguf"), "bpe-llama-bpe");
  });

  it("needs no piece for unknown characters where there are bytes", () => {
    const tokenTypes = llama.tokenTypes.map((type) => (type === 2 ? 3 : type));
    expectGolden(ggufTokenizer({...llama, tokenTypes}, "a.gguf"), "llama");
    expect(complaint({...llama, tokenTypes: tokenTypes.map((type) => (type === 6 ? 3 : type))})).toBe(
      "a.gguf: a piece for unknown characters expected, none in the file"
    );
  });
});

describe("a tokenizer in a GGUF file that can't be used", () => {
  it("is refused for an algorithm that is not known", () => {
    expect(complaint({...gpt2, model: "t5"})).toBe(
      "a.gguf: tokenizer.ggml.model: gpt2 or llama expected, t5 in the file"
    );
  });

  it("is refused for a space in front of bytes, which llama.cpp doesn't put there", () => {
    expect(complaint({...gpt2, addSpacePrefix: true})).toBe(
      "a.gguf: tokenizer.ggml.add_space_prefix: false expected for gpt2, true in the file"
    );
  });

  it("is refused without a score or a type for each token", () => {
    expect(complaint({...llama, scores: []})).toBe(
      "a.gguf: tokenizer.ggml.scores: 560 expected, 0 in the file"
    );
    expect(complaint({...llama, tokenTypes: []})).toBe(
      "a.gguf: tokenizer.ggml.token_type: 560 expected, 0 in the file"
    );
  });

  it("is refused for scores that are all the same, which say nothing", () => {
    expect(complaint({...llama, scores: new Float64Array(560).fill(-1000)})).toBe(
      "a.gguf: tokenizer.ggml.scores: all are -1000, so that nothing says what is joined first; " +
        "convert the model again, with its tokenizer.model"
    );
  });

  it("is refused for a score that is no number, a type that is none, or a token that is there twice", () => {
    expect(complaint({...llama, scores: llama.scores.map((score, i) => (i === 300 ? NaN : score))})).toBe(
      "a.gguf: piece 300: a finite score expected, NaN in the file"
    );
    expect(complaint({...llama, tokenTypes: llama.tokenTypes.with(300, 7)})).toMatch(
      "a.gguf: piece 300: type"
    );
    expect(complaint({...llama, tokens: llama.tokens.with(300, llama.tokens[299])})).toMatch(
      /^a\.gguf: piece 300: ".*" is piece 299 already$/
    );
  });
});
