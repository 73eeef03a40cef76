import {describe, expect, it} from "vitest";
import {Problem} from "../../loaders/problem.ts";
import {tiktoken} from "../../loaders/tokenizer/tiktoken.ts";
import {expectGolden, fixture} from "./golden.ts";

const text = new TextDecoder().decode(fixture("tiktoken.model"));
const lines = text.trimEnd().split("\n");
const model = tiktoken(fixture("tiktoken.model"));

const opened = (lines: readonly string[]) => tiktoken(new TextEncoder().encode(lines.join("\n")), "a.model");

function complaint(lines: readonly string[]): string {
  try {
    opened(lines);
    return "none";
  } catch (error) {
    if (error instanceof Problem && !error.message.includes("\n")) return error.message;
    throw error;
  }
}

describe("tiktoken's ranks", () => {
  it("give the ids that tiktoken gives with LLaMA 3's words", () => {
    expectGolden(model, "tiktoken");
  });

  it("are followed by 256 special tokens, of which the first begins a sequence", () => {
    expect(model.bosId).toBe(lines.length);
    expect(model.vocabSize).toBe(lines.length + 256);
  });

  it("are joined the lowest first, but a word that is a token is that token", () => {
    const bytes = Array.from({length: 256}, (_, byte) => `${btoa(String.fromCharCode(byte))} ${byte}`);
    const ranks = ["bc", "ab", "xyz", "abcd"].map((token, i) => `${btoa(token)} ${256 + i}`);
    const {encode} = opened([...bytes, ...ranks]);
    expect(encode("abc")).toEqual([97, 256]);
    expect(encode("xyz")).toEqual([258]);
    expect(encode("abcde")).toEqual([97, 256, 100, 101]);
    expect(encode("xyzz")).toEqual([120, 121, 122, 122]);
  });

  it("show as text, bytes that are no whole character as U+FFFD, and special tokens by their names", () => {
    const read = (text: string) => model.pieces(model.encode(text)).join("");
    expect(read(" It's\n12 水?")).toBe(" It's\n12 水?");
    expect(model.pieces([0x80, lines.length, lines.length + 1, lines.length + 9])).toEqual([
      "\ufffd",
      "<|begin_of_text|>",
      "<|end_of_text|>",
      "<|special_token_9|>"
    ]);
  });

  it("may end in empty lines, and lines in CR LF", () => {
    expect(complaint([...lines, "", ""])).toBe("none");
    expect(complaint(lines.map((line) => `${line}\r`))).toBe("none");
  });
});

describe("a file that holds no such ranks", () => {
  it("is refused at the line that is not a token and the next rank", () => {
    const changed = (line: string) => complaint([...lines.slice(0, 300), line, ...lines.slice(301)]);
    const expected = "a.model: line 301: a token in base64 and rank 300 expected";
    expect(changed("YWJj 301")).toBe(`${expected}, YWJj 301 found`);
    expect(changed("YWJj")).toBe(`${expected}, YWJj found`);
    expect(changed(" 300")).toBe(`${expected},  300 found`);
    expect(changed("YW\u0085j 300")).toBe(`${expected}, YW\ufffdj 300 found`);
    expect(changed("YWJjZ 300")).toBe("a.model: line 301: base64 expected, YWJjZ found");
  });

  it("is refused for a token that is there twice, or a byte that is not", () => {
    expect(complaint([...lines, `IQ== ${lines.length}`])).toBe(
      `a.model: line ${lines.length + 1}: the token is that of rank 33 already`
    );
    const without = [...lines.slice(0, 10), "YWJjYWJj 10", ...lines.slice(11)];
    expect(complaint(without)).toBe("a.model: a token for each byte expected, none for byte 10 in the file");
    expect(complaint([])).toBe("a.model: a token for each byte expected, none for byte 0 in the file");
  });
});
