// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import {around, jumpOf} from "../../src/components/depths.ts";
import {kinds} from "../../src/components/kinds.ts";
import {depthText, reading} from "../../src/components/reading.ts";
import {bestOf, domainOf, separationOf, shuffledAt} from "../../src/components/separation.ts";
import {SeparationPlot} from "../../src/components/SeparationPlot.ts";
import {spread} from "../../src/components/spread.ts";
import type {MeasureRow} from "../../src/data/rows.ts";

const [neighbour] = kinds;
const rank = kinds.find(({measure}) => measure === "rank") ?? neighbour;

function row(network: string, depth: number, value: number, more: Partial<MeasureRow> = {}): MeasureRow {
  const none = {
    low: NaN,
    high: NaN,
    chance: NaN,
    nullHigh: NaN,
    p: NaN,
    pAll: NaN,
    absent: "",
    unpermuted: ""
  };
  return {network, depth, value, measure: neighbour.measure, ...none, ...more};
}

const trained = (values: number[], pAll = 0.001): MeasureRow[] =>
  values.map((value, i) => row("trained", i + 1, value, {chance: 0.11, nullHigh: 0.19, p: 0.001, pAll}));
const control = (name: string, values: number[]) => values.map((value, i) => row(name, i + 1, value));

const rows = [
  ...trained([0.3, 0.5, 0.94, 0.9]),
  ...control("shuffled 1", [0.3, 0.4, 0.6, 0.62]),
  ...control("shuffled 2", [0.2, 0.4, 0.7, 0.66]),
  row("tokens", 0, 0.5)
];
const separation = separationOf(rows, neighbour);

describe("curves of separation", () => {
  it("are in the order of depths, a list for each network", () => {
    const mixed = separationOf(rows.toReversed(), neighbour);
    expect(mixed.trained.map(({depth}) => depth)).toEqual([1, 2, 3, 4]);
    expect(mixed.shuffled).toHaveLength(2);
    expect(mixed.tokens).toBe(0.5);
    expect(mixed.absent).toBe("");
  });

  it("leave out depths without a value", () => {
    const some = [
      row("trained", 1, NaN, {absent: "all statements in one place"}),
      ...trained([0.3, 0.5]).slice(1)
    ];
    const {trained: known, absent} = separationOf(some, neighbour);
    expect([known.map(({depth}) => depth), absent]).toEqual([[2], ""]);
  });

  it("say why there are none", () => {
    const none = [row("trained", 1, NaN, {measure: "rank", absent: "labels are not numbers"})];
    expect(separationOf(none, rank).absent).toBe("labels are not numbers");
    const large = [row("trained", 1, NaN, {measure: "", absent: "more than 2000 statements"})];
    expect(kinds.map((kind) => separationOf(large, kind).absent)).toEqual(
      kinds.map(() => "more than 2000 statements")
    );
  });

  it("have a best depth, a largest step and the range of the controls", () => {
    expect(bestOf(separation).depth).toBe(3);
    expect(jumpOf(separation)).toBe(3);
    expect(jumpOf(separationOf(trained([0.5, 0.4, 0.3]), neighbour))).toBe(1);
    expect(shuffledAt(separation, 3)).toEqual([0.6, 0.7]);
    expect(shuffledAt(separation, 9)).toBeUndefined();
    expect(domainOf(separation)).toEqual([0, 1]);
  });

  it("say the numbers of a depth", () => {
    expect(depthText(separation, 3).replaceAll("\u202f", " ")).toBe(
      "depth 3: 94 % · shuffled weights 60 % to 70 % · permuted labels 11 %, 95 in 100 below 19 % · p 0.001, over all depths 0.001"
    );
    expect(depthText(separation, 7)).toBe("depth 7: nothing was measured");
  });
});

