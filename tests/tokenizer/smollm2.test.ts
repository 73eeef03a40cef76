import {beforeAll, describe, expect, it} from "vitest";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {ggufTokenizer} from "../../loaders/tokenizer/gguf.ts";
import type {Tokenizer} from "../../loaders/tokenizer/tokenizer.ts";
import {locateModel} from "../../loaders/weights.ts";
import reference from "../fixtures/smollm2.json" with {type: "json"};
import {expectGolden} from "./golden.ts";

describe("the default model's tokenizer", () => {
  let tokenizer: Tokenizer;
  beforeAll(async () => {
    const {path} = await locateModel("SmolLM2-135M-Instruct");
    const checkpoint = await openCheckpoint(path);
    await checkpoint.close();
    if (!checkpoint.tokenizer) throw new Error(`${path}: no tokenizer`);
    tokenizer = ggufTokenizer(checkpoint.tokenizer, path);
  }, 600_000);

  it("gives the statements the ids that transformers gave them", () => {
    const ids = reference.statements.map((statement) => [reference.bosId, ...tokenizer.encode(statement)]);
    expect(ids).toEqual(reference.tokens);
  });

  it("gives hard strings the ids that Hugging Face's tokenizers gives", () => {
    expectGolden(tokenizer, "smollm2");
  });

  it("has 49152 tokens, and shows them as text", () => {
    expect(tokenizer.vocabSize).toBe(49152);
    const pieces = tokenizer.pieces([0, ...tokenizer.encode("It's 東, a naïve café\tx 🙂")]);
    expect(pieces).toEqual([
      "<|endoftext|>",
      "It",
      "'s",
      " \ufffd",
      "\ufffd",
      "\ufffd",
      ",",
      " a",
      " na",
      "ïve",
      " café",
      "\t",
      "x",
      " 🙂"
    ]);
  });
});
