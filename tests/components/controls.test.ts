// @vitest-environment jsdom
import {beforeAll, describe, expect, it, vi} from "vitest";
import {DepthRail} from "../../src/components/DepthRail.ts";
import {encode} from "../../src/components/encoding.ts";
import {legend} from "../../src/components/Legend.ts";
import {railText} from "../../src/components/rail.ts";
import {StatementTable} from "../../src/components/StatementTable.ts";
import {tokenChips} from "../../src/components/tip.ts";
import {pictureOf} from "./pictures.ts";

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({matches: true}));
});

const labels = ["++", "+-", "-+", "-+"];
const picture = pictureOf(labels, [
  [0, 0],
  [1, 0],
  [0, 1],
  [1, 1]
]);
const key = (name: string) => new KeyboardEvent("keydown", {key: name, cancelable: true});

describe("DepthRail", () => {
  const railAt = (value: number, oninput = vi.fn()) => {
    const rail = new DepthRail({depths: 3, layers: 5, value, oninput});
    rail.draw(300, false);
    return {rail, oninput};
  };
  const states = (rail: DepthRail) =>
    [...rail.element.querySelectorAll(".cell")].map((cell) => cell.parentElement?.getAttribute("class"));

  it("fills the blocks applied, marks the last of them, and makes no cell of those never run", () => {
    const {rail} = railAt(2);
    expect(states(rail)).toEqual(["applied", "here", "ahead"]);
    expect(rail.element.querySelectorAll(".never")).toHaveLength(2);
  });

  it("goes no further than the blocks that were run", () => {
    const {rail, oninput} = railAt(1);
    rail.choose(5, 0);
    expect([rail.value, oninput.mock.calls]).toEqual([3, [[3, 0]]]);
  });

  it("jumps to the end of a run where motion is unwelcome", () => {
    const {rail} = railAt(1);
    rail.play(2);
    expect(rail.value).toBe(2);
  });

  it("says depth, measure and chance to a screen reader", () => {
    const measure = {name: "the nearest dot has the same label", values: [0.25, 0.9, NaN], chance: 0.5};
    expect(railText(2, 3, measure)).toBe(
      "depth 2 of 3; the nearest dot has the same label: 90\u202f%, by chance 50\u202f%"
    );
    expect(railText(3, 3, measure)).toBe("depth 3 of 3");
  });
});

describe("legend", () => {
  it("switches an entry off and on", () => {
    let off: number[] = [];
    const element = legend(encode("label", ["true", "false"]), (set) => (off = [...set]));
    const button = element.querySelector<HTMLButtonElement>('[data-legend-entry="false"]');
    button?.click();
    expect([button?.getAttribute("aria-pressed"), off]).toEqual(["false", [1]]);
    button?.click();
    expect([button?.getAttribute("aria-pressed"), off]).toEqual(["true", []]);
  });

  it("sets pairs of operators in a matrix whose heads switch a row or a column", () => {
    const pairs = ["+", "-", "/"].flatMap((first) => ["+", "-", "/"].map((second) => first + second));
    let off: number[] = [];
    const heads = legend(
      encode("label", pairs),
      (set) => (off = [...set])
    ).querySelectorAll<HTMLButtonElement>(".head");
    expect([...heads].map((head) => head.textContent)).toEqual([
      "then +",
      "then −",
      "then /",
      "first +",
      "first −",
      "first /"
    ]);
    heads[1].click();
    expect(off).toEqual([1, 4, 7]);
  });
});

describe("StatementTable", () => {
  it("shows the rows of the dots that are on", () => {
    const table = new StatementTable(picture, {onpoint: vi.fn()});
    table.filter(new Set([0, 2]));
    const rows = [...table.element.querySelectorAll("[data-table-row]")];
    expect(rows.map((row) => row.getAttribute("data-table-row"))).toEqual(["11", "13"]);
    expect(table.element.querySelector("h2")?.textContent).toBe("2 of 4 statements");
  });

  it("goes from row to row with the arrow keys and tells the dot", () => {
    const onpoint = vi.fn();
    const table = new StatementTable(picture, {onpoint});
    const scroller = table.element.querySelector(".scroller");
    scroller?.dispatchEvent(key("ArrowDown"));
    scroller?.dispatchEvent(key("ArrowDown"));
    expect(onpoint.mock.calls).toEqual([[0], [1]]);
    expect(table.element.querySelector("[aria-current]")?.getAttribute("data-table-row")).toBe("11");
  });

  it("makes only the rows that can be seen of many", () => {
    const many = pictureOf(
      Array.from({length: 2000}, () => "a"),
      Array.from({length: 2000}, (_, i) => [i, 0])
    );
    const table = new StatementTable(many, {onpoint: vi.fn()});
    expect(table.element.querySelectorAll("[data-table-row]").length).toBeLessThan(60);
  });
});

describe("tokenChips", () => {
  it("shows spaces and line feeds", () => {
    const chips = [...tokenChips(["<s>", " is", "\n"]).children].map((chip) => chip.textContent);
    expect(chips).toEqual(["<s>", "·is", "↵"]);
  });
});