describe("what is said of them", () => {
  it("is a part that training adds, where controls are clear of chance but lower", () => {
    const {see, rest, wrong} = reading(separation);
    expect(see).toBe("The labels are furthest apart at depth 3: 94\u202f%.");
    expect(rest).toContain("a probability of 0.001");
    expect(rest).toContain("clear of chance at every depth");
    expect(rest).toContain("part of it may take no training");
    expect(wrong).toMatch(/^Wrong would have been: /);
  });

  it("is no sign of learning where a control comes as far", () => {
    const {rest} = reading(
      separationOf([...trained([0.5, 0.9]), ...control("shuffled 1", [0.4, 0.88])], neighbour)
    );
    expect(rest).toContain("no sign of anything learned: a network with shuffled weights comes as far.");
    const tokens = reading(separationOf([...trained([0.5, 0.9]), row("tokens", 0, 0.95)], neighbour));
    expect(tokens.rest).toContain("no sign of anything learned: the mean of the tokens comes as far.");
  });

  it("is training's, where controls are within the band", () => {
    const {rest} = reading(
      separationOf([...trained([0.5, 0.9]), ...control("shuffled 1", [0.1, 0.15])], neighbour)
    );
    expect(rest).toContain("it takes training to draw this line");
  });

  it("tells of a rival where the statements' log-probability comes as far", () => {
    const beside = (value: number) =>
      reading(separationOf([...trained([0.5, 0.9]), row("log-probability", 0, value)], neighbour)).rest;
    expect(beside(0.6)).toContain("How likely the model finds each statement, 60\u202f%.");
    expect(beside(0.6)).not.toContain("expects to read");
    expect(beside(0.88)).toContain("may show no more than what it expects to read");
    expect(beside(0.88)).not.toContain("no sign of anything learned");
  });

  it("is chance, where permuted labels come as far", () => {
    const {see, rest} = reading(
      separationOf([...trained([0.1, 0.15], 0.4), row("tokens", 0, 0.1)], neighbour)
    );
    expect(see).toContain("At no depth is the line above what labels dealt out at random may reach");
    expect(rest).not.toMatch(/training|learned/);
  });

  it("is of what the measure measures", () => {
    const numbers = trained([0.2, 0.9]).map((one) => ({...one, measure: "rank"}));
    expect(reading(separationOf(numbers, rank)).see).toBe(
      "The order of the numbers shows most at depth 2: 0.90."
    );
  });

  it("is why there is no band, where permuting would only rename labels", () => {
    const years = control("trained", [0.2, 0.4]).map((one) => ({
      ...one,
      unpermuted: "labels can only be renamed"
    }));
    const {rest, wrong} = reading(separationOf(years, neighbour));
    expect(rest).toContain(
      "There is no band of permuted labels: each label belongs to one pair or subject alone"
    );
    expect(wrong).not.toContain("band");
  });

  it("is no probability where labels can't be exchanged", () => {
    const {see, rest} = reading(separationOf(control("trained", [0.2, 0.4]), neighbour));
    expect(`${see} ${rest}`).not.toMatch(/NaN|probability|at random/);
  });
});

describe("depths to show", () => {
  it("are around one, as near to it as the ends allow", () => {
    expect(around(12, 20)).toEqual([9, 10, 11, 12, 13, 14]);
    expect(around(1, 20)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(around(20, 20)).toEqual([15, 16, 17, 18, 19, 20]);
    expect(around(2, 3)).toEqual([1, 2, 3, 3, 3, 3]);
  });
});

describe("places of words", () => {
  it("are the wanted ones where these are far enough apart", () => {
    expect(spread([50, 10, 90], 15, 0, 100)).toEqual([50, 10, 90]);
  });

  it("are a gap apart where they would meet, within the ends", () => {
    expect(spread([50, 50, 50], 10, 0, 100)).toEqual([40, 50, 60]);
    expect(spread([98, 99, 20], 10, 0, 100)).toEqual([90, 100, 20]);
    expect(spread([1, 2, 14], 10, 0, 100)).toEqual([0, 10, 20]);
  });
});

describe("SeparationPlot", () => {
  const draw = (of: typeof separation, width = 900) =>
    SeparationPlot(of, {width, height: 380, depth: 3, deepest: 4, shown: [1, 2, 3, 4]});

  it("draws a line for each network, a band, and their names", () => {
    const svg = draw(separation);
    expect(svg.querySelectorAll('[aria-label="line"] path')).toHaveLength(1 + 2 + 2);
    expect(svg.querySelectorAll('[aria-label="area"] path')).toHaveLength(1);
    for (const name of [
      "trained",
      "weights shuffled, 2 times",
      "tokens alone, no order",
      "permuted labels, 95 %",
      "permuted labels, mean"
    ])
      expect(svg.textContent).toContain(name);
    expect(svg.getAttribute("aria-label")).toContain("depth 3: 94");
    expect(svg.outerHTML).not.toContain("NaN");
  });

  it("draws the log-probability as a line across, where the model was asked", () => {
    const rules = (svg: SVGSVGElement) =>
      svg.querySelectorAll(
        '[aria-label="rule"] line[stroke-dasharray="7 4"], [aria-label="rule"][stroke-dasharray="7 4"] line'
      );
    const asked = draw(separationOf([...rows, row("log-probability", 0, 0.2)], neighbour));
    expect(rules(asked)).toHaveLength(1);
    expect(asked.textContent).toContain("own log-probability");
    expect(rules(draw(separation))).toHaveLength(0);
    expect(draw(separation).textContent).not.toContain("log-probability");
  });

  it("draws what there is where nothing stands beside it", () => {
    const svg = draw(separationOf(control("trained", [0.2, 0.4, 0.5, 0.3]), neighbour), 340);
    expect(svg.querySelectorAll('[aria-label="line"] path')).toHaveLength(2);
    expect(svg.textContent).not.toContain("shuffled");
    expect(svg.outerHTML).not.toContain("NaN");
  });
});
