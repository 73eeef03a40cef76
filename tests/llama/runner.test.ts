import {describe, expect, it} from "vitest";
import {float16} from "../../loaders/checkpoint/dtype/dtype.ts";
import {projections} from "../../loaders/checkpoint/config.ts";
import type {BlockWeights, Checkpoint, Tensor} from "../../loaders/checkpoint/checkpoint.ts";
import {residualStream} from "../../loaders/llama/runner.ts";
import {workOf} from "../../loaders/llama/work.ts";
import {usualSizes} from "../../loaders/llama/sizes.ts";
import {createSession, type CreateSession} from "../../loaders/onnx/session.ts";
import {Problem} from "../../loaders/problem.ts";
import {plainResidualStream} from "./plain.ts";
import {randomCheckpoint, seededNumbers, smallConfig} from "./random-checkpoint.ts";
import {largestDifference, run} from "./run.ts";

/** Statements that begin alike, one that is the beginning of another, one twice, one of a single token. */
const statements = [[1, 7, 3, 9, 4], [1, 7, 3, 2], [1, 7, 3], [1, 30, 31, 32, 33, 34, 35], [1, 7, 3, 2], [1]];

/** As `run`, by the plain forward pass of one statement at a time. */
async function runPlainly(
  checkpoint: Checkpoint,
  list: readonly number[][],
  depth: number
): Promise<number[][]> {
  const streams: number[][][] = [];
  for (const tokens of list) streams.push(await plainResidualStream(checkpoint, tokens, depth));
  return Array.from({length: depth}, (_, k) => streams.flatMap((stream) => stream[k]));
}

function expectSame(found: Float32Array[], expected: number[][]): void {
  const differences = found.map((x, k) => largestDifference(x, expected[k]));
  console.log(
    `largest difference by depth, rms = 1: ${differences.map((d) => d.toExponential(1)).join(" ")}`
  );
  expect(differences).toHaveLength(expected.length);
  for (const difference of differences) expect(difference).toBeLessThan(2e-6);
}

describe("the residual stream is that of a plain forward pass in double precision", () => {
  it.each([
    ["with as many heads of keys as of queries", {}],
    ["with grouped heads", {numKeyValueHeads: 2}],
    ["with neighbours rotated", {ropeInterleaved: true}],
    ["with grouped heads and neighbours rotated", {numKeyValueHeads: 2, ropeInterleaved: true}],
    ["with one head of keys", {numKeyValueHeads: 1}],
    ["with a bias everywhere", {biases: projections}],
    ["with biases and neighbours rotated", {biases: projections, ropeInterleaved: true}],
    ["with positions stretched", {ropeFrequencies: [0.5, 0.1, 0.01]}]
  ])("%s", async (_, change) => {
    const checkpoint = randomCheckpoint({...smallConfig, ...change});
    expectSame(await run(checkpoint, statements, 3), await runPlainly(checkpoint, statements, 3));
  });

  it("for more tokens than go through a block at once, in the order of the statements", async () => {
    const random = seededNumbers(2);
    const token = () => Math.floor(25 * (random() + 1));
    const many = Array.from({length: 600}, () => [1, ...Array.from({length: 5 + (token() % 4)}, token)]);
    const checkpoint = randomCheckpoint(smallConfig);
    expect(workOf(many, smallConfig, 2).tokens).toBeGreaterThan(2 * 1536);
    expectSame(await run(checkpoint, many, 2), await runPlainly(checkpoint, many, 2));
  });

  it("when blocks are stored in different types", async () => {
    const checkpoint = randomCheckpoint(smallConfig);
    const half = mapTensors(await checkpoint.block(1), truncated);
    const widened = mapTensors(half, ({shape, data}) => ({shape, data: Float32Array.from(data, float16)}));
    const found = await run(withBlock(checkpoint, 1, half), statements, 3);
    expectSame(found, await runPlainly(withBlock(checkpoint, 1, widened), statements, 3));
  });
});

function withBlock(checkpoint: Checkpoint, index: number, weights: BlockWeights): Checkpoint {
  return {...checkpoint, block: (i) => (i === index ? Promise.resolve(weights) : checkpoint.block(i))};
}

function mapTensors(weights: BlockWeights, change: (tensor: Tensor) => Tensor): BlockWeights {
  const {attentionNorm, query, key, value, attentionOutput, feedForwardNorm, gate, up, down} = weights;
  return {
    attentionNorm,
    feedForwardNorm,
    query: change(query),
    key: change(key),
    value: change(value),
    attentionOutput: change(attentionOutput),
    gate: change(gate),
    up: change(up),
    down: change(down)
  };
}

