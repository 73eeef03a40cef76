import {describe, expect, it} from "vitest";
import {colourable, encode} from "../../src/components/encoding.ts";

const looks = (values: (string | number)[], column = "label") =>
  encode(column, values).entries.map(({key, fill, ring, sign, count}) => [
    key,
    fill,
    ring,
    sign?.shape ?? "",
    count
  ]);

describe("encode", () => {
  it("gives operator pairs the first operator's hue and the second's sign, in the order + − /", () => {
    expect(looks(["/-", "+/", "+-", "+-"])).toEqual([
      ["+-", "op-plus", false, "-", 2],
      ["+/", "op-plus", false, "/", 1],
      ["/-", "op-div", false, "-", 1]
    ]);
  });

  it("fills true and leaves false a ring", () => {
    expect(looks(["false", "true", "true"])).toEqual([
      ["true", "true", false, "", 2],
      ["false", "false", true, "", 1]
    ]);
  });

  it("reads 1 and 0 as true and false in the label only", () => {
    expect(encode("label", [0, 1]).kind).toBe("truth");
    expect(encode("ends_plus_one", [0, 1]).kind).toBe("yes-no");
  });

  it.each([
    ["1", "0"],
    ["yes", "no"]
  ])("fills %s and leaves %s a paler ring, as yes and no, whichever comes first", (yes, no) => {
    for (const values of [
      [yes, no],
      [no, yes]
    ])
      expect(encode("first_negative", values).entries).toMatchObject([
        {key: yes, text: "yes", fill: "ink", ring: false},
        {key: no, text: "no", fill: "ink-3", ring: true}
      ]);
  });

  it("puts months on the ring of hues in the calendar's order", () => {
    const {kind, entries} = encode("label", ["May", "January"]);
    expect([kind, entries.map(({key, fill}) => [key, fill])]).toEqual([
      "cyclic",
      [
        ["January", "cyc-0"],
        ["May", "cyc-4"]
      ]
    ]);
  });

  it("gives a few numbers a class each and many numbers intervals with round limits", () => {
    expect(looks([3, 1, 2], "a").map(([key]) => key)).toEqual(["1", "2", "3"]);
    const years = Array.from({length: 101}, (_, i) => 1900 + i);
    const {entries, of} = encode("label", years);
    expect(entries[0]).toMatchObject({key: "1900–1909", count: 10});
    expect(entries.at(-1)).toMatchObject({key: "2000", count: 1});
    expect(of[10]).toBe(1);
  });

  it("takes a label's digits for a number, another column's and other text not", () => {
    const years = Array.from({length: 101}, (_, i) => String(1900 + i));
    expect(encode("label", years)).toMatchObject({kind: "sequential", entries: {0: {key: "1900–1909"}}});
    expect(encode("year", years).kind).toBe("categorical");
    expect(encode("label", [...years, "2001 AD"]).kind).toBe("categorical");
  });

  it("names intervals of numbers with decimals by the limit that they stay below", () => {
    const {entries, of} = encode("label", [1.5, 2.5, 4, 6.25, 8, 10, 11, 12, 15.5, 16, 19.75]);
    const names = entries.map(({key}) => key);
    expect([names[0], names[1], names.at(-1)]).toEqual(["1.5–<2", "2–<4", "18–19.75"]);
    expect(of.slice(7).map((entry) => names[entry])).toEqual(["12–<14", "14–<16", "16–<18", "18–19.75"]);
    const below = encode(
      "log-probability",
      Array.from({length: 12}, (_, i) => -66.1 + 4.1 * i)
    ).entries.map(({text}) => text);
    expect([below[0], below[1], below.at(-1)]).toEqual(["below −65", "−65 to −60", "from −25"]);
  });

  it("gives two numbers two classes, not a scale", () => {
    expect(looks([4, 7, 7], "result")).toEqual([
      ["4", "cat-0", false, "", 1],
      ["7", "cat-1", false, "", 2]
    ]);
  });

  it("gives the rarest of many values one grey", () => {
    const {entries} = encode("label", ["a", "a", "b", "b", "c", "c", "d", "d", "e", "e", "f", "f", "g", "h"]);
    expect(entries).toHaveLength(7);
    expect(entries.at(-1)).toMatchObject({text: "2 others", fill: "other", count: 2});
  });
});

describe("colourable", () => {
  it("offers the label and columns with several values, not one for every statement, nor the pair", () => {
    const columns = {label: ["a", "a", "a", "a"], same: [1, 1, 1, 1], kind: ["x", "x", "y", "y"]};
    expect(colourable({...columns, id: ["p", "q", "r", "s"], pair: [1, 1, 2, 2]})).toEqual(["label", "kind"]);
  });
});
