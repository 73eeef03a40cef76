// @vitest-environment jsdom
import {beforeAll, describe, expect, it} from "vitest";
import {CurveGrid, numbersOf} from "../../src/components/CurveGrid.ts";
import {CurvePlot} from "../../src/components/CurvePlot.ts";
import {curveOf, excuse, type Tables} from "../../src/components/order.ts";
import {learnedWords, orderSee, orderWords} from "../../src/components/order-words.ts";
import type {Separation} from "../../src/components/separation.ts";
import type {MeasureRow} from "../../src/data/rows.ts";

/** What a measure comes to, depth by depth. */
interface Values {
  trained: number[];
  shuffled?: number[][];
  tokens?: number;
  chance?: number;
}

function measured(measure: string, {trained, shuffled = [], tokens, chance = 0.5}: Values): MeasureRow[] {
  const unknown = {low: NaN, high: NaN, chance: NaN, nullHigh: NaN, p: NaN, pAll: NaN};
  const none = {measure, ...unknown, absent: "", unpermuted: ""};
  const rows = (network: string, values: number[], more: Partial<MeasureRow> = {}) =>
    values.map((value, i) => ({...none, network, depth: i + 1, value, ...more}));
  return [
    ...rows("trained", trained, {chance, nullHigh: chance + 0.1}),
    ...shuffled.flatMap((values, i) => rows(`shuffled ${i + 1}`, values)),
    ...(tokens === undefined ? [] : [{...none, network: "tokens", depth: 0, value: tokens}])
  ];
}

const low = [
  [0, 0.01, 0.02],
  [0.01, 0, 0.03]
];

const tables: Tables = new Map([
  [
    "maths_plus_minus",
    measured("neighbour-2", {trained: [0.7, 0.98, 0.9], shuffled: [[0.6, 0.8, 0.97]], tokens: 0.9})
  ],
  [
    "maths_matched",
    [
      ...measured("share-1", {trained: [0.1, 0.97, 0.8], shuffled: low, tokens: 0}),
      ...measured("share-2", {trained: [0.5, 0, 0], shuffled: low, tokens: 0}),
      ...measured("neighbour-2", {
        trained: [0.8, 1, 1],
        shuffled: [
          [0.5, 0.6, 0.55],
          [0.5, 0.5, 0.52]
        ]
      }),
      ...measured("neighbour-10", {
        trained: [1, 1, 1],
        shuffled: [
          [0.5, 0.9, 0.8],
          [0.6, 0.75, 0.7]
        ]
      })
    ]
  ],
  ["maths_matched_plus", measured("share-1", {trained: [0, 0.42, 0.3], shuffled: low})],
  ["maths_matched_ending", measured("share-1", {trained: [0, 0.6, 0.2], shuffled: low})]
]);

/** The curve with these values instead. */
const replaced = (dataset: string, rows: MeasureRow[]): Tables => new Map([...tables, [dataset, rows]]);
const plain = (text: string) => text.replaceAll("\u202f", " ");

describe("what is said of the order of operations", () => {
  const words = orderWords(tables, "the model");

  it("is that other tokens need no training, where a control comes as far", () => {
    expect(plain(words.other)).toBe(
      "In the plane of the model, 98 % of these sums have a nearest neighbour of their own order, at depth 2. " +
        "But the tokens alone come to 90 %, shuffled weights to 97 % at best. " +
        "So the picture is real, and it takes no training to draw it."
    );
    const lower = measured("neighbour-2", {trained: [0.7, 0.98], shuffled: [[0.6, 0.7]], tokens: 0.6});
    expect(orderWords(replaced("maths_plus_minus", lower), "the model").other).toContain(
      "Part of the picture takes no training."
    );
  });

  it("is how wide the order of the same tokens is, in what is trained and in what is not", () => {
    expect(plain(words.same)).toBe(
      "In the model, 97 % of the first component’s variance at depth 2 lies between the two orders, and more than half " +
        "of it from depth 2 on. No shuffled network has more than 3 % of either component there, at any depth."
    );
    const wired = measured("share-1", {trained: [0.1, 0.97, 0.8], shuffled: [[0.6, 0.5, 0.9]]});
    expect(plain(orderWords(replaced("maths_matched", wired), "the model").same)).toContain(
      "Shuffled networks come to 90 % of one of the two components, so that training is not what draws it."
    );
  });

  it("is that ten components show it to any network, if they do", () => {
    expect(plain(words.ten)).toContain(
      "75 % to 90 % of the statements have a nearest neighbour of their own order even in shuffled networks"
    );
    expect(plain(words.ten)).toContain("in two, 60 % at most");
    expect(words.ten).toContain("What training adds is width.");
    const none = [
      ...measured("neighbour-2", {trained: [1, 1], shuffled: [[0.5, 0.5]]}),
      ...measured("neighbour-10", {trained: [1, 1], shuffled: [[0.5, 0.55]]})
    ];
    expect(orderWords(replaced("maths_matched", none), "the model").ten).not.toMatch(/So|width/);
  });

  it("is how much is left where the last operator and the ending are the same", () => {
    expect(plain(words.last)).toContain(
      "the order is between 30 % and 42 % of the first component’s variance from depth 2 on, most at 2; in shuffled networks, 3 % at most."
    );
    expect(plain(words.last)).toContain("the order is between 20 % and 60 %");
  });

  it("has no number where the site has no such dataset, or nothing is measured", () => {
    const none = orderWords(new Map(), "the model");
    expect(none.same).toBe("This site has no dataset maths_matched.");
    expect(none.last).toBe(
      "This site has no dataset maths_matched_plus. This site has no dataset maths_matched_ending."
    );
    expect([orderSee(new Map()), learnedWords(new Map()).see, none.ten]).toEqual(["", "", ""]);
    const large: MeasureRow = {
      ...measured("", {trained: [NaN]})[0],
      absent: "more than 2000 statements"
    };
    expect(orderWords(replaced("maths_matched", [large]), "the model").same).toBe(
      "This can’t be measured for maths_matched: more than 2000 statements."
    );
  });

  it("does without shuffled networks", () => {
    const alone: Tables = new Map(
      [...tables].map(([name, rows]) => [name, rows.filter(({network}) => !network.startsWith("shuffled"))])
    );
    const all = Object.values(orderWords(alone, "the model")).join(" ");
    expect(all).not.toMatch(/shuffled|Infinity|NaN/);
    expect(orderSee(alone)).toBe("");
  });

  it("is in sight: whether only the trained network has it", () => {
    expect(orderSee(tables)).toContain("only the trained network");
    const wired = measured("share-1", {trained: [0.1, 0.97], shuffled: [[0.6, 0.9]]});
    expect(orderSee(replaced("maths_matched_ending", wired))).toContain("a network that has learned nothing");
  });
});

