/**
 * Every format and feature beside Hugging Face transformers in float32: small random checkpoints, which
 * tests/fixtures/make_checkpoints.py makes, and the residual stream at the last token, depth by depth.
 */
import {readFileSync} from "node:fs";
import {afterAll, describe, expect, it} from "vitest";
import type {Checkpoint} from "../../loaders/checkpoint/checkpoint.ts";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {largestDifference, run} from "./run.ts";

interface Fixture {
  name: string;
  path: string;
  says: string;
  /** The name of the reference. */
  weights: string;
}

interface Reference {
  hiddenSize: number;
  depth: number;
  statements: number[][];
  /** Float32, `[depth, statements, hiddenSize]`. */
  file: string;
}

const folder = "tests/fixtures/checkpoints";
const fixtures = readJson("index.json") as Fixture[];
const references = readJson("references.json") as Record<string, Reference>;

function readJson(name: string): unknown {
  return JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
}

/** The reference by depth, each `[statements × hiddenSize]`. */
function streamOf({hiddenSize, depth, statements, file}: Reference): Float32Array[] {
  const values = new Float32Array(Uint8Array.from(readFileSync(`${folder}/${file}`)).buffer);
  const length = statements.length * hiddenSize;
  expect(values.length).toBe(depth * length);
  return Array.from({length: depth}, (_, k) => values.subarray(k * length, (k + 1) * length));
}

const summary: string[] = [];
afterAll(() =>
  console.log(`largest difference over all depths, as a share of the root mean square\n${summary.join("\n")}`)
);

describe("the residual stream is that of transformers, from", () => {
  it.each(fixtures)("$name: $says", async ({name, path, weights}) => {
    const reference = references[weights];
    const checkpoint: Checkpoint = await openCheckpoint(`${folder}/${path}`);
    try {
      const found = await run(checkpoint, reference.statements, reference.depth);
      const expected = streamOf(reference);
      const differences = found.map((x, k) => largestDifference(x, expected[k]));
      summary.push(`${name}: ${Math.max(...differences).toExponential(1)}`);
      expect(differences).toHaveLength(reference.depth);
      for (const difference of differences) expect(difference).toBeLessThan(2e-5);
    } finally {
      await checkpoint.close();
    }
  });
});
