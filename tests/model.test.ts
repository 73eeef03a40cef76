import {cp, mkdir, mkdtemp, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterEach, beforeEach, describe, expect, it} from "vitest";
import {openModel as open, tokenIds, type Model, type ModelOptions} from "../loaders/model.ts";
import reference from "./fixtures/tiny-llama/reference.json" with {type: "json"};
import smollm2 from "./fixtures/smollm2.json" with {type: "json"};

const opened: Model[] = [];

async function openModel(name: string, options?: ModelOptions): Promise<Model> {
  const model = await open(name, options);
  opened.push(model);
  return model;
}

afterEach(() => Promise.all(opened.splice(0).map(({checkpoint}) => checkpoint.close())));

const tiny = resolve("tests/fixtures/tiny-llama");

describe("a model", () => {
  it("gives its statements the reference's tokens, the beginning-of-sequence token first", async () => {
    const model = await openModel(tiny);
    for (const {statement, ids} of reference.statements) expect(tokenIds(model, statement)).toEqual(ids);
  });

  it("that models.json does not know runs 3/8 of its blocks, rounded, and opens at the last", async () => {
    expect(await openModel(tiny)).toMatchObject({depth: 1, focusDepth: 1, name: "tiny-llama"});
  });

  it("runs as many blocks as asked for, if it has them", async () => {
    expect(await openModel(tiny, {depth: 2})).toMatchObject({depth: 2, focusDepth: 2});
    for (const depth of [0, 4, 1.5, NaN]) {
      await expect(openModel(tiny, {depth})).rejects.toThrow(
        `depth ${depth}: a whole number from 1 to 3 expected`
      );
    }
  });

  it("takes another first token when told so, if there is one of that id", async () => {
    expect((await openModel(tiny, {bosId: 7})).bosId).toBe(7);
    await expect(openModel(tiny, {bosId: 1e6})).rejects.toThrow(
      "beginning-of-sequence token 1000000: an id from 0 to"
    );
  });

  it("has another key when its files differ", async () => {
    const [a, b] = await Promise.all([openModel(tiny), openModel("SmolLM2-135M-Instruct")]);
    expect(a.key).not.toBe(b.key);
  });
});

describe("what models.json says of a model", () => {
  const home = process.cwd();
  const gguf = resolve("tests/fixtures/tiny-gguf/tiny-llama.gguf");
  const known = {
    tiny: {file: "tiny.gguf", sha256: "0".repeat(64), licence: "none", depth: 2, bosId: 7},
    family: {file: "family/3B", licence: "theirs", depth: 2, bosId: 9}
  };

  beforeEach(async () => {
    process.chdir(await mkdtemp(join(tmpdir(), "model-")));
    await mkdir("weights/family", {recursive: true});
    await writeFile("weights/models.json", JSON.stringify(known));
  });
  afterEach(() => process.chdir(home));

  it("is not said of another file of its name", async () => {
    await cp(gguf, "tiny.gguf");
    const model = await openModel("tiny.gguf");
    expect(model).toMatchObject({name: "tiny", depth: 1, licence: undefined});
    expect(model.bosId).not.toBe(7);
    await cp(tiny, "other/family", {recursive: true});
    expect(await openModel("other/family")).toMatchObject({name: "family", depth: 1, bosId: 1});
  });

  it("is said of what lies at its place, where it has no hash", async () => {
    await cp(tiny, "weights/family/3B", {recursive: true});
    for (const name of ["family", "weights/family/3B/", resolve("weights/family/3B")])
      expect(await openModel(name)).toMatchObject({depth: 2, bosId: 9, licence: "theirs"});
  });
});

describe("the default model", () => {
  it("runs 20 of 30 blocks, opens at 15, and begins with token 0, whatever its file says", async () => {
    expect(await openModel("SmolLM2-135M-Instruct")).toMatchObject({depth: 20, focusDepth: 15, bosId: 0});
  });

  it("is known by its hash when named by its path", async () => {
    expect(await openModel("weights/SmolLM2-135M-Instruct.Q4_1.gguf")).toMatchObject({
      depth: 20,
      focusDepth: 15,
      bosId: 0
    });
  });

  it("gives all reference statements the reference's tokens", async () => {
    const model = await openModel("SmolLM2-135M-Instruct");
    expect(smollm2.statements.map((statement) => tokenIds(model, statement))).toEqual(smollm2.tokens);
  });
});
