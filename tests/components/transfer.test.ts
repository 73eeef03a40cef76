// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import {AucPlot} from "../../src/components/AucPlot.ts";
import {depthText} from "../../src/components/AucView.ts";
import {csv} from "../../src/components/downloads.ts";
import {decimal} from "../../src/components/format.ts";
import {arrowThrough, planePicture} from "../../src/components/planes.ts";
import {ArrowsPlot} from "../../src/components/PlaneView.ts";
import {linesOf} from "../../src/components/SwitchDesk.ts";
import {
  cellOf,
  cosineOf,
  curveOf,
  elsewhereOf,
  median,
  shuffledOf,
  stepOf,
  strangers,
  switchesOf,
  transferOf
} from "../../src/components/transfer.ts";
import {TransferMatrix} from "../../src/components/TransferMatrix.ts";
import type {Place} from "../../src/components/transfer.ts";
import {rowsOf, small, transferFrom} from "./transfers.ts";

/** One element a line. */
const lines = (element: Element) => `${element.outerHTML.replaceAll("><", ">\n<")}\n`;
const format = (value: number) => decimal(value);

describe("tables of transfer", () => {
  it("say from where to where controls come, depth by depth", () => {
    const points = shuffledOf(small, {training: "isa", test: "isa"});
    expect(points).toMatchObject([
      {depth: 3, value: 0.5, low: 0.48, high: 0.6},
      {depth: 4, value: 0.5, low: 0.5, high: 0.5}
    ]);
    expect(shuffledOf(small, {training: "isa", test: "cities"})).toEqual([]);
  });

  it("name trainings, tests, pairs with their denials, and what denies nothing", () => {
    expect(small.trainings).toEqual(["cities", "isa", "neg_cities", "cities + neg_cities"]);
    expect(small.tests).toEqual(["cities", "isa", "neg_cities"]);
    expect(small.pairs).toEqual([["cities", "neg_cities"]]);
    expect(small.negated).toEqual(small.pairs);
    expect(small.affirmed).toEqual(["cities", "isa"]);
    expect(small.absent).toBe("");
  });

  it("say why there are no cells", () => {
    const [row] = rowsOf({training: "", test: "", auc: [NaN]});
    const {trainings, absent} = transferOf([{...row, absent: "there is one dataset"}], [], [], []);
    expect([trainings, absent]).toEqual([[], "there is one dataset"]);
  });

  it("have cells, curves in the order of depths without what is not known, and cosines either way round", () => {
    const place = {training: "cities", test: "neg_cities"};
    expect(cellOf(small, place, "difference", 4)?.auc).toBe(0.1);
    expect(cellOf(small, place, "difference", 9)).toBeUndefined();
    expect(curveOf(small, place, "auc", "logistic").map(({depth}) => depth)).toEqual([4]);
    expect(curveOf(small, place).map(({value}) => value)).toEqual([0.45, 0.52, 0.1, 0.1]);
    expect(cosineOf(small, ["neg_cities", "cities"], "difference", 2)).toBe(-0.9);
    expect(cosineOf(small, ["isa", "cities"], "difference", 2)).toBeUndefined();
  });

  it("have the middle of other datasets' directions, of those that share no subject", () => {
    expect(elsewhereOf(small, "isa").map(({value}) => value)).toEqual([0.45, 0.52, 0.95, 0.95]);
    const shared = transferFrom([
      {training: "a", test: "a", auc: [0.5]},
      {training: "b", test: "a", auc: [0.9], shared: 4},
      {training: "c", test: "a", auc: [0.7]},
      {training: "a", test: "b", auc: [0.5]},
      {training: "a", test: "c", auc: [0.5]}
    ]);
    expect(elsewhereOf(shared, "a").map(({value}) => value)).toEqual([0.7]);
    const cells = strangers(shared, {trainings: ["b", "c"], tests: ["a"], depth: 1, probe: "difference"});
    expect(cells.map(({training}) => training)).toEqual(["c"]);
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, NaN]);
  });

  it("have a largest step, from one half up, which is clear if the intervals don't meet", () => {
    const step = (auc: number[]) =>
      stepOf(curveOf(transferFrom([{training: "a", test: "a", auc}]), {training: "a", test: "a"}));
    expect(step([0.3, 0.6, 0.9])).toMatchObject({depth: 3, before: 0.6, after: 0.9, clear: true});
    expect(step([0.5, 0.58, 0.6])).toMatchObject({depth: 2, clear: false});
    expect(step([0.1, 0.4])).toMatchObject({clear: false});
    expect(step([0.5])).toBeUndefined();
    expect(switchesOf(small)).toMatchObject({depth: 3, rest: []});
    expect(switchesOf(transferFrom([{training: "a", test: "a", auc: [0.5, 0.51]}]))).toBeUndefined();
  });
});

describe("AucPlot", () => {
  const chart = linesOf(small, "isa");
  const options = {width: 620, height: 260, depth: 3, deepest: 4, format};

  it("has the chosen line last, and the control and the others under it", () => {
    expect(chart.map(({name, role}) => `${role}: ${name}`)).toEqual([
      "other: cities",
      "control: by others’ directions",
      "shuffled: shuffled networks",
      "chosen: isa"
    ]);
  });

  it("says the numbers of the depth, without those of lines that are not in question", () => {
    expect(depthText(chart, 3, format)).toBe(
      "depth 3: by others’ directions 0.95 · shuffled networks 0.48 to 0.60 · isa 0.95 (0.90 to 1.00) · permuted labels 0.40 to 0.60"
    );
    expect(depthText([], 3, format)).toBe("depth 3: nothing was measured");
  });

  it("draws the same picture every time", async () => {
    await expect(lines(AucPlot(chart, options))).toMatchFileSnapshot("../snapshots/auc.svg");
  });
});

