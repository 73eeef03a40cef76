import {describe, expect, it} from "vitest";
import {Problem} from "../../loaders/problem.ts";
import {tokenizerJson} from "../../loaders/tokenizer/tokenizer-json.ts";
import {fixture} from "./golden.ts";
import {generator} from "./random.ts";
import {complaint, opened} from "./tokenizer-json-files.ts";

const model = {type: "BPE", vocab: {a: 0, b: 1, ab: 2}, merges: [["a", "b"]]};

describe("a tokenizer.json that is none", () => {
  it("is refused if it is no JSON, no UTF-8, no object, or has no model", () => {
    expect(complaint("")).toMatch("a.json: JSON expected: ");
    expect(complaint("\ufeff{}")).toMatch("a.json: JSON expected: ");
    expect(complaint('{"a": \u0000}')).toMatch("a.json: JSON expected: ");
    expect(() => tokenizerJson(Uint8Array.of(0x22, 0xff, 0x22))).toThrow(Problem);
    expect(complaint("[]")).toBe("a.json: an object expected, a list found");
    expect(complaint("null")).toBe("a.json: an object expected, null found");
    expect(complaint("{}")).toBe("a.json: model: an object expected, nothing found");
  });

  it("is refused if it is long or deep, or has more in it than any tokenizer", () => {
    expect(() => tokenizerJson(new Uint8Array(24_000_001))).toThrow("24000000 bytes at most expected");
    const deep = "[".repeat(100_000) + "]".repeat(100_000);
    expect(complaint(`{"model": ${deep}}`)).toBe("a.json: JSON of 32 levels at most expected, more found");
    const most = "at most expected, more found";
    expect(complaint(`[${"{},".repeat(2 ** 20)}{}]`)).toBe(`a.json: JSON of 1048576 brackets ${most}`);
    expect(complaint(`[${"0,".repeat(2 ** 21 + 1)}0]`)).toBe(`a.json: JSON of 2097152 commas ${most}`);
  });
});

describe("a model that is not read", () => {
  const changed = (changes: object) => complaint({model: {...model, ...changes}});

  it("is refused for another algorithm, and for settings of its own", () => {
    expect(complaint({model})).toBe("none");
    expect(changed({type: "Unigram"})).toBe("a.json: model: type BPE expected, Unigram found");
    expect(changed({dropout: 0.1})).toBe("a.json: model: dropout: none expected, 0.1 found");
    expect(changed({dropout: 0})).toBe("none");
    expect(changed({continuing_subword_prefix: "##"})).toBe(
      "a.json: model: continuing_subword_prefix: none expected, ## found"
    );
    expect(changed({end_of_word_suffix: "</w>"})).toBe(
      "a.json: model: end_of_word_suffix: none expected, </w> found"
    );
    expect(changed({fuse_unk: "yes"})).toBe('a.json: model: fuse_unk: true or false expected, "yes" found');
  });

  it("is refused for ids that are none, or the same", () => {
    const token = "a.json: model: vocab: token";
    expect(changed({vocab: {a: -1}})).toBe(`${token} "a": an id below 16777216 expected, -1 found`);
    expect(changed({vocab: {a: 0.5}})).toBe(`${token} "a": an id below 16777216 expected, 0.5 found`);
    expect(changed({vocab: {a: 2 ** 24}})).toBe(
      `${token} "a": an id below 16777216 expected, 16777216 found`
    );
    expect(changed({vocab: {a: "0"}})).toBe(`${token} "a": an id below 16777216 expected, "0" found`);
    expect(changed({vocab: {a: 0, b: 0}})).toBe(`${token} "b": id 0 is that of "a" already`);
    expect(changed({vocab: {"\ud800": 0}})).toBe(`${token} "\\ud800": half a surrogate pair stands alone`);
  });

  it("is refused for merges that are none", () => {
    const merge = "a.json: model: merge 0: two tokens";
    expect(changed({merges: {}})).toBe("a.json: model: merges: a list expected, an object found");
    expect(changed({merges: ["ab"]})).toBe(`${merge} expected, "ab" found`);
    expect(changed({merges: ["a b b"]})).toBe(`${merge} expected, "a b b" found`);
    expect(changed({merges: [["a"]]})).toBe(`${merge} expected, a list found`);
    expect(changed({merges: [["a", 1]]})).toBe(`${merge} expected, a list found`);
    expect(changed({merges: [["b", "a"]]})).toBe(`${merge} that make a third expected, "b a" found`);
    expect(changed({merges: ["a b", ["a", "b"]]})).toBe(
      "a.json: model: merge 1: two tokens expected, a list found"
    );
  });

  it("is refused when a character is unknown, if nothing stands for such", () => {
    expect(changed({unk_token: "<unk>"})).toBe(
      'a.json: model: a character is no token, nor is "<unk>", which stands for such'
    );
    expect(opened({model: {...model, unk_token: "<unk>"}}).encode("ab")).toEqual([2]);
  });
});

