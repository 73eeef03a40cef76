import {describe, expect, it} from "vitest";
import {neighbours} from "../../src/components/measure.ts";
import {pictureOf} from "./pictures.ts";

/** Two classes, left and right; the nearest dot is of the other class, the nearest but one of the same. */
const dots = pictureOf(
  ["a", "b", "a", "b"],
  [
    [0, 0],
    [1, 0],
    [0, 2],
    [1, 2]
  ]
);
const share = (subject: string[], pair: string[]) =>
  neighbours({...dots, columns: {...dots.columns, subject, pair}}, "label", 1).share;
const rows = ["below", "below", "above", "above"];
const one = ["s", "s", "s", "s"];
const each = ["p", "q", "r", "s"];

describe("neighbours", () => {
  it("leaves out dots of the same subject, though their pairs differ", () => {
    expect(share(rows, each)).toBe(1);
  });

  it("leaves out dots of the same pair where a class has one subject only", () => {
    expect(share(one, rows)).toBe(1);
    expect(share(["below", "below", "below", "above"], rows)).toBe(1);
  });

  it("leaves out the same statement where a class has one pair only", () => {
    expect(share(one, one)).toBe(0);
  });
});