describe("TransferMatrix", () => {
  function matrix() {
    const chosen: Place[] = [];
    const drawn = new TransferMatrix(small, {depth: 4, onchoose: (place) => chosen.push(place)});
    drawn.show("auc", "difference");
    document.body.replaceChildren(drawn.element);
    const buttons = [...drawn.element.querySelectorAll("button")];
    return {drawn, chosen, buttons};
  }

  it("has no colour where permuted labels come as far", () => {
    const drawn = new TransferMatrix(small, {depth: 2, onchoose: () => undefined});
    drawn.show("auc", "difference");
    expect(drawn.element.querySelector("button")?.className).toBe("chance");
  });

  it("has a button a cell, which says what it is", () => {
    const {buttons} = matrix();
    expect(buttons).toHaveLength(12);
    expect(buttons[2].textContent).toBe(".10");
    expect(buttons[2].className).toBe("below");
    expect(buttons[2].style.getPropertyValue("--far")).toBe("80%");
    expect(buttons[2].getAttribute("aria-label")).toBe(
      "trained on cities, tested on neg_cities: 0.10 (0.05 to 0.15); permuted labels 0.40 to 0.60"
    );
  });

  it("writes another measure, and a dash for what is not known, with the reason", () => {
    const {drawn, buttons} = matrix();
    drawn.show("accuracy", "difference");
    expect(buttons[0].textContent).toBe("85");
    const none = new TransferMatrix(small, {depth: 1, onchoose: () => undefined});
    none.show("auc", "logistic");
    const [first] = none.element.querySelectorAll("button");
    expect([first.textContent, first.className]).toEqual(["–", ""]);
    expect(first.getAttribute("aria-label")).toContain("one subject");
  });

  it("tells which cell was chosen, by press and by name", () => {
    const {drawn, chosen, buttons} = matrix();
    buttons[4].click();
    drawn.choose({training: "neg_cities", test: "isa"});
    drawn.choose({training: "nobody", test: "isa"});
    expect(chosen).toEqual([
      {training: "isa", test: "isa"},
      {training: "neg_cities", test: "isa"}
    ]);
    expect(buttons.filter((button) => button.getAttribute("aria-pressed") === "true")).toEqual([buttons[7]]);
  });

  it("has one cell in the way of the tabulator, and arrows from cell to cell, not beyond the edge", () => {
    const {drawn, buttons} = matrix();
    drawn.choose({training: "cities", test: "cities"});
    const press = (key: string) =>
      document.activeElement?.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true}));
    buttons[0].focus();
    press("ArrowRight");
    press("ArrowDown");
    expect(document.activeElement).toBe(buttons[4]);
    expect(buttons.filter(({tabIndex}) => tabIndex === 0)).toEqual([buttons[4]]);
    for (let i = 0; i < 5; i++) press("ArrowUp");
    for (let i = 0; i < 5; i++) press("ArrowLeft");
    expect(document.activeElement).toBe(buttons[0]);
  });

  it("draws the same table every time", async () => {
    const {drawn} = matrix();
    await expect(lines(drawn.element)).toMatchFileSnapshot("../snapshots/transfer-matrix.html");
  });
});

describe("a plane", () => {
  const dots = [
    [4, 0],
    [4, 2],
    [8, 1],
    [8, 1]
  ].map(([pc1, pc2], row) => ({training: "cities", test: "isa", row, pc1, pc2}));
  const statements = dots.map(({row}) => ({
    row,
    statement: `Statement ${row}.`,
    label: row < 2 ? "0" : "1",
    tokens: '["<s>","."]'
  }));
  const cloud = {name: "isa", dots, statements};
  const picture = planePicture("isa", [cloud], 4);
  const arrow = {plane: "cities", training: "cities", probe: "difference", x: 0.6, y: 0, length: 3} as const;

  it("is a picture of its dots, with labels in words", () => {
    expect(picture.columns).toEqual({
      label: ["false", "false", "true", "true"],
      dataset: ["isa", "isa", "isa", "isa"]
    });
    const [frame] = picture.frames;
    expect(frame.unit).toBeCloseTo(Math.sqrt(4.5), 12);
    expect(frame.x[2] - frame.x[0]).toBeCloseTo(4 / frame.unit, 12);
  });

  it("has arrows through the middle of the dots, as long as they lie in it", () => {
    const {from, to} = arrowThrough(cloud, arrow, picture.frames[0], "cities");
    expect(to[0] - from[0]).toBeCloseTo(1.2, 12);
    expect((to[0] + from[0]) / 2).toBeCloseTo(6 / picture.frames[0].unit, 12);
    expect((to[1] + from[1]) / 2).toBeCloseTo(1 / picture.frames[0].unit, 12);
  });

  it("draws the same arrows every time, none for a direction that sticks straight out", async () => {
    const frame = picture.frames[0];
    const arrows = [
      arrowThrough(cloud, arrow, frame, "cities"),
      arrowThrough(cloud, {...arrow, x: 0}, frame, "out")
    ];
    const size = {width: 400, height: 300, bare: true};
    await expect(lines(ArrowsPlot(picture, arrows, size))).toMatchFileSnapshot("../snapshots/arrows.svg");
  });
});

it("writes rows as CSV, in quotes where a comma or a quote is in them, and nothing for no number", () => {
  const rows = [
    {name: 'a "b", c', value: 1.5},
    {name: "d", value: NaN}
  ];
  expect(csv(rows)).toBe('name,value\r\n"a ""b"", c",1.5\r\nd,\r\n');
  expect(csv([])).toBe("\r\n");
});
