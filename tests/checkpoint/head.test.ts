/** The last norm and the output's matrix, whatever they are called and wherever they lie. */
import {cp, rm, writeFile} from "node:fs/promises";
import {readFileSync} from "node:fs";
import {describe, expect, it} from "vitest";
import {openCheckpoint} from "../../loaders/checkpoint/open.ts";
import {temporaryFolder} from "./files.ts";

const folder = temporaryFolder();
const fixtures = "tests/fixtures/checkpoints";

async function copyOf(name: string): Promise<string> {
  const path = `${folder.path}/${name}`;
  await cp(`${fixtures}/${name}`, path, {recursive: true});
  return path;
}

/** Whether the output's matrix is the embeddings, by their values. */
async function isTied(path: string): Promise<boolean> {
  const checkpoint = await openCheckpoint(path);
  try {
    const {vocabSize, hiddenSize} = checkpoint.config;
    const {norm, output} = await checkpoint.head();
    expect([norm.shape, output.shape]).toEqual([[hiddenSize], [vocabSize, hiddenSize]]);
    const embeddings = await checkpoint.embeddings(Array.from({length: vocabSize}, (_, id) => id));
    return output.data instanceof Float32Array && output.data.every((value, i) => value === embeddings[i]);
  } finally {
    await checkpoint.close();
  }
}

describe("the output's matrix", () => {
  it("is one of its own, or the embeddings, as the configuration says", async () => {
    expect(await isTied(`${fixtures}/safetensors-fp32`)).toBe(false);
    expect(await isTied(`${fixtures}/safetensors-shards`)).toBe(true);
    expect(await isTied(`${fixtures}/gguf-f32/tiny.gguf`)).toBe(false);
    expect(await isTied(`${fixtures}/gguf-k-quants/tiny.gguf`)).toBe(true);
    const path = await copyOf("mistral-own");
    expect(await isTied(path)).toBe(false);
    const params = JSON.parse(readFileSync(`${path}/params.json`, "utf8")) as object;
    await writeFile(`${path}/params.json`, JSON.stringify({...params, tied_embeddings: true}));
    expect(await isTied(path)).toBe(true);
  });

  it("is not taken for the embeddings where a part of the file is missing", async () => {
    const path = await copyOf("gguf-split");
    const first = await openCheckpoint(`${path}/tiny-00001-of-00003.gguf`);
    const all = await first.files("all");
    await first.close();
    expect(all).toHaveLength(3);
    await rm(`${path}/tiny-00003-of-00003.gguf`);
    const checkpoint = await openCheckpoint(`${path}/tiny-00001-of-00003.gguf`);
    await expect(checkpoint.head()).rejects.toThrow(
      /^\S+: tensor output(_norm)?\.weight is in none of the parts at hand; missing: tiny-00003-of-00003\.gguf; put them there$/
    );
    await expect(checkpoint.files("all")).rejects.toThrow(/is in none of the parts at hand/);
    await checkpoint.close();
  });

  it("is asked for in one line where a model was saved without it, and its blocks are read all the same", async () => {
    const checkpoint = await openCheckpoint(`${fixtures}/safetensors-bare`);
    const missing =
      /^\S+model\.safetensors: tensor lm_head\.weight is missing; use a checkpoint that holds all that is to be run$/;
    await expect(checkpoint.head()).rejects.toThrow(missing);
    await expect(checkpoint.files("all")).rejects.toThrow(missing);
    expect(await checkpoint.files(checkpoint.config.numHiddenLayers)).toHaveLength(2);
    await checkpoint.close();
  });
});