describe("a part that is not read", () => {
  it("is a normalizer of another kind, or sequences in sequences without an end", () => {
    const normalizer = (config: unknown) => complaint({model, normalizer: config});
    expect(normalizer({type: "Lowercase"})).toBe(
      "a.json: normalizer: Lowercase is a normalizer that is not read here"
    );
    expect(normalizer({type: "Sequence", normalizers: [{type: "NFC"}, {type: "Precompiled"}]})).toBe(
      "a.json: normalizer: step 1: Precompiled is a normalizer that is not read here"
    );
    expect(normalizer("NFC")).toBe('a.json: normalizer: an object expected, "NFC" found');
    expect(normalizer({type: "Replace", pattern: {String: ""}, content: "x"})).toBe(
      "a.json: normalizer: pattern: a text that is not empty expected"
    );
    let config: object = {type: "NFC"};
    for (let depth = 0; depth < 10; depth++) config = {type: "Sequence", normalizers: [config]};
    expect(normalizer(config)).toMatch(/step 0: 8 sequences in each other at most expected$/);
  });

  it("is a pre-tokenizer of another kind, or settings that contradict each other", () => {
    const preTokenizer = (config: unknown) => complaint({model, pre_tokenizer: config});
    const where = "a.json: pre_tokenizer";
    expect(preTokenizer({type: "Whitespace"})).toBe(
      `${where}: Whitespace is a pre-tokenizer that is not read here`
    );
    expect(preTokenizer({type: "ByteLevel"})).toBe(
      `${where}: add_prefix_space: true or false expected, nothing found`
    );
    const metaspace = {type: "Metaspace", replacement: "▁"};
    expect(preTokenizer(metaspace)).toBe("none");
    expect(preTokenizer({...metaspace, replacement: "__"})).toBe(
      `${where}: replacement: one character expected, __ found`
    );
    expect(preTokenizer({...metaspace, prepend_scheme: "last"})).toBe(
      `${where}: prepend_scheme: always, first or never expected, last found`
    );
    expect(preTokenizer({...metaspace, add_prefix_space: false})).toBe(
      `${where}: add_prefix_space is false, and prepend_scheme always`
    );
    const first = {...metaspace, prepend_scheme: "first"};
    const steps = [{type: "Digits", individual_digits: true}, first];
    expect(preTokenizer({type: "Sequence", pretokenizers: steps})).toBe(
      `${where}: step 1: prepend_scheme first is read at the beginning alone`
    );
    expect(complaint({model, pre_tokenizer: first, normalizer: {type: "NFC"}})).toBe(
      "a.json: prepend_scheme first is read without a normalizer alone"
    );
  });

  it("is a pattern that is not translated", () => {
    const split = (changes: object) =>
      complaint({model, pre_tokenizer: {type: "Split", behavior: "Isolated", invert: false, ...changes}});
    expect(split({pattern: {Regex: "(a+)+$"}})).toBe(
      'a.json: pre_tokenizer: pattern: (a+)+$ is a regular expression that is not read here, for "(a+)+$"'
    );
    expect(split({pattern: {String: "a"}, behavior: "Joined"})).toMatch("behavior: one of Isolated, Removed");
    expect(split({pattern: "a"})).toBe('a.json: pre_tokenizer: pattern: an object expected, "a" found');
  });

  it("is a template with several tokens before the text", () => {
    const piece = (id: string) => ({SpecialToken: {id, type_id: 0}});
    const template = (ids: unknown, ...single: object[]) =>
      complaint({
        model,
        post_processor: {type: "TemplateProcessing", single, special_tokens: {a: {ids}}}
      });
    const text = {Sequence: {id: "A", type_id: 0}};
    expect(template([0], piece("a"), text, piece("a"))).toBe("none");
    expect(template([0], piece("a"), piece("a"), text)).toBe(
      "a.json: post_processor: one token before a text expected, 2 found"
    );
    expect(template(["0"], piece("a"), text)).toBe("a.json: post_processor: a: ids expected");
    expect(template([0], piece("b"), text)).toBe(
      "a.json: post_processor: special_tokens: b: an object expected, nothing found"
    );
  });
});

