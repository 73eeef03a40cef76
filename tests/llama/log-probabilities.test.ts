/** How likely the model finds statements, beside transformers in float32 and a plain forward pass in double precision. */
import {readFileSync} from "node:fs";
import {afterAll, describe, expect, it} from "vitest";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {logProbabilities} from "../../loaders/llama/log-probabilities.ts";
import {usualSizes} from "../../loaders/llama/sizes.ts";
import {createSession} from "../../loaders/onnx/session.ts";
import {locateModel} from "../../loaders/weights.ts";
import {plainLogProbability} from "./plain.ts";
import {randomCheckpoint, smallConfig} from "./random-checkpoint.ts";

const fixtures = "tests/fixtures";
const readJson = (name: string): unknown => JSON.parse(readFileSync(`${fixtures}/${name}`, "utf8"));

/** The largest difference between two lists of numbers. */
function largest(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  return Math.max(...Array.from(found, (value, i) => Math.abs(value - expected[i])));
}

const summary: string[] = [];
afterAll(() => console.log(`largest difference of log-probabilities\n${summary.join("\n")}`));

it("the default model's are those of transformers", async () => {
  const {statements} = readJson("log-probabilities.json") as {
    statements: {statement: string; tokens: number[]; logProbability: number}[];
  };
  const checkpoint = await openCheckpoint((await locateModel("SmolLM2-135M-Instruct")).path);
  try {
    const shares: number[] = [];
    const found = await logProbabilities(
      checkpoint,
      statements.map(({tokens}) => tokens),
      createSession,
      {onShare: (share) => shares.push(share)}
    );
    const difference = largest(
      found,
      statements.map(({logProbability}) => logProbability)
    );
    summary.push(`the default model: ${difference.toExponential(1)}`);
    expect(difference).toBeLessThan(1e-4);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeCloseTo(1, 12);
  } finally {
    await checkpoint.close();
  }
}, 60_000);

describe("are those of transformers, from", () => {
  interface Reference {
    statements: number[][];
    logProbabilities: number[];
  }
  const all = readJson("checkpoints/index.json") as {
    name: string;
    path: string;
    says: string;
    weights: string;
  }[];
  const references = readJson("checkpoints/references.json") as Record<string, Reference>;

  it.each(all.filter(({name}) => name !== "safetensors-bare"))("$name: $says", async (fixture) => {
    const {statements, logProbabilities: expected} = references[fixture.weights];
    const checkpoint = await openCheckpoint(`${fixtures}/checkpoints/${fixture.path}`);
    try {
      const difference = largest(await logProbabilities(checkpoint, statements, createSession), expected);
      summary.push(`${fixture.name}: ${difference.toExponential(1)}`);
      expect(difference).toBeLessThan(1e-4);
    } finally {
      await checkpoint.close();
    }
  });
});

describe("are those of a plain forward pass", () => {
  /** Statements that begin alike, one that is the beginning of another, one twice, one of a single token. */
  const statements = [
    [1, 7, 3, 9, 4],
    [1, 7, 3, 2],
    [1, 7, 3],
    [1],
    [1, 30, 31, 32, 49, 0, 35],
    [1, 7, 3, 2]
  ];

  it.each([
    ["with a matrix of the output's own", false, {}],
    ["with embeddings that are the output's matrix", true, {}],
    ["in small chunks", false, {chunk: 4, group: 2}],
    ["a token at a time, in pieces of the matrix", false, {scored: 1, piece: 45}]
  ])("%s", async (name, tied, changed) => {
    const checkpoint = randomCheckpoint(smallConfig, {tied});
    const sizes = {...usualSizes, ...changed};
    const found = await logProbabilities(checkpoint, statements, createSession, {sizes});
    const expected = await Promise.all(statements.map((tokens) => plainLogProbability(checkpoint, tokens)));
    const difference = largest(found, expected);
    summary.push(`${name}: ${difference.toExponential(1)}`);
    expect(difference).toBeLessThan(2e-5);
    expect(found[3]).toBe(0);
    expect(found[5]).toBe(found[1]);
  });
});

it("of statements without a second token take no run", async () => {
  const checkpoint = {...randomCheckpoint(smallConfig), block: () => Promise.reject(new Error("a block"))};
  expect([...(await logProbabilities(checkpoint, [[1], [2]], createSession))]).toEqual([0, 0]);
});
