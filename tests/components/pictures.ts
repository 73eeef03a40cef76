/** Pictures small enough to be read. */
import type {Frame, Picture} from "../../src/components/picture.ts";
import type {VarianceRow} from "../../src/data/rows.ts";

/** Dots at depths 1, 2, … from lists of `[x, y]`. */
export function pictureOf(labels: string[], ...depths: [x: number, y: number][][]): Picture {
  const statements = labels.map((label, i) => `What is ${label} ${i}?`);
  const frames = depths.map((dots, d): Frame => ({
    depth: d + 1,
    x: dots.map(([x]) => x),
    y: dots.map(([, y]) => y),
    arms: [
      [1, 0],
      [0, 1]
    ],
    unit: 4,
    share: [0.5, 0.125]
  }));
  const tokens = statements.map((statement) => ["<s>", statement.slice(0, -1), "?"]);
  return {
    name: "tiny",
    rows: labels.map((_, i) => 10 + i),
    statements,
    tokens,
    columns: {label: labels},
    frames
  };
}

/** Components of one depth from their shares. */
export function varianceOf(depth: number, ratios: number[]): VarianceRow[] {
  let cumulative = 0;
  const unknown = {nullHigh: NaN, low: NaN, high: NaN, angle: NaN, angleHigh: NaN};
  return ratios.map((ratio, i) => ({
    depth,
    component: i + 1,
    ratio,
    cumulative: (cumulative += ratio),
    ...unknown
  }));
}