describe("an added token that can't be used", () => {
  const flags = {special: false, normalized: false, lstrip: false, rstrip: false, single_word: false};
  const added = (...tokens: object[]) =>
    complaint({model, added_tokens: tokens.map((token) => ({...flags, ...token}))});
  const where = "a.json: added token";

  it("is refused for another id than the original would give it", () => {
    expect(added({content: "a", id: 0}, {content: "<x>", id: 3}, {content: "<y>", id: 4})).toBe("none");
    expect(added({content: "a", id: 3})).toBe(`${where} 0: "a": id 0 expected, 3 found`);
    expect(added({content: "<x>", id: 7})).toBe(`${where} 0: "<x>": id 3 expected, 7 found`);
  });

  it("is refused if it is there twice, or looks like another when it is normalized", () => {
    expect(added({content: "<x>", id: 3}, {content: "<x>", id: 3})).toBe(
      `${where} 1: "<x>" is there already`
    );
    const normalizer = {type: "Replace", pattern: {String: "x"}, content: "y"};
    const tokens = ["<x>", "<y>"].map((content, i) => ({...flags, content, id: 3 + i, normalized: true}));
    expect(complaint({model, normalizer, added_tokens: tokens})).toBe(
      `${where}: token 4 is normalized to what another is`
    );
  });

  it("is refused if it is long, or nothing is left of it", () => {
    expect(added({content: "x".repeat(257), id: 3})).toBe(
      `${where} 0: 1 to 256 characters to look for expected, 257 found`
    );
    const normalizer = {type: "Replace", pattern: {String: "x"}, content: ""};
    const token = {...flags, content: "x", id: 3, normalized: true};
    expect(complaint({model, normalizer, added_tokens: [token]})).toBe(
      `${where} 0: 1 to 256 characters to look for expected, 0 found`
    );
    expect(added({content: "", id: 99})).toBe("none");
  });

  it("is refused without any of its settings", () => {
    expect(complaint({model, added_tokens: [{content: "<x>", id: 3}]})).toBe(
      `${where} 0: normalized: true or false expected, nothing found`
    );
    expect(complaint({model, added_tokens: ["<x>"]})).toBe(`${where} 0: an object expected, "<x>" found`);
  });
});

it("a file is refused or still encodes, but never fails otherwise, with any of its bytes changed", () => {
  const random = generator(13);
  const outcomes = ["llama-2-newer", "llama-3"].flatMap((name) => {
    const file = fixture(`tokenizer-json/${name}.json`);
    return Array.from({length: 150}, () => {
      const bytes = file.slice();
      const end = random() < 0.5 ? bytes.length : 2000; // what is not the vocabulary is in front
      bytes[Math.floor(random() * end)] = 0x20 + Math.floor(random() * 0x60);
      try {
        return tokenizerJson(bytes).encode("It is true that the lamp is lit 🙂.").length > 0;
      } catch (error) {
        if (error instanceof Problem) return false;
        throw error;
      }
    });
  });
  expect(outcomes).toContain(true);
  expect(outcomes).toContain(false);
});
