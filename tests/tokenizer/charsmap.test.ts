import {describe, expect, it} from "vitest";
import {Problem} from "../../loaders/problem.ts";
import {readCharsmap} from "../../loaders/tokenizer/charsmap.ts";
import {readModel} from "../../loaders/tokenizer/sentencepiece-model.ts";
import {sentencePiece} from "../../loaders/tokenizer/sentencepiece.ts";
import {fixture} from "./golden.ts";
import {generator, randomTexts} from "./random.ts";

const blob = readModel(fixture("replaced.model"), "replaced.model").normalizerSpec.precompiledCharsmap;

function replaced(text: string, map: Uint8Array): string {
  const replacementAt = readCharsmap(map, "a map");
  let result = "";
  for (let at = 0; at < text.length;) {
    const found = replacementAt(text, at);
    result += found?.by ?? text[at];
    at += found?.length ?? 1;
  }
  return result;
}

function complaint(map: Uint8Array, text = "ships"): string {
  try {
    return replaced(text, map);
  } catch (error) {
    if (error instanceof Problem && !error.message.includes("\n")) return error.message;
    throw error;
  }
}

/** A map of the units at these places, and texts. */
function mapOf(units: Record<number, number>, texts: string): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 + 4 * 512));
  view.setUint32(0, 4 * 512, true);
  for (const [place, unit] of Object.entries(units)) view.setUint32(4 + 4 * Number(place), unit, true);
  return Uint8Array.from([...new Uint8Array(view.buffer), ...new TextEncoder().encode(texts)]);
}

/** Units of a double array whose children all stand at their labels, at a base of 0 or 256. */
const [root, branch, leaf] = [
  0,
  (byte: number) => byte | (1 << 10),
  (byte: number) => byte | 0x100 | (256 << 10)
];
const a = 0x61;

describe("a compiled map of characters", () => {
  it("replaces the longest text that it has at a place", () => {
    expect(replaced("①x ships, shipsh", blob)).toBe("1x boats, boatsh");
    expect(replaced("e\u0301e", blob)).toBe("ée");
    expect(replaced("a\u200db", blob)).toBe("ab");
  });

  it("replaces nothing if it is empty", () => {
    expect(replaced("①", new Uint8Array())).toBe("①");
  });

  it("leads from byte to byte to where a text begins", () => {
    const units = {0: root, [a]: leaf(a), [a ^ 256]: 0x80000000 | 3};
    expect(replaced("cab", mapOf(units, "no\0yes\0"))).toBe("cyesb");
  });
});

describe("a damaged map", () => {
  it("is refused if its array is none, is longer than the map, or has half a unit", () => {
    const sized = (size: number, length: number) => {
      const map = new Uint8Array(length);
      new DataView(map.buffer).setUint32(0, size, true);
      return map;
    };
    const expected = (size: number, length: number) =>
      `a map: a double array of ${size} bytes in ${length}; the file is damaged: fetch it again`;
    expect(complaint(sized(0, 10))).toBe(expected(0, 10));
    expect(complaint(sized(8, 12))).toBe(expected(8, 12));
    expect(complaint(sized(6, 12))).toBe(expected(6, 12));
    expect(complaint(sized(0xffffffff, 12))).toBe(expected(0xffffffff, 12));
    expect(complaint(new Uint8Array(3))).toBe(expected(0, 3));
    expect(complaint(new Uint8Array(2 ** 21 + 1))).toBe(
      "a map: 2097152 bytes at most expected, 2097153 in the file"
    );
  });

  it("is refused where it leads to no text, to one without an end, or to one that is not UTF-8", () => {
    const to = (value: number, texts: string) => mapOf({[a]: leaf(a), [a ^ 256]: 0x80000000 | value}, texts);
    expect(complaint(to(9, "no\0"), "a")).toMatch(
      "a map: no text of at most 256 bytes at 9; the file is damaged"
    );
    expect(complaint(to(0, "no"), "a")).toMatch("no text of at most 256 bytes at 0");
    expect(complaint(to(0, `${"n".repeat(257)}\0`), "a")).toMatch("no text of at most 256 bytes at 0");
    expect(complaint(to(1, "é\0"), "a")).toMatch("a text that is not UTF-8 at 1");
    expect(complaint(mapOf({[a]: a | 0x100 | (0x1ffff << 10)}, "no\0"), "a")).toMatch("no text");
  });

  it("leads nowhere outside of it", () => {
    expect(complaint(mapOf({0: 0x1fffff << 10}, "\0"), "a")).toBe("a");
    expect(complaint(mapOf({[a]: branch(a)}, "\0"), "aa")).toBe("aa");
  });

  it("is refused if it leads in circles", () => {
    const circle = mapOf({[a]: a | (a << 10)}, "\0");
    expect(complaint(circle, "a".repeat(64))).toBe("a".repeat(64));
    expect(complaint(circle, "a".repeat(20_000))).toMatch(
      "a map: a key of more than 64 characters; the file"
    );
  });

  it("is refused or still replaces, but never fails otherwise, with any of its bytes changed", () => {
    const random = generator(5);
    const texts = randomTexts(20, 5).join("");
    const results = Array.from({length: 500}, () => {
      const model = fixture("replaced.model");
      const start = model.length - blob.length - 20; // the map is the last of the file but for a few flags
      for (let i = 0; i < 30; i++)
        model[start + Math.floor(random() * blob.length)] = Math.floor(random() * 256);
      try {
        return sentencePiece(model).encode(texts).length > 0;
      } catch (error) {
        if (error instanceof Problem) return false;
        throw error;
      }
    });
    expect(results).toContain(true);
    expect(results).toContain(false);
  });
});
