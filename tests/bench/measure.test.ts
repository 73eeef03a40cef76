import {spawnSync} from "node:child_process";
import {mkdir, readFile, stat, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {describe, expect, it} from "vitest";
import {writeForPeers} from "../../bench/hugging-face.ts";
import {measureEngine, outputOf, withTemporaryFolder} from "../../bench/measure.ts";
import {measureMemory} from "../../bench/memory.ts";
import {parseOptions} from "../../bench/options.ts";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {openTensorFile} from "../../loaders/checkpoint/tensor-file.ts";
import {residualStream} from "../../loaders/llama/runner.ts";
import {workOf} from "../../loaders/llama/work.ts";
import {createSession} from "../../loaders/onnx/session.ts";
import {Problem} from "../../loaders/problem.ts";

const tiny = "tests/fixtures/tiny-llama";
const statements = [
  [1, 5, 9, 300],
  [1, 5, 9, 2],
  [1, 7]
];

describe("a measurement in a process of its own", () => {
  it("gives what the engine gives here, and what it took", () =>
    withTemporaryFolder(async (folder) => {
      const path = join(folder, "statements.json");
      await writeFile(path, JSON.stringify(statements));
      const activations = join(folder, "activations.f32");
      const result = await measureEngine({checkpoint: tiny, statements: path, depth: 3, activations});
      const checkpoint = await openCheckpoint(tiny);
      let last: Float32Array = new Float32Array();
      for await (const ends of residualStream(checkpoint, statements, 3, createSession)) last = ends;
      await checkpoint.close();
      const bytes = await readFile(activations);
      expect(new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)).toEqual(last);
      expect(result).toMatchObject(workOf(statements, checkpoint.config, 3));
      expect(result.tokens).toBe(6);
      expect(result.seconds).toBeGreaterThan(0);
      expect(result.peakMemory).toBeGreaterThan(3e7); // no Node is smaller
      expect(result.peakMemory).toBeLessThan(1e9);
    }));

  it.runIf(process.platform === "linux")("has read the blocks' weights, and little else", () =>
    withTemporaryFolder(async (folder) => {
      const path = join(folder, "statements.json");
      await writeFile(path, JSON.stringify(statements));
      const {bytesRead} = await measureEngine({checkpoint: tiny, statements: path, depth: 3});
      const {size} = await stat(join(tiny, "consolidated.00.pth"));
      expect(bytesRead).toBeGreaterThan(size / 2); // without the head and most embeddings
      expect(bytesRead).toBeLessThan(size + 1e6); // and the beginning of onnxruntime's library
    })
  );

  it("that fails is a Problem", async () => {
    await expect(outputOf(process.execPath, ["-e", "process.exit(3)"])).rejects.toThrow(/failed with code 3/);
    await expect(outputOf(process.execPath, ["-e", "process.kill(process.pid, 'SIGKILL')"])).rejects.toThrow(
      /killed, which is what happens when memory runs out/
    );
    await expect(outputOf("/no/such/program", [])).rejects.toThrow(Problem);
  });
});

describe("a run that looks at memory", () => {
  it("has a row for every checkpoint and dataset", async () => {
    const options = parseOptions(["--memory", "--model", tiny, "--datasets", "maths,months"], "none");
    const {text, results} = await measureMemory(options);
    expect(results.map(({model, dataset, depth}) => [model, dataset, depth])).toEqual([
      ["tiny-llama", "maths", 1],
      ["tiny-llama", "months", 1]
    ]);
    expect(text.split("\n")).toHaveLength(4);
    expect(text).toMatch(/\| tiny-llama \| months +\|.* GB \|/);
  });
});

describe("weights for the peers", () => {
  it("are the embeddings and the blocks, in the shapes and types that the engine is given", () =>
    withTemporaryFolder(async (folder) => {
      const checkpoint = await openCheckpoint(tiny);
      const weights = join(folder, "weights");
      await mkdir(weights);
      await writeForPeers(checkpoint, 2, weights);
      const {up} = await checkpoint.block(1);
      const {vocabSize, hiddenSize} = checkpoint.config;
      const last = await checkpoint.embeddings([vocabSize - 1]);
      await checkpoint.close();
      const read = async (file: string, name: string) => {
        const opened = await openTensorFile(join(weights, file));
        const tensor = opened.tensors.get(name);
        const length = (tensor?.dtype === "F32" ? 4 : 2) * (tensor?.shape ?? []).reduce((a, b) => a * b, 1);
        const bytes = await tensor?.read(0, length);
        await opened.close();
        return {...tensor, bytes};
      };
      const embeddings = await read("embeddings.safetensors", "model.embed_tokens.weight");
      expect(embeddings).toMatchObject({shape: [vocabSize, hiddenSize], dtype: "F32"});
      expect(new Float32Array(embeddings.bytes?.buffer ?? new ArrayBuffer()).slice(-hiddenSize)).toEqual(
        last
      );
      const block = await read("block-1.safetensors", "model.layers.1.mlp.up_proj.weight");
      expect(block).toMatchObject({shape: up.shape, dtype: "F16"});
      expect(new Uint16Array(block.bytes?.buffer ?? new ArrayBuffer())).toEqual(up.data);
    }));
});

describe("the command", () => {
  it.each([
    [["--shape", "7C"], /--shape 7C: nearest/],
    [["--model", "tests/fixtures/tiny-llama", "--datasets", "math"], /no dataset math: .*nearest: maths/]
  ])("says in one line why it can't: %j", (args, message) => {
    const {status, stderr} = spawnSync(process.execPath, ["--import=tsx", "bench/bench.ts", ...args], {
      encoding: "utf8"
    });
    expect(status).toBe(1);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect(stderr).toMatch(message);
  });
});
