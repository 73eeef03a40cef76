/** The engine beside Hugging Face transformers in float32: the residual stream at the last token, depth by depth. */
import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import type {BlockWeights, Checkpoint} from "../../loaders/checkpoint/checkpoint.ts";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {locateModel} from "../../loaders/weights.ts";
import {residualStream} from "../../loaders/llama/runner.ts";
import {usualSizes} from "../../loaders/llama/sizes.ts";
import {sessionsOf} from "../../loaders/onnx/session.ts";
import {largestDifference, meanDifference, run} from "./run.ts";

interface Reference {
  path: string;
  tokens: number[][];
  /** The residual stream by depth, each `[statements × hiddenSize]`. */
  stream: number[][];
}

async function smolLm2(): Promise<Reference> {
  const {tokens, shape} = JSON.parse(read("smollm2.json").toString()) as {
    tokens: number[][];
    shape: number[];
  };
  const [statements, depth, hiddenSize] = shape;
  const values = new Float32Array(new Uint8Array(read("smollm2.f32")).buffer);
  const row = (statement: number, k: number) => {
    const start = (statement * depth + k) * hiddenSize;
    return [...values.subarray(start, start + hiddenSize)];
  };
  const stream = Array.from({length: depth}, (_, k) =>
    Array.from({length: statements}, (_, statement) => row(statement, k)).flat()
  );
  return {path: (await locateModel("SmolLM2-135M-Instruct")).path, tokens, stream};
}

function tinyLlama(): Reference {
  const {statements} = JSON.parse(read("tiny-llama/reference.json").toString()) as {
    statements: {ids: number[]; activations: number[][]}[];
  };
  return {
    path: fixture("tiny-llama/consolidated.00.pth"),
    tokens: statements.map(({ids}) => ids),
    stream: statements[0].activations.map((_, k) => statements.flatMap(({activations}) => activations[k]))
  };
}

function fixture(name: string): string {
  return fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
}

function read(name: string): Buffer {
  return readFileSync(fixture(name));
}

/** The checkpoint at `path`, with blocks that stay in memory: the statements are run many times. */
async function openInMemory(path: string): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(path);
  const blocks = new Map<number, Promise<BlockWeights>>();
  return {
    ...checkpoint,
    block(index) {
      const block = blocks.get(index) ?? checkpoint.block(index);
      blocks.set(index, block);
      return block;
    }
  };
}

describe.each([
  ["SmolLM2-135M-Instruct, GGUF", await smolLm2()],
  ["a tiny LLaMA in Meta's layout, .pth in float16", tinyLlama()]
])("%s", (_, {path, tokens, stream}) => {
  let checkpoint: Checkpoint;
  let found: Float32Array[];
  beforeAll(async () => {
    checkpoint = await openInMemory(path);
    found = await run(checkpoint, tokens, stream.length);
  }, 60_000);
  afterAll(() => checkpoint.close());

  it("agrees with transformers at every depth", () => {
    const largest = found.map((x, k) => largestDifference(x, stream[k]));
    const mean = found.map((x, k) => meanDifference(x, stream[k]));
    console.log(
      `largest difference by depth, rms = 1: ${shown(largest)}\nrms of the difference: ${shown(mean)}`
    );
    expect(largest).toHaveLength(stream.length);
    for (const difference of largest) expect(difference).toBeLessThan(1e-4);
    for (const difference of mean) expect(difference).toBeLessThan(2e-6);
  });

  it("gives the same for statements together and one at a time", async () => {
    const alone: Float32Array[][] = [];
    for (const statement of tokens) alone.push(await run(checkpoint, [statement], stream.length));
    const differences = found.map((x, k) =>
      meanDifference(
        x,
        alone.flatMap((depths) => [...depths[k]])
      )
    );
    console.log(`rms of the difference by depth, rms = 1: ${shown(differences)}`);
    for (const difference of differences) expect(difference).toBeLessThan(1e-6);
  });

  it("gives the same on one thread as on all, and in small chunks", async () => {
    const sizes = {...usualSizes, chunk: 40, group: 8};
    const stream = residualStream(checkpoint, tokens, found.length, sessionsOf(1), {sizes});
    const differences: number[] = [];
    for await (const x of stream) differences.push(meanDifference(x, found[differences.length]));
    console.log(`rms of the difference by depth, rms = 1: ${shown(differences)}`);
    expect(differences).toHaveLength(found.length);
    for (const difference of differences) expect(difference).toBeLessThan(1e-6);
  });
});

function shown(differences: number[]): string {
  return differences.map((difference) => difference.toExponential(1)).join(" ");
}
