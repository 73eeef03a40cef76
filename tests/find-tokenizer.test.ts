import {cp, mkdir, mkdtemp, readFile, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {openCheckpoint} from "../loaders/checkpoint/open.ts";
import {findTokenizer} from "../loaders/find-tokenizer.ts";
import {openModel, tokenIds} from "../loaders/model.ts";

const checkpoints = "tests/fixtures/checkpoints";
const tokenizers = "tests/fixtures/tokenizer";
const json = (name: string) => join(tokenizers, "tokenizer-json", `${name}.json`);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "tokenizer-"));
});
afterEach(() => rm(folder, {recursive: true}));

/** A copy of a checkpoint with these files beside it. */
async function checkpointWith(name: string, files: Record<string, string | object>): Promise<string> {
  const path = join(folder, "family", "model");
  await cp(join(checkpoints, name), path, {recursive: true});
  for (const [file, contents] of Object.entries(files)) {
    const target = join(path, file);
    if (typeof contents === "string") await cp(contents, target);
    else await writeFile(target, JSON.stringify(contents));
  }
  return path;
}

async function found(path: string) {
  const checkpoint = await openCheckpoint(path);
  try {
    const {make, bosId, files} = await findTokenizer(checkpoint);
    return {kind: make().kind, bosId, files: files.map((file) => file.replace(`${path}/`, ""))};
  } finally {
    await checkpoint.close();
  }
}

describe("the tokenizer of a Hugging Face folder", () => {
  it("is tokenizer.json rather than tokenizer.model", async () => {
    const both = {"tokenizer.json": json("llama-2"), "tokenizer.model": join(tokenizers, "llama.model")};
    expect((await found(await checkpointWith("safetensors-fp16", both))).files).toEqual(["tokenizer.json"]);
  });

  it("is tokenizer.model where there is no other", async () => {
    const model = {"tokenizer.model": join(tokenizers, "llama.model")};
    expect(await found(await checkpointWith("safetensors-fp16", model))).toMatchObject({
      kind: "SentencePiece BPE",
      bosId: 1,
      files: ["tokenizer.model"]
    });
  });

  it("says which token comes first, unless tokenizer_config.json says that none does", async () => {
    const path = await checkpointWith("safetensors-fp16", {"tokenizer.json": json("llama-3")});
    const {bosId} = await found(path);
    expect(bosId).toBeGreaterThan(0);
    await writeFile(join(path, "tokenizer_config.json"), JSON.stringify({add_bos_token: true}));
    expect(await found(path)).toMatchObject({bosId, files: ["tokenizer.json", "tokenizer_config.json"]});
    await writeFile(join(path, "tokenizer_config.json"), JSON.stringify({add_bos_token: false}));
    expect((await found(path)).bosId).toBeUndefined();
    await expect(openModel(path)).rejects.toThrow("name one with --bos ID");
  });

  it("leaves the first token to config.json where it does not say", async () => {
    const path = await checkpointWith("safetensors-fp16", {"tokenizer.json": json("smollm")});
    expect((await found(path)).bosId).toBe(1);
  });

  it("puts no token first where its template has none, unless tokenizer_config.json says that one is", async () => {
    const tokenizer = JSON.parse(await readFile(json("smollm"), "utf8")) as object;
    const single = [{Sequence: {id: "A", type_id: 0}}];
    const bare = {type: "TemplateProcessing", single, pair: [], special_tokens: {}};
    const path = await checkpointWith("safetensors-fp16", {
      "tokenizer.json": {...tokenizer, post_processor: bare}
    });
    expect((await found(path)).bosId).toBeUndefined();
    await writeFile(join(path, "tokenizer_config.json"), JSON.stringify({add_bos_token: true}));
    expect((await found(path)).bosId).toBe(1);
  });

  it("is a problem when there is none", async () => {
    await expect(found(await checkpointWith("safetensors-fp16", {}))).rejects.toThrow(
      /there is no tokenizer\.json beside the weights, nor tokenizer\.model; put it there/
    );
  });
});

describe("the tokenizer of Meta's folder", () => {
  it("may lie one folder up", async () => {
    const path = await checkpointWith("pth-fp16", {});
    await cp(join(tokenizers, "llama.model"), join(path, "../tokenizer.model"));
    expect(await found(path)).toMatchObject({kind: "SentencePiece BPE", bosId: 1});
  });

  it("may be of LLaMA 3's kind", async () => {
    await mkdir(join(folder, "family"));
    const lines = Array.from({length: 256}, (_, i) => `${Buffer.from([i]).toString("base64")} ${i}\n`);
    const path = await checkpointWith("pth-llama3-shards", {});
    await writeFile(join(path, "tokenizer.model"), lines.join(""));
    expect(await found(path)).toMatchObject({bosId: 256, files: ["tokenizer.model"]});
  });
});

describe("a statement", () => {
  /** A token for each byte, as LLaMA 3's file has them. */
  const bytes = Array.from({length: 256}, (_, i) => `${Buffer.from([i]).toString("base64")} ${i}\n`).join("");

  it("is refused, not cut, when it is longer than the model sees at a time or not in its tokens", async () => {
    const path = await checkpointWith("safetensors-narrow-window", {});
    await writeFile(join(path, "tokenizer.model"), bytes);
    const model = await openModel(path, {bosId: 1});
    try {
      expect(tokenIds(model, "A B C")).toEqual([1, 65, 32, 66, 32, 67]);
      expect(() => tokenIds(model, "A ".repeat(30))).toThrow(
        /^statement "(A ){20}…": 61 tokens, and model sees 16 at a time; shorten it$/
      );
      expect(() => tokenIds(model, "Abc")).toThrow(
        'statement "Abc": token 98, and model has 96: its tokenizer is another model\'s; put its own beside'
      );
    } finally {
      await model.checkpoint.close();
    }
  });
});

describe("a tokenizer's place", () => {
  it("may not be taken by something else than a file, which is not waited for", async () => {
    const path = await checkpointWith("safetensors-fp16", {});
    await mkdir(join(path, "tokenizer.json"));
    await expect(found(path)).rejects.toThrow(/tokenizer\.json: a file expected, something else found/);
  });
});
