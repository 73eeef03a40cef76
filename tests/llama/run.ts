import type {Checkpoint} from "../../loaders/checkpoint/checkpoint.ts";
import {residualStream, type RunOptions} from "../../loaders/llama/runner.ts";
import {createSession} from "../../loaders/onnx/session.ts";

/** All that `residualStream` yields, one array a depth. */
export async function run(
  checkpoint: Checkpoint,
  statements: readonly (readonly number[])[],
  depth: number,
  options: RunOptions = {}
): Promise<Float32Array[]> {
  const stream: Float32Array[] = [];
  for await (const x of residualStream(checkpoint, statements, depth, createSession, options)) stream.push(x);
  return stream;
}

/** The largest difference between two lists of numbers, as a share of the root mean square of the second. */
export function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  const largest = differences(found, expected).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
  return largest / rootMeanSquare(expected);
}

/** The root mean square of the difference between two lists of numbers, as a share of that of the second. */
export function meanDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  return rootMeanSquare(differences(found, expected)) / rootMeanSquare(expected);
}

function differences(found: ArrayLike<number>, expected: ArrayLike<number>): number[] {
  if (found.length !== expected.length)
    throw new Error(`${found.length} numbers, ${expected.length} expected`);
  return Array.from(found, (value, i) => value - expected[i]);
}

function rootMeanSquare(values: ArrayLike<number>): number {
  return Math.sqrt(Array.from(values).reduce((sum, value) => sum + value ** 2, 0) / values.length);
}
