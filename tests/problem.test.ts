import {describe, expect, it} from "vitest";
import {messageOf, nearest} from "../loaders/problem.ts";

describe("names that were mistyped", () => {
  it("get the nearest ones, best first, three at most", () => {
    expect(nearest("math", ["cities", "maths", "months", "isa", "neg_isa"])).toEqual([
      "maths",
      "months",
      "isa"
    ]);
    expect(nearest("MATHS", ["maths"])).toEqual(["maths"]);
    expect(nearest("x", [])).toEqual([]);
  });
});

describe("messages", () => {
  it("are one line, whatever was thrown", () => {
    expect(messageOf(new Error("first\n  second"))).toBe("first second");
    expect(messageOf("text")).toBe("text");
    expect(messageOf(undefined)).toBe("undefined");
  });

  it("say what to do about a full disk", () => {
    const error = Object.assign(new Error("ENOSPC: no space left on device, write"), {
      code: "ENOSPC",
      syscall: "write"
    });
    expect(messageOf(error)).toMatch(/^the disk is full; .*npm run clean:cache/);
  });
});
