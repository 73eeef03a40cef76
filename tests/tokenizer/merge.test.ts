import {describe, expect, it} from "vitest";
import {mergePairs} from "../../loaders/tokenizer/merge.ts";
import {generator} from "./random.ts";

/** Joins what is listed, the first in the list first. */
function merge(text: string, joined: string[]): string {
  const rankOf = (left: string, right: string) => {
    const rank = joined.indexOf(left + right);
    return rank < 0 ? undefined : rank;
  };
  return mergePairs(Array.from(text), rankOf).join(" ");
}

/** The same by its definition: the best pair of all is looked for again after every join. */
function mergeSlowly(text: string, ranks: Map<string, number>): string[] {
  let symbols = Array.from(text);
  for (;;) {
    const pairs = symbols.slice(1).map((right, i) => ranks.get(symbols[i] + right) ?? Infinity);
    const best = Math.min(...pairs);
    if (best === Infinity) return symbols;
    const i = pairs.indexOf(best);
    symbols = [...symbols.slice(0, i), symbols[i] + symbols[i + 1], ...symbols.slice(i + 2)];
  }
}

describe("merging pairs", () => {
  it("joins nothing in an empty text, and nothing without a rank", () => {
    expect(merge("", ["ab"])).toBe("");
    expect(merge("abc", [])).toBe("a b c");
  });

  it("joins the pair of lowest rank first", () => {
    expect(merge("abc", ["bc", "ab"])).toBe("a bc");
    expect(merge("abc", ["ab", "bc"])).toBe("ab c");
  });

  it("joins the leftmost of equal pairs first", () => {
    expect(merge("aaa", ["aa"])).toBe("aa a");
    expect(merge("aaaaa", ["aa"])).toBe("aa aa a");
  });

  it("joins what was joined", () => {
    expect(merge("abcd", ["bc", "abc", "abcd"])).toBe("abcd");
  });

  it("forgets a pair that a better one has taken a part of", () => {
    expect(merge("abcb", ["bc", "cb", "ab"])).toBe("a bc b");
  });

  it("does what the definition says on random texts and ranks, of which some are equal", () => {
    const random = generator(1);
    const letters = () => Array.from({length: 40}, () => "abc"[Math.floor(random() * 3)]).join("");
    for (let i = 0; i < 300; i++) {
      const source = letters();
      const ranks = new Map<string, number>();
      for (let start = 0; start < 36; start++)
        for (const length of [2, 3, 4])
          ranks.set(source.slice(start, start + length), Math.floor(random() * 12));
      const text = letters();
      const found = mergePairs(Array.from(text), (left, right) => ranks.get(left + right));
      expect(found).toEqual(mergeSlowly(text, ranks));
    }
  });

  it("takes a long text in a time that grows about as its length", () => {
    const ranks = new Map(Array.from({length: 8}, (_, k) => ["a".repeat(2 ** (k + 1)), k]));
    const start = performance.now();
    const merged = mergePairs(Array.from("a".repeat(200_000)), (left, right) => ranks.get(left + right));
    expect(merged).toHaveLength(782); // 781 of 256 letters, one of 64
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
