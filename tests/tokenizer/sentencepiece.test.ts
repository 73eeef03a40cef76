import {PbfWriter} from "pbf";
import {describe, expect, it} from "vitest";
import {Problem} from "../../loaders/problem.ts";
import {sentencePiece} from "../../loaders/tokenizer/sentencepiece.ts";
import {expectGolden, fixture} from "./golden.ts";
import {generator, randomTexts} from "./random.ts";

const llama = sentencePiece(fixture("llama.model"));

/** Fields of ModelProto: 1 pieces, 2 trainer_spec, 3 normalizer_spec. */
type Fields = Record<number, string | number | Uint8Array>;

/** A message whose numbers are varints, but for a piece's score (field 2 of `pieces`), which is a float. */
function message(field: number, fields: Fields): Uint8Array {
  const writer = new PbfWriter();
  const write = (_: unknown, inner: PbfWriter) => {
    for (const [key, value] of Object.entries(fields)) {
      if (typeof value === "string") inner.writeStringField(Number(key), value);
      else if (typeof value !== "number") inner.writeBytesField(Number(key), value);
      else if (field === 1 && key === "2") inner.writeFloatField(Number(key), value);
      else inner.writeVarintField(Number(key), value);
    }
  };
  writer.writeMessage(field, write, null);
  return writer.finish();
}

const concat = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

const unknown = message(1, {1: "<unk>", 3: 2});
const bpe = message(2, {3: 2});
const piece = (text: string, score: number, type = 1) => message(1, {1: text, 2: score, 3: type});

/** A model of these pieces after `<unk>`, that leaves text as it is. */
const tiny = (...parts: Uint8Array[]) => concat(unknown, bpe, message(3, {3: 0, 4: 0}), ...parts);

/** The pieces that `text` becomes, by their own names. */
function split(text: string, ...parts: Uint8Array[]): string[] {
  const model = sentencePiece(tiny(...parts));
  return model.pieces(model.encode(text));
}

function complaint(bytes: Uint8Array): string {
  try {
    sentencePiece(bytes, "a.model").encode("It is true that the lamp is lit 🙂.");
    return "none";
  } catch (error) {
    if (error instanceof Problem && !error.message.includes("\n")) return error.message;
    throw error;
  }
}

describe("SentencePiece's BPE", () => {
  it.each([
    ["LLaMA's settings", "llama"],
    ["extra spaces removed", "squeezed"],
    ["no bytes for unknown characters", "unknown"],
    ["no space put in front, no <s>", "bare"],
    ["user-defined and control pieces, extra spaces removed", "symbols"],
    ["characters replaced", "replaced"],
    ["characters replaced, extra spaces removed", "replaced-squeezed"],
    ["characters replaced, but not in user-defined pieces", "replaced-symbols"],
    ["pieces that are not used", "unused"]
  ])("gives the original's ids with %s", (_, name) => {
    expectGolden(sentencePiece(fixture(`${name}.model`)), name);
  });

  it("joins the pieces of highest score first, the leftmost of equal ones", () => {
    const letters = ["a", "b", "c"].map((letter) => piece(letter, -9));
    expect(split("abc", ...letters, piece("ab", -1), piece("bc", -2))).toEqual(["ab", "c"]);
    expect(split("abc", ...letters, piece("ab", -2), piece("bc", -1))).toEqual(["a", "bc"]);
    expect(split("abc", ...letters, piece("bc", 0), piece("ab", 0))).toEqual(["ab", "c"]);
  });

  it("never joins user-defined pieces, and finds the longest first", () => {
    const pieces = [piece("a", 0), piece("b", 0), piece("ab", 0)];
    expect(split("ab", ...pieces)).toEqual(["ab"]);
    expect(split("ab", ...pieces.slice(1), piece("a", 0, 4))).toEqual(["a", "b"]);
    expect(split("ab", pieces[0], pieces[2], piece("b", 0, 4))).toEqual(["a", "b"]);
    expect(split("a.*b", ...pieces, piece(".", 0, 4), piece(".*", 0, 4))).toEqual(["a", ".*", "b"]);
  });

  it("takes a piece that is not used apart again, to pieces that are", () => {
    const letters = ["a", "b", "c"].map((letter) => piece(letter, -9));
    expect(split("abc", ...letters, piece("ab", -1, 5), piece("abc", -2, 5))).toEqual(["a", "b", "c"]);
    expect(split("abc", ...letters, piece("ab", -1), piece("abc", -2, 5))).toEqual(["ab", "c"]);
    expect(split("abc", ...letters, piece("ab", -1, 5), piece("abc", -2))).toEqual(["abc"]);
    expect(split("ab", piece("a", 0, 5), piece("b", 0))).toEqual(["<unk>", "b"]);
  });

  it("makes one unknown piece of neighbouring unknown characters", () => {
    expect(split("水水a水", piece("a", 0))).toEqual(["<unk>", "a", "<unk>"]);
  });

  it("takes special and byte pieces in a text for text", () => {
    for (const text of ["<s>", "</s>", "<unk>", "<0x0A>"])
      expect(llama.pieces(llama.encode(text)).join("")).toBe(` ${text}`);
    expect(split("x", piece("x", 0, 3))).toEqual(["<unk>"]);
  });

  it("keeps every byte of random texts", () => {
    for (const text of randomTexts(1000, 3).filter((text) => text !== "")) {
      const bytes = llama.encode(text).flatMap((id) => {
        const isByte = id >= 3 && id < 259;
        return isByte ? [id - 3] : [...new TextEncoder().encode(llama.pieces([id])[0])];
      });
      expect(new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(Uint8Array.from(bytes))).toBe(
        ` ${text.replaceAll("▁", " ")}`
      );
    }
  });
});

