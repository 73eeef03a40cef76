import {describe, expect, it} from "vitest";
import {tokenizerJson} from "../../loaders/tokenizer/tokenizer-json.ts";
import {readNormalizer} from "../../loaders/tokenizer/tokenizer-json-normalizer.ts";
import {readPreTokenizer} from "../../loaders/tokenizer/tokenizer-json-words.ts";
import parts from "../fixtures/tokenizer/parts.json" with {type: "json"};
import llama2 from "../fixtures/tokenizer/tokenizer-json/llama-2.json" with {type: "json"};
import smollm from "../fixtures/tokenizer/tokenizer-json/smollm.json" with {type: "json"};
import {digestsOfRandom, expectGolden, fixture, mismatches} from "./golden.ts";
import {opened} from "./tokenizer-json-files.ts";

/** A part of a file, and digests of what the original makes of it. */
interface Golden {
  config: unknown;
  strings: string[];
  random: string[];
}

function expectDigests({strings, random}: Golden, make: (text: string) => unknown): void {
  expect(mismatches(strings, make)).toEqual([]);
  expect(digestsOfRandom(make)).toEqual(random);
}

/** What the table of whole files sets of a file. */
interface FileConfig {
  vocabulary: string;
  model?: Record<string, unknown>;
  missing?: string[];
}

/** The file of a configuration, as tests/fixtures/tokenizer/make_tokenizer_json.py makes it. */
function fileOf({vocabulary, model, missing = [], ...settings}: FileConfig): Record<string, unknown> {
  const plain = vocabulary === "bytes" ? smollm : llama2;
  const vocab = new Map<string, number>(Object.entries(plain.model.vocab));
  for (const token of missing) {
    vocab.set(`no ${token}`, vocab.get(token) ?? NaN);
    vocab.delete(token);
  }
  return {model: {...plain.model, ...model, vocab: Object.fromEntries(vocab)}, ...settings};
}

const whole = (name: string) => tokenizerJson(fixture(`tokenizer-json/${name}.json`));

describe("a tokenizer.json gives the ids that Hugging Face's tokenizers gives", () => {
  it.each(["gpt-2", "smollm", "llama-3", "llama-2", "llama-2-newer"])("of the kind of %s", (name) => {
    expectGolden(whole(name), `tokenizer-json/${name}`);
  });

  it.each(Object.entries(parts.files))("with %s", (_, golden) => {
    expectDigests(golden, opened(fileOf(golden.config)).encode);
  });
});

describe("a normalizer makes what Hugging Face's tokenizers makes", () => {
  it.each(Object.entries(parts.normalizers))("%s", (_, golden: Golden) => {
    expectDigests(golden, readNormalizer(golden.config, "normalizer"));
  });
});

describe("a pre-tokenizer cuts the words that Hugging Face's tokenizers cuts", () => {
  it.each(Object.entries(parts.preTokenizers))("%s", (_, golden: Golden) => {
    const {words} = readPreTokenizer(golden.config, "pre_tokenizer");
    expectDigests(golden, (text) => words(text, true));
  });
});

describe("a tokenizer.json", () => {
  it("says what begins a sequence in its post-processor's template, or in one of several", () => {
    expect(whole("llama-2").bosId).toBe(1);
    expect(whole("llama-3").bosId).toBe(2);
    expect(whole("gpt-2").bosId).toBeUndefined();
    expect(whole("smollm").bosId).toBeUndefined();
  });

  it("has ids below one more than the greatest, be it of an added token", () => {
    expect(whole("llama-2").vocabSize).toBe(560);
    expect(whole("llama-2-newer").vocabSize).toBe(562);
    expect(opened({model: {vocab: {a: 7}, merges: []}}).vocabSize).toBe(8);
  });

  it("says whether it is of bytes", () => {
    expect(whole("llama-3").kind).toBe("byte-level BPE");
    expect(whole("llama-2").kind).toBe("BPE");
  });

  it("shows tokens as text, and bytes that are no character as U+FFFD", () => {
    const llama = whole("llama-2");
    expect(llama.pieces(llama.encode("The\n🙃"))).toEqual([
      " The",
      "\n",
      "\ufffd",
      "\ufffd",
      "\ufffd",
      "\ufffd"
    ]);
    expect(llama.pieces([0, 1])).toEqual(["<unk>", "<s>"]);
    expect(whole("llama-3").pieces(whole("llama-3").encode("It's é\n")).join("")).toBe("It's é\n");
  });

  it("may be older: merges with a space between, a comment before them, a model without its type", () => {
    const {encode} = opened({model: {vocab: {a: 0, b: 1, ab: 2}, merges: ["#version: 0.2", "a b"]}});
    expect(encode("aba")).toEqual([2, 0]);
  });

  it("may have tokens with spaces, and such as objects have keys of their own", () => {
    const vocab = {a: 0, " ": 1, "a ": 2, " a": 3, "a a": 4, toString: 5};
    const merges = [
      ["a", " a"],
      [" ", "a"],
      ["a", " "]
    ];
    expect(opened({model: {vocab, merges}}).encode("a a")).toEqual([4]);
    expect(opened({model: {vocab, merges: merges.slice(2)}}).encode("a a")).toEqual([2, 0]);
    const proto = JSON.parse('{"model": {"vocab": {"__proto__": 0, "a": 1}, "merges": []}}') as object;
    expect(opened(proto).encode("a")).toEqual([1]);
  });

  it("takes the latest of equal merges", () => {
    const vocab = {a: 0, b: 1, c: 2, ab: 3, bc: 4};
    const [ab, bc] = [
      ["a", "b"],
      ["b", "c"]
    ];
    expect(opened({model: {vocab, merges: [ab, bc]}}).encode("abc")).toEqual([3, 2]);
    expect(opened({model: {vocab, merges: [ab, bc, ab]}}).encode("abc")).toEqual([0, 4]);
  });
});
