// @vitest-environment jsdom
import {describe, expect, it} from "vitest";
import {encode} from "../../src/components/encoding.ts";
import {ProjectionPlot} from "../../src/components/ProjectionPlot.ts";
import {VariancePlot} from "../../src/components/VariancePlot.ts";
import {pictureOf, varianceOf} from "./pictures.ts";

const picture = pictureOf(
  ["+-", "+-", "-+"],
  [
    [-1, 0],
    [-1, 0.5],
    [1, 0]
  ]
);
const options = {
  depth: 1,
  encoding: encode("label", picture.columns.label),
  width: 400,
  height: 300,
  document
};
const number = (element: Element | null, name: string) => Number(element?.getAttribute(name));

/** One element a line. */
const lines = (svg: SVGSVGElement) => `${svg.outerHTML.replaceAll("><", ">\n<")}\n`;

describe("ProjectionPlot", () => {
  it("draws a circle a row, which carries the row's number", () => {
    const circles = [...ProjectionPlot(picture, options).querySelectorAll("circle[data-row]")];
    expect(circles.map((circle) => circle.getAttribute("data-row"))).toEqual(["10", "11", "12"]);
  });

  it("has one scale for both directions", () => {
    const [a, b, c] = ProjectionPlot(picture, options).querySelectorAll("circle[data-row]");
    const across = (number(c, "cx") - number(a, "cx")) / 2;
    expect(number(a, "cy") - number(b, "cy")).toBeCloseTo(across / 2, 1);
  });

  it("leaves hidden dots out", () => {
    const svg = ProjectionPlot(picture, {...options, hidden: new Set([0])});
    expect(svg.querySelectorAll("circle[data-row]")).toHaveLength(2);
  });

  it("has no compass where dots alone are wanted, and more room for them", () => {
    const [bare, whole] = [true, false].map((only) => ProjectionPlot(picture, {...options, bare: only}));
    expect([bare, whole].map((svg) => svg.querySelectorAll(".furniture").length)).toEqual([0, 1]);
    const middle = (svg: SVGSVGElement) => number(svg.querySelector("circle[data-row]"), "cy");
    expect(middle(bare)).toBeGreaterThan(middle(whole));
  });

  it("resolves every colour for a file", () => {
    const svg = ProjectionPlot(picture, {...options, theme: "light"});
    expect(svg.outerHTML).not.toContain("var(");
    expect(svg.querySelector("circle[data-row]")?.getAttribute("fill")).toMatch(/^#/);
  });

  it("puts statements that share a place in the middle", () => {
    const single = pictureOf(
      ["a", "b"],
      [
        [0, 0],
        [0, 0]
      ]
    );
    const svg = ProjectionPlot(single, {...options, encoding: encode("label", single.columns.label)});
    expect(number(svg.querySelector("circle[data-row]"), "cx")).toBe(200);
  });

  it("draws the same picture every time", async () => {
    const svg = ProjectionPlot(picture, {...options, theme: "light"});
    await expect(lines(svg)).toMatchFileSnapshot("../snapshots/projection.svg");
  });
});

describe("VariancePlot", () => {
  const plain = varianceOf(1, [0.4, 0.2, 0.1, 0.05]);
  const rows = plain.map((row, i) => ({
    ...row,
    nullHigh: 0.12 - 0.02 * i,
    low: 0.8 * row.ratio,
    high: 1.2 * row.ratio
  }));
  const fills = (svg: SVGSVGElement) => {
    const [, scree] = svg.querySelectorAll("svg");
    return [...scree.querySelectorAll("[aria-label=dot] circle")].map((dot) => dot.getAttribute("fill"));
  };

  it("says what the chosen components keep", () => {
    expect(VariancePlot(plain, {width: 400, chosen: 2}).textContent).toContain("2 components: 60\u202f%");
    expect(VariancePlot(plain, {width: 400, chosen: 1}).textContent).toContain("1 component: 40\u202f%");
  });

  it("names the line of permuted columns and fills the components above it", () => {
    const svg = VariancePlot(rows, {width: 400, chosen: 1});
    expect(svg.textContent).toContain("columns permuted, 95 %");
    const [, scree] = svg.querySelectorAll("svg");
    expect(scree.querySelectorAll("[aria-label=rule] line")).toHaveLength(4);
    expect(fills(svg)).toEqual(["var(--act)", "var(--ink)", "var(--ink)", "var(--paper)"]);
    expect(svg.querySelector("title")?.textContent).toBe(
      "component 1: 40.0\u202f% of the variance · with other subjects 32.0 to 48.0\u202f% · columns permuted 12.0\u202f%"
    );
  });

  it("takes as much room where nothing is held against chance, and draws no line", () => {
    const [some, none] = [rows, plain].map((all) => VariancePlot(all, {width: 400}));
    expect(none.textContent).not.toContain("permuted");
    expect(none.getAttribute("height")).toBe(some.getAttribute("height"));
    expect(fills(none)).toEqual(["var(--ink)", "var(--act)", "var(--ink)", "var(--ink)"]);
  });

  it("puts its parts beside each other where there is room", () => {
    const size = (width: number) => {
      const svg = VariancePlot(rows, {width, height: 250});
      return [number(svg, "width"), number(svg, "height")];
    };
    expect(size(800)).toEqual([800, 250]);
    expect(size(400)).toEqual([400, 480]);
  });

  it("draws statements that share a place", () => {
    expect(VariancePlot(varianceOf(1, [0]), {width: 400}).querySelectorAll("svg")).toHaveLength(2);
  });

  it("draws the same picture every time", async () => {
    const svg = VariancePlot(rows, {width: 640, theme: "light"});
    await expect(lines(svg)).toMatchFileSnapshot("../snapshots/variance.svg");
  });
});
