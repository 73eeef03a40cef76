import {describe, expect, it} from "vitest";
import {tokenizerJson} from "../../loaders/tokenizer/tokenizer-json.ts";
import {complaint} from "./tokenizer-json-files.ts";

const model = {type: "BPE", vocab: {a: 0, b: 1, ab: 2}, merges: [["a", "b"]]};

describe("a tokenizer that would make much of little", () => {
  const long = "x".repeat(17);

  it.each<[string, object, string]>([
    [
      "many steps before words are cut",
      {normalizer: {type: "Sequence", normalizers: Array(33).fill({type: "NFC"})}},
      "a.json: normalizer: 32 steps at most expected, 33 found"
    ],
    [
      "a long text to put before each",
      {normalizer: {type: "Prepend", prepend: long}},
      "a.json: normalizer: prepend: 16 characters at most expected, 17 found"
    ],
    [
      "a long text for each character",
      {normalizer: {type: "Replace", pattern: {String: "a"}, content: long}},
      "a.json: normalizer: content: 16 characters at most expected, 17 found"
    ],
    [
      "many steps that cut",
      {pre_tokenizer: {type: "Sequence", pretokenizers: Array(300_000).fill({type: "Digits"})}},
      "a.json: pre_tokenizer: 32 steps at most expected, 300000 found"
    ],
    [
      "letters of letters",
      {pre_tokenizer: {type: "Sequence", pretokenizers: Array(2).fill({type: "ByteLevel"})}},
      "a.json: pre_tokenizer: one step ByteLevel at most expected, more found"
    ]
  ])("is refused with %s", (_, changes, message) => {
    const withDefaults = JSON.stringify({model, ...changes}).replaceAll(
      '{"type":"Digits"}',
      '{"type":"Digits","individual_digits":true}'
    );
    expect(
      complaint(
        withDefaults.replaceAll('{"type":"ByteLevel"}', '{"type":"ByteLevel","add_prefix_space":false}')
      )
    ).toBe(message);
  });

  it("ends where a text has grown beyond use", () => {
    const eightfold = {type: "Replace", pattern: {String: "e"}, content: "e".repeat(8)};
    const file = {model, normalizer: {type: "Sequence", normalizers: Array(12).fill(eightfold)}};
    const tokenizer = tokenizerJson(new TextEncoder().encode(JSON.stringify(file)), "a.json");
    expect(() => tokenizer.encode("e".repeat(1000))).toThrow(
      "a.json: normalizer: makes 64000 characters and more of 1000"
    );
  });
});
