import {readFileSync} from "node:fs";
import {expect, it} from "vitest";
import {experiment} from "../loaders/experiment.ts";

/** Sizes as the models' configurations have them. */
interface Shape {
  hidden: number;
  intermediate: number;
  blocks: number;
  /** Share of the heads that have keys and values of their own. */
  keys: number;
  vocabulary: number;
  tied?: boolean;
}

const shapes: Record<string, Shape> = {
  "LLaMA 7B": {hidden: 4096, intermediate: 11008, blocks: 32, keys: 1, vocabulary: 32000},
  "LLaMA 13B": {hidden: 5120, intermediate: 13824, blocks: 40, keys: 1, vocabulary: 32000},
  "LLaMA 65B": {hidden: 8192, intermediate: 22016, blocks: 80, keys: 1, vocabulary: 32000},
  "LLaMA 2 70B": {hidden: 8192, intermediate: 28672, blocks: 80, keys: 1 / 8, vocabulary: 32000},
  "Mistral 7B": {hidden: 4096, intermediate: 14336, blocks: 32, keys: 1 / 4, vocabulary: 32000},
  "TinyLlama 1.1B": {hidden: 2048, intermediate: 5632, blocks: 22, keys: 1 / 8, vocabulary: 32000},
  "LLaMA 3 8B": {hidden: 4096, intermediate: 14336, blocks: 32, keys: 1 / 4, vocabulary: 128256},
  "LLaMA 3 70B": {hidden: 8192, intermediate: 28672, blocks: 80, keys: 1 / 8, vocabulary: 128256},
  "LLaMA 3.2 1B": {
    ...{hidden: 2048, intermediate: 8192, blocks: 16, keys: 1 / 4},
    ...{vocabulary: 128256, tied: true}
  },
  "LLaMA 3.2 3B": {
    ...{hidden: 3072, intermediate: 8192, blocks: 28, keys: 1 / 3},
    ...{vocabulary: 128256, tied: true}
  }
};

function weightsOf({hidden, intermediate, blocks, keys, vocabulary, tied}: Shape): number {
  const block = 2 * hidden * hidden * (1 + keys) + 3 * hidden * intermediate + 2 * hidden;
  return blocks * block + (tied ? 1 : 2) * vocabulary * hidden + hidden;
}

const rows = readFileSync("weights/README.md", "utf8")
  .split("\n")
  .filter((line) => /^\| [A-Z].*GB/.test(line))
  .map((line) => line.split("|").map((cell) => cell.trim()));

it("weights/README has a row for each model", () => {
  expect(rows.map(([, name]) => name.split(",")[0])).toEqual(Object.keys(shapes));
});

it.each(rows.map(([, name, blocks, run, disk]) => ({name, blocks, run, disk})))(
  "weights/README is right about $name's blocks, depth and size",
  ({name, blocks, run, disk}) => {
    const shape = shapes[name.split(",")[0]];
    expect(Number(blocks)).toBe(shape.blocks);
    expect(Number(run)).toBe(Math.round(experiment.depthShare * shape.blocks));
    expect(disk).toBe(`${((2 * weightsOf(shape)) / 1e9).toFixed(1)} GB`);
  }
);
