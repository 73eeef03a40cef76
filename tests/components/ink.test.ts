import {describe, expect, it} from "vitest";
import {
  categorySteps,
  cyclicSteps,
  inkCss,
  inkHex,
  linearRgb,
  oklch,
  sequentialSteps
} from "../../src/components/ink.ts";
import type {InkName, Theme} from "../../src/components/ink.ts";

type Rgb = [number, number, number];

/** Machado, Oliveira & Fernandes 2009, "A physiologically-based model for simulation of color vision deficiency", severity 1. */
const sight: Record<string, Rgb[]> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039]
  ]
};

const clip = (v: number) => Math.min(1, Math.max(0, v));
const seen = (name: InkName, theme: Theme, matrix: Rgb[]) => {
  const rgb = linearRgb(oklch(name, theme)).map(clip);
  return matrix.map((row) => clip(row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2]));
};

/** Linear sRGB → Oklab: Björn Ottosson. */
function oklab([r, g, b]: number[]): number[] {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s
  ];
}

/** The smallest Oklab distance × 100 between any two of the colours. */
function smallest(names: InkName[], theme: Theme, matrix: Rgb[]): number {
  const points = names.map((name) => oklab(seen(name, theme, matrix)));
  const distances = points.flatMap((p, i) =>
    points.slice(0, i).map((q) => 100 * Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]))
  );
  return Math.min(...distances);
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(a: InkName, b: InkName, theme: Theme): number {
  const luminance = (name: InkName) => {
    const [red, green, blue] = linearRgb(oklch(name, theme)).map(clip);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((p, q) => p - q);
  return (light + 0.05) / (dark + 0.05);
}

const operators: InkName[] = ["op-plus", "op-minus", "op-div"];
const truth: InkName[] = ["true", "false"];
const categories = Array.from({length: categorySteps}, (_, i) => `cat-${i}` as InkName);
const cyclic = Array.from({length: cyclicSteps}, (_, i): InkName => `cyc-${i}`);
const sequential = Array.from({length: sequentialSteps}, (_, i): InkName => `seq-${i}`);
const words: InkName[] = ["ink", "ink-2", "act", "lab-plus", "lab-minus", "lab-div"];

describe.each(["light", "dark"] as const)("colours on %s paper", (theme) => {
  it.each(Object.keys(sight))("keep classes apart with %s", (name) => {
    const matrix = sight[name];
    const found = [operators, truth, categories].map((list) => smallest(list, theme, matrix));
    expect.soft(found[0], `operators ${found[0]}`).toBeGreaterThan(14);
    expect.soft(found[1], `true and false ${found[1]}`).toBeGreaterThan(14);
    expect.soft(found[2], `seven classes ${found[2]}`).toBeGreaterThan(14);
  });

  it("make every dot visible", () => {
    for (const name of [...operators, ...truth, ...categories, ...cyclic, ...sequential])
      expect.soft(contrast(name, "paper", theme), name).toBeGreaterThan(theme === "light" ? 2.95 : 3);
  });

  it("make every word readable", () => {
    for (const name of words)
      for (const on of ["paper", "sheet", "wash"] as const)
        expect.soft(contrast(name, on, theme), `${name} on ${on}`).toBeGreaterThan(4.5);
  });

  it("keep both sides of one half apart, from each other and from the middle, under readable words", () => {
    for (const matrix of Object.values(sight))
      expect.soft(smallest(["above", "below", "wash"], theme, matrix)).toBeGreaterThan(14);
    for (const side of ["above", "below"] as const)
      expect.soft(contrast("ink", side, theme), side).toBeGreaterThan(4.5);
  });

  it("make the sign inside a dot visible", () => {
    for (const o of ["plus", "minus", "div"] as const)
      expect.soft(contrast(`op-${o}`, `on-${o}`, theme), o).toBeGreaterThan(3);
  });
});

describe("colours outside a page", () => {
  it("are hex, for programs that do not know oklch", () => {
    expect(inkHex("sheet", "light")).toBe("#ffffff");
    expect(inkHex("act", "light")).toMatch(/^#[0-9a-f]{6}$/);
  });

  it("are custom properties inside it, with a dark list for dark screens", () => {
    expect(inkCss()).toContain("--op-plus:oklch(0.58 0.16 255)");
    expect(inkCss()).toContain("prefers-color-scheme:dark");
  });
});
