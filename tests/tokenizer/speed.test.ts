import {expect, it} from "vitest";
import {byteLevelBpe} from "../../loaders/tokenizer/bpe.ts";
import {tokenizerJson} from "../../loaders/tokenizer/tokenizer-json.ts";
import {tokenizerModel} from "../../loaders/tokenizer/tokenizer-model.ts";
import small from "../fixtures/tokenizer/bpe.json" with {type: "json"};
import {fixture} from "./golden.ts";

const kinds = {
  SentencePiece: () => tokenizerModel(fixture("llama.model")),
  "SentencePiece that replaces characters": () => tokenizerModel(fixture("replaced-symbols.model")),
  tiktoken: () => tokenizerModel(fixture("tiktoken.model")),
  "tokenizer.json of characters": () => tokenizerJson(fixture("tokenizer-json/llama-2.json")),
  "tokenizer.json of bytes": () => tokenizerJson(fixture("tokenizer-json/smollm.json")),
  "GGUF's gpt2": () => byteLevelBpe({...small, pre: "deepseek-llm"})
};

it.each(Object.entries(kinds))("10 000 statements take a few seconds at most: %s", (_, open) => {
  const {encode} = open();
  const start = performance.now();
  for (let i = 0; i < 10_000; i++)
    encode(`The city of Lima-${i} is larger than ${i * 7919}, the keeper's ships say.`);
  const milliseconds = performance.now() - start;
  console.log(`${Math.round(milliseconds)} ms`);
  expect(milliseconds).toBeLessThan(5000);
});
