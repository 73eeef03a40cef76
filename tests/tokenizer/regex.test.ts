import {describe, expect, it} from "vitest";
import {translate, Untranslatable} from "../../loaders/tokenizer/regex.ts";

const found = (pattern: string, text: string) => text.match(translate(pattern)) ?? [];

function refusal(pattern: string): string {
  try {
    translate(pattern);
    return "none";
  } catch (error) {
    if (error instanceof Untranslatable) return error.message;
    throw error;
  }
}

describe("a regular expression of Oniguruma's", () => {
  it("takes for white space, digits and categories what Unicode does", () => {
    expect(found(String.raw`\s`, "a\u0085\ufeff\u3000")).toEqual(["\u0085", "\u3000"]);
    expect(found(String.raw`\S`, "\u0085\ufeff\u3000")).toEqual(["\ufeff"]);
    expect(found(String.raw`\d`, "1\u0663½")).toEqual(["1", "\u0663"]);
    expect(found(String.raw`[^\d\s]`, "1 ½")).toEqual(["½"]);
    expect(found(String.raw`\p{Lu}`, "aÀbΩ")).toEqual(["À", "Ω"]);
    expect(found(String.raw`\P{L}`, "aÀ1")).toEqual(["1"]);
  });

  it("takes a long s for the s of a contraction, and no Kelvin sign for anything", () => {
    const pattern = String.raw`(?i:'s|'t|'re|'ve|'m|'ll|'d)|\S`;
    expect(found(pattern, "'ſ'S'K'Ll")).toEqual(["'ſ", "'S", "'", "K", "'Ll"]);
  });

  it("ends lines at a line feed alone", () => {
    expect(found(String.raw`\s+$`, "a \nb \r c ")).toEqual([" ", " "]);
  });

  it("has signs as they are, after a backslash and by their numbers", () => {
    expect(found(String.raw`[\u0041-\x{43}\-\]&]+|\.|/| `, "ABC-]&./ D")).toEqual(["ABC-]&", ".", "/", " "]);
    expect(found("[\r\n]", "a\r\n")).toEqual(["\r", "\n"]);
    expect(found("𐐀+", "𐐀𐐀")).toEqual(["𐐀𐐀"]);
  });

  it("repeats what stands before", () => {
    expect(found("ab{2}c?", "abbbcabbc")).toEqual(["abb", "abbc"]);
    expect(found("a{2,}b*", "aaab")).toEqual(["aaab"]);
  });
});

describe("what is not translated for sure", () => {
  it.each([
    ["a group", "(a|b)"],
    ["a group that takes nothing along", "(?:ab)"],
    ["a contraction of another language", "(?i:d'|l')"],
    ["a look behind", "(?<=a)b"],
    ["a look ahead for more than a character", "a(?!bc)"],
    ["a look ahead for what must follow", "a(?=b)"],
    ["as little as possible", "a+?"],
    ["all or nothing", "a++"],
    ["all or nothing, once", "a?+b"],
    ["times of times", "a{2}{3}"],
    ["times up to", "a{,3}"],
    ["times downwards", "a{3,2}"],
    ["any character", "."],
    ["letters and digits, whose meaning depends", String.raw`\w+`],
    ["an edge of a word", String.raw`a\b`],
    ["the beginning", "^a"],
    ["a class in a class", "[a[b]]"],
    ["a class of POSIX", "[[:alpha:]]"],
    ["what classes have in common", "[a-z&&b]"],
    ["an empty class", "[]"],
    ["an open class", "[a"],
    ["a range to a set", String.raw`[a-\d]`],
    ["a range downwards", "[z-a]"],
    ["an unknown category", String.raw`\p{Greek}`],
    ["a category that is none", String.raw`\p{^L}`],
    ["no character", String.raw`\x{110000}`],
    ["half a character", String.raw`\ud800`],
    ["an open group", "(?!a"],
    ["nothing before times", "+a"],
    ["a backslash at the end", "a\\"]
  ])("is %s", (_, pattern) => {
    expect(refusal(pattern)).not.toBe("none");
  });

  it("is a pattern that may match nothing", () => {
    expect(refusal("a*")).toBe("an alternative that may match nothing");
    expect(refusal("a|")).toBe("an alternative that may match nothing");
    expect(refusal("$")).toBe("an alternative that may match nothing");
    expect(refusal("")).toBe("an alternative that may match nothing");
  });

  it("is named by where it begins", () => {
    expect(refusal("a|(?<name>b)")).toBe('"(?<name>b)"');
  });

  it("is what may take long: loops before more, many choices, great numbers", () => {
    expect(refusal("a*b*")).toBe("an alternative that may match nothing");
    expect(refusal("a*b+")).toBe("none");
    expect(refusal("a+b+c")).not.toBe("none");
    expect(refusal("a?b?c")).not.toBe("none");
    expect(refusal("a{17}")).not.toBe("none");
    expect(refusal("abcdefghijklmnopq")).not.toBe("none");
    expect(refusal("a|".repeat(40))).not.toBe("none");
    expect(refusal(`[${"a".repeat(2000)}]`)).toBe("more than 2000 characters");
  });

  it("leaves nothing that takes longer than the square of a text's length", () => {
    const start = performance.now();
    for (const pattern of [String.raw`\s*\s+`, String.raw`a{0,16}a+b`, String.raw`\s*[\r\n]+|\s+(?!\S)`])
      found(pattern, `${" ".repeat(5000)}${"a".repeat(5000)}x`);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