describe("what is said of what was learned", () => {
  const learned: Tables = new Map([
    ["isa", measured("plane-auc", {trained: [0.5, 0.98], shuffled: [[0.5, 0.48]]})],
    ["months", measured("calendar-neighbours", {trained: [12, 4], shuffled: [[5, 6]], chance: 2})],
    ["years", measured("rank", {trained: [0.1, 0.94], shuffled: [[0.1, 0.05]], chance: 0.1})]
  ]);

  it("is the best of each, beside the best of shuffled networks", () => {
    const {sentences, see} = learnedWords(learned);
    expect(sentences.map(plain)).toEqual([
      "A true statement of what a thing is comes on its side of a false one 98 % of the time at depth 2; shuffled weights come to 50 % at best.",
      "Around the circle of the months, 12 of 12 are followed by the next at depth 1; shuffled weights come to 6 at best.",
      "The order of the years along a component has a rank correlation of 0.94 at depth 2; shuffled weights come to 0.10 at best."
    ]);
    expect(see).toMatch(/^No shuffled network comes half as far/);
  });

  it("is how many of them a shuffled network comes halfway to", () => {
    const near = measured("rank", {trained: [0.1, 0.94], shuffled: [[0.1, 0.6]], chance: 0.1});
    expect(learnedWords(new Map([...learned, ["years", near]])).see).toBe(
      "Shuffled networks come halfway or further in 1 of 3 datasets."
    );
  });
});

const share = curveOf(tables, {dataset: "maths_matched", measure: "share-1"}) as Separation; // as it is in the tables above
const options = {width: 220, height: 118, depth: 2, deepest: 3, document};

describe("a small curve", () => {
  it("has a line for each network, the range of the shuffled ones and a mark for tokens", () => {
    const svg = CurvePlot(share, options);
    expect(svg.querySelectorAll("[aria-label=line] path")).toHaveLength(2 + 2);
    expect(svg.querySelectorAll("[aria-label=area] path")).toHaveLength(1);
    expect(svg.querySelectorAll("[aria-label=dot] path")).toHaveLength(1);
    expect(svg.outerHTML).not.toContain("NaN");
  });

  it("is a line alone without controls", () => {
    const alone = {...share, shuffled: [], tokens: NaN};
    const svg = CurvePlot(alone, options);
    expect(svg.querySelectorAll("[aria-label=line] path")).toHaveLength(2);
    expect(svg.outerHTML).not.toContain("NaN");
  });

  it("is drawn the same every time", async () => {
    const svg = CurvePlot(share, {...options, theme: "light"});
    await expect(`${svg.outerHTML.replaceAll("><", ">\n<")}\n`).toMatchFileSnapshot("../snapshots/curve.svg");
  });

  it("says its numbers, or that there are none", () => {
    expect(plain(numbersOf(share, 2))).toBe("97 % · shuffled 0 % to 1 %");
    expect(numbersOf(share, 9)).toBe("not measured");
    expect(excuse(share, "maths_matched")).toBe("");
  });
});

describe("a grid of small curves", () => {
  beforeAll(() => {
    globalThis.ResizeObserver = class {
      observe() {}
      unobserve() {}
      disconnect() {}
    };
  });

  const panels = [
    {dataset: "maths_matched", title: "share", curve: share},
    {dataset: "gone", title: "one", curve: undefined},
    {dataset: "gone", title: "two", curve: undefined}
  ];

  it("says all numbers of the depth that is chosen", () => {
    const {element} = new CurveGrid([{head: [], panels}], {depth: 2, deepest: 3});
    const numbers = () => plain(element.querySelector(".grid-numbers")?.textContent ?? "");
    expect(numbers()).toBe("97 % · shuffled 0 % to 1 %");
    const range = element.querySelector("input");
    if (!range) throw new Error("no slider");
    range.value = "3";
    range.dispatchEvent(new Event("input"));
    expect(numbers()).toBe("80 % · shuffled 2 % to 3 %");
    expect(range.getAttribute("aria-valuetext")).toBe("depth 3");
  });

  it("says once that a dataset is missing", () => {
    const {element} = new CurveGrid([{head: [], panels}], {depth: 2, deepest: 3});
    const absent = [...element.querySelectorAll(".grid-absent")].map(({textContent}) => textContent);
    expect(absent).toEqual(["This site has no dataset gone."]);
  });
});
