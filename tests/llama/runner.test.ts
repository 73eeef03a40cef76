import {expect, it} from "vitest";
import type {Checkpoint} from "../../loaders/checkpoint/checkpoint.ts";
import {residualStream, workOf} from "../../loaders/llama/runner.ts";
import {createSession} from "../../loaders/onnx/session.ts";
import {relativeDifference} from "./difference.ts";
import {plainResidualStream} from "./plain.ts";
import {randomCheckpoint, seededNumbers, smallConfig} from "./random-checkpoint.ts";

/** Statements that begin alike, one that is the beginning of another, one twice, one of a single token. */
const statements = [[1, 7, 3, 9, 4], [1, 7, 3, 2], [1, 7, 3], [1, 30, 31, 32, 33, 34, 35], [1, 7, 3, 2], [1]];

async function run(
  checkpoint: Checkpoint,
  list: readonly number[][],
  depth: number
): Promise<Float32Array[]> {
  const stream: Float32Array[] = [];
  for await (const x of residualStream(checkpoint, list, depth, createSession)) stream.push(x);
  return stream;
}

/** As `residualStream`, by the plain forward pass of one statement at a time. */
async function runPlainly(
  checkpoint: Checkpoint,
  list: readonly number[][],
  depth: number
): Promise<number[][]> {
  const streams: number[][][] = [];
  for (const tokens of list) streams.push(await plainResidualStream(checkpoint, tokens, depth));
  return Array.from({length: depth}, (_, k) => streams.flatMap((stream) => stream[k]));
}

it.each([
  ["as many heads of keys as of queries, halves rotated", {}],
  ["grouped heads, halves rotated", {numKeyValueHeads: 2}],
  ["grouped heads, neighbours rotated", {numKeyValueHeads: 2, ropeInterleaved: true}],
  ["one head of keys, neighbours rotated", {numKeyValueHeads: 1, ropeInterleaved: true}]
])("agrees at every depth with a plain forward pass in double precision: %s", async (_, change) => {
  const checkpoint = randomCheckpoint({...smallConfig, ...change});
  const found = await run(checkpoint, statements, 3);
  const expected = await runPlainly(checkpoint, statements, 3);
  const differences = found.map((x, k) => relativeDifference(x, expected[k]));
  console.log(`largest differences by depth: ${differences.map((d) => d.toExponential(1)).join(" ")}`);
  expect(differences).toHaveLength(3);
  for (const difference of differences) expect(difference).toBeLessThan(2e-6);
});
