import {describe, expect, it} from "vitest";
import {Problem} from "../../loaders/problem.ts";
import {tokenizerModel} from "../../loaders/tokenizer/tokenizer-model.ts";
import {expectGolden, fixture} from "./golden.ts";

function complaint(text: string): string {
  try {
    tokenizerModel(new TextEncoder().encode(text), "a.model");
    return "none";
  } catch (error) {
    if (error instanceof Problem) return error.message;
    throw error;
  }
}

describe("a tokenizer.model", () => {
  it("is SentencePiece's or tiktoken's by what it holds", () => {
    expectGolden(tokenizerModel(fixture("llama.model")), "llama");
    expectGolden(tokenizerModel(fixture("tiktoken.model")), "tiktoken");
  });

  it("is refused where it is something else that people put there", () => {
    const expected = "a.model: SentencePiece's or tiktoken's model expected, ";
    expect(complaint("")).toBe(`${expected}the file is empty; fetch it again`);
    expect(complaint('{"version": "1.0"}')).toBe(`${expected}a tokenizer.json found; call it tokenizer.json`);
    expect(complaint("version https://git-lfs")).toBe(
      `${expected}a pointer of git-lfs found; fetch the file with git lfs pull`
    );
    expect(complaint("<!doctype html>")).toBe(
      `${expected}a web page found; log in where it comes from and fetch it again`
    );
    expect(complaint("hello")).toMatch("a.model: a SentencePiece model expected");
    expect(complaint("IQ== 0\nIg== 2\n")).toMatch("a.model: line 2: a token in base64 and rank 1 expected");
  });
});