describe("a SentencePiece model", () => {
  it("names the token that begins a sequence, if there is one", () => {
    expect(llama.bosId).toBe(1);
    expect(sentencePiece(fixture("bare.model")).bosId).toBeUndefined();
    expect(sentencePiece(tiny(piece("<s>", 0))).bosId).toBeUndefined();
    expect(sentencePiece(tiny(message(2, {46: "<unk>"}))).bosId).toBeUndefined();
    expect(sentencePiece(tiny(piece("[", 0, 3), message(2, {46: "["}))).bosId).toBe(1);
  });

  it("has as many ids as pieces", () => {
    expect(llama.vocabSize).toBe(560);
  });

  it("shows pieces as text, bytes of longer characters as U+FFFD, and special pieces by their names", () => {
    expect(llama.pieces([1, 2, 0, 560])).toEqual(["<s>", "</s>", "<unk>", ""]);
    expect(llama.pieces(llama.encode("The ships\n🙃"))).toEqual([
      " The",
      " ships",
      "\n",
      "\ufffd",
      "\ufffd",
      "\ufffd",
      "\ufffd"
    ]);
  });

  it("keeps a byte order mark in a piece", () => {
    expect(split("\ufeffabcdefghijkl", piece("\ufeff", 0))).toEqual(["\ufeff", "<unk>"]);
  });
});

describe("a model that can't be used exactly", () => {
  const model = fixture("llama.model");
  const changed = (...parts: Uint8Array[]) => complaint(concat(model, ...parts));

  it("is refused for another algorithm", () => {
    expect(changed(message(2, {3: 1}))).toBe("a.model: model type bpe expected, unigram in the file");
    expect(changed(message(2, {3: 4}))).toBe("a.model: model type bpe expected, char in the file");
    expect(changed(message(2, {3: 77}))).toBe("a.model: model type bpe expected, 77 in the file");
  });

  it("is refused for white space as a suffix", () => {
    expect(changed(message(2, {24: 1}))).toBe(
      "a.model: treat_whitespace_as_suffix false expected, true in the file"
    );
  });

  it("is refused for pieces that are empty, there twice, or have no score", () => {
    expect(changed(piece("", 0))).toBe("a.model: piece 560 is empty");
    expect(changed(piece("zz", 0, 9))).toBe(
      "a.model: piece 560: type 1, 2, 3, 4, 5 or 6 expected, 9 in the file"
    );
    expect(changed(piece("zz", NaN))).toBe("a.model: piece 560: a finite score expected, NaN in the file");
    expect(changed(piece("▁The", 0))).toMatch(/^a\.model: piece 560: "\ufffdThe" is piece \d+ already$/);
  });

  it("is refused for a user-defined piece of more characters than are looked for", () => {
    expect(changed(piece("z".repeat(257), 0, 4))).toBe(
      "a.model: piece 560: 256 characters at most expected, 257 in the file"
    );
  });

  it("is refused without a piece for unknown characters or, where bytes stand for them, without a byte", () => {
    expect(complaint(concat(bpe, piece("a", 0)))).toBe(
      "a.model: a piece for unknown characters expected, none in the file"
    );
    expect(complaint(tiny(message(2, {35: 1})))).toBe(
      "a.model: byte_fallback needs 256 byte pieces, <0x00> is not in the file"
    );
  });
});

describe("a file that is no SentencePiece model", () => {
  const expected =
    /^a\.model: (a SentencePiece model|model type bpe|a piece for unknown characters) expected/;

  it("is refused, be it empty, text, or zeros", () => {
    expect(complaint(new Uint8Array())).toMatch(expected);
    expect(complaint(new TextEncoder().encode("IQ== 0\nIg== 1\n"))).toMatch(expected);
    expect(complaint(new Uint8Array(100))).toMatch(expected);
  });

  it("is refused for a length beyond its end, a wrong wire type, or broken UTF-8", () => {
    const not = (reason: string) =>
      `a.model: a SentencePiece model expected; the file is damaged or another format (${reason})`;
    const start = tiny();
    const followedBy = (...bytes: number[]) => complaint(concat(start, Uint8Array.from(bytes)));
    expect(followedBy()).toBe("none");
    const [all, past] = [start.length + 2, start.length + 2 + 16];
    expect(followedBy(0x4a, 0x10)).toBe(not(`a message of ${all} bytes is read to byte ${past}`));
    expect(followedBy(0x08, 0x05)).toBe(not(`wire type 2 expected at byte ${start.length + 1}, 0 found`));
    expect(followedBy(0x0a, 0x03, 0x0a, 0x01, 0xff)).toMatch("a SentencePiece model expected");
  });

  it("is refused wherever it breaks off before the specifications at its end", () => {
    const model = fixture("unknown.model");
    const specifications = model.length - 1000;
    for (let length = 0; length < specifications; length++)
      expect(complaint(model.subarray(0, length)), `${length} bytes`).toMatch(expected);
  });

  it("is refused or still encodes, but never fails otherwise, with any of its bytes changed", () => {
    const random = generator(11);
    const outcomes = Array.from({length: 2000}, () => {
      const model = fixture("unknown.model").slice();
      model[Math.floor(random() * model.length)] = Math.floor(random() * 256);
      return complaint(model) === "none";
    });
    expect(outcomes).toContain(true);
    expect(outcomes).toContain(false);
  });
});