/** Float32 values as the bits of float16, the digits that it has no room for cut off. */
function truncated({shape, data}: Tensor): Tensor {
  const wide = new Uint32Array(Float32Array.from(data).buffer);
  const bits = Uint16Array.from(wide, (w) => {
    const exponent = ((w >>> 23) & 0xff) - 112;
    return exponent < 1 ? 0 : ((w >>> 16) & 0x8000) | (exponent << 10) | ((w >>> 13) & 0x3ff);
  });
  return {shape, data: bits};
}

describe("what comes out does not depend", () => {
  const random = seededNumbers(3);
  const token = () => Math.floor(25 * (random() + 1));
  const many = Array.from({length: 60}, () => [1, ...Array.from({length: 2 + (token() % 6)}, token)]);
  const change = {numKeyValueHeads: 2, ropeInterleaved: true, biases: projections};
  const checkpoint = randomCheckpoint({...smallConfig, ...change});

  function expectAlike(found: Float32Array[], expected: Float32Array[]): void {
    const differences = found.map((x, k) => largestDifference(x, expected[k]));
    console.log(`largest difference, rms = 1: ${Math.max(...differences).toExponential(1)}`);
    for (const difference of differences) expect(difference).toBeLessThan(1e-6);
  }

  it.each([
    ["how many tokens go through a block at once", {chunk: 30}],
    ["how many look up their keys together", {group: 3}],
    ["how much of a weight is widened at once", {piece: 100}],
    ["any of these", {chunk: 17, group: 5, piece: 20}]
  ])("on %s", async (_, sizes) => {
    const options = {sizes: {...usualSizes, ...sizes}};
    expectAlike(await run(checkpoint, many, 3, options), await run(checkpoint, many, 3));
  });

  it("on the statements beside it", async () => {
    const together = await run(checkpoint, many, 3);
    const [some, width] = [many.slice(20, 25), smallConfig.hiddenSize];
    expectAlike(
      await run(checkpoint, some, 3),
      together.map((x) => x.subarray(20 * width, 25 * width))
    );
  });
});

describe("the weights", () => {
  it("are read once, one block ahead of the one that runs", async () => {
    const events: string[] = [];
    const checkpoint = randomCheckpoint(smallConfig);
    const logged = {...checkpoint, block: (i: number) => (events.push(`read ${i}`), checkpoint.block(i))};
    for await (const x of residualStream(logged, statements, 3, createSession))
      events.push(`${x.length} values`);
    const values = `${statements.length * smallConfig.hiddenSize} values`;
    expect(events).toEqual(["read 0", "read 1", values, "read 2", values, values]);
  });

  it("that can't be read end the run when it is their turn", async () => {
    const checkpoint = randomCheckpoint(smallConfig);
    const broken = {
      ...checkpoint,
      block: (i: number) => (i === 1 ? Promise.reject(new Problem("a hole")) : checkpoint.block(i))
    };
    const stream = residualStream(broken, statements, 3, createSession);
    expect((await stream.next()).done).toBe(false);
    await expect(stream.next()).rejects.toThrow("a hole");
  });
});

it("the sessions are released, though nobody takes all depths", async () => {
  let open = 0;
  const counting: CreateSession = async (model) => {
    const session = await createSession(model);
    open++;
    return {run: (feeds) => session.run(feeds), release: () => (open--, session.release())};
  };
  const stream = residualStream(randomCheckpoint(smallConfig), statements, 3, counting);
  await stream.next();
  expect(open).toBe(1);
  await stream.return(undefined);
  expect(open).toBe(0);
});

it.each([0, 4, 1.5, NaN])("a depth of %s in a model of 3 blocks is a problem", async (depth) => {
  const stream = residualStream(randomCheckpoint(smallConfig), statements, depth, createSession);
  await expect(stream.next()).rejects.toThrow(
    new Problem(`depth ${depth}: the model has 3 blocks; choose 1 to 3`)
  );
});

it("the work is counted in distinct tokens, in the last block for those that are wanted", () => {
  const config = {...smallConfig, numKeyValueHeads: 2};
  const statements = [
    [1, 7, 3],
    [1, 7]
  ];
  const tokens = 3; // 1, 1 7, 1 7 3
  const ends = 2; // 1 7, 1 7 3
  const keysAndValues = 20 * (2 + 2) * 6;
  const theRest = 20 * (4 + 4) * 6 + 3 * 20 * 28;
  const first = tokens * (keysAndValues + theRest) + (1 + 2 + 3) * 2 * 4 * 6;
  const last = tokens * keysAndValues + ends * theRest + (2 + 3) * 2 * 4 * 6;
  expect(workOf(statements, config, 2)).toEqual({tokens, flops: 2 * (first + last)});
});
