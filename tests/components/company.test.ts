import {expect, it} from "vitest";
import {company} from "../../src/components/company.ts";
import type {Picture} from "../../src/components/picture.ts";

function line(x: number[], values: string[], statements = x.map(String)): Picture {
  const frame: Picture["frames"][number] = {
    depth: 1,
    x,
    y: x.map(() => 0),
    arms: [
      [1, 0],
      [0, 1]
    ],
    unit: 1,
    share: [1, 0]
  };
  const frames = [frame];
  return {
    name: "line",
    rows: x.map((_, i) => i),
    statements,
    tokens: [],
    columns: {label: values, odd: values},
    frames
  };
}

it("counts the dots whose nearest dot is of their kind, and how many would be by chance", () => {
  const picture = line([0, 1, 5, 9, 10], ["yes", "yes", "no", "yes", "no"]);
  expect(company(picture, "odd", "yes", 1)).toEqual({dots: 3, together: 2, byChance: 1.5});
});

it("does not count a statement that occurs twice as its own company", () => {
  const picture = line([0, 0, 3], ["yes", "yes", "no"], ["same", "same", "other"]);
  expect(company(picture, "odd", "yes", 1)).toEqual({dots: 2, together: 0, byChance: 0});
});
