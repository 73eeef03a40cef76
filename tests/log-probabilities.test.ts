import {cp, mkdir, mkdtemp, readdir, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {experiment} from "../loaders/experiment.ts";
import {logProbabilities} from "../loaders/llama/log-probabilities.ts";
import {openLogProbabilities} from "../loaders/log-probabilities.ts";
import {openModel, tokenIds, type Model} from "../loaders/model.ts";
import {createSession} from "../loaders/onnx/session.ts";

const project = resolve(".");
const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
const folder = ".cache/log-probabilities";

let model: Model;
let statements: number[][];

beforeEach(async () => {
  process.chdir(await mkdtemp(join(tmpdir(), "log-probabilities-")));
  await mkdir("weights");
  await cp(join(project, "weights/models.json"), "weights/models.json");
  await cp(join(project, "tests/fixtures/tiny-llama"), "weights/tiny", {recursive: true});
  experiment.logProbabilityOf = ["tiny"];
  model = await openModel("weights/tiny", {depth: 2});
  statements = ["What is 1+2?", "What is 2+1?", "A dog is an animal."].map((statement) =>
    tokenIds(model, statement)
  );
  stderr.mockClear();
});

afterEach(() => model.checkpoint.close());

/** How many statements were asked about, a number a run. */
const runs = () =>
  stderr.mock.calls.flatMap(([text]) => /finds (\d+) statements: 0 of/.exec(String(text))?.[1] ?? []);

const files = async () =>
  (await readdir(folder, {recursive: true}))
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(folder, name));

describe("log-probabilities of statements", () => {
  it("are those of all blocks and the head, however few blocks are run for activations", async () => {
    const found = await openLogProbabilities(model);
    await found.complete(statements);
    const direct = await logProbabilities(model.checkpoint, statements, createSession);
    expect(found.of(statements)).toEqual(direct);
  });

  it("are the same out of the cache, in the order asked for", async () => {
    await (await openLogProbabilities(model)).complete(statements);
    const found = await openLogProbabilities(model);
    await found.complete(statements);
    expect(runs()).toEqual(["3"]);
    const [a, b, c] = found.of(statements);
    expect([...found.of([statements[2], statements[0], statements[2], statements[1]])]).toEqual([c, a, c, b]);
  });

  it("of one more statement cost one statement's run, and a repeated one is run once", async () => {
    const found = await openLogProbabilities(model);
    await found.complete(statements.slice(0, 2));
    await found.complete([...statements, statements[2]]);
    expect(runs()).toEqual(["2", "1"]);
  });

  it("are kept some at a time, so that a run that is killed keeps what it had", async () => {
    const block = vi.fn((index: number) =>
      block.mock.calls.length <= 3 + 2 ? model.checkpoint.block(index) : Promise.reject(new Error("killed"))
    );
    const killed = {...model, checkpoint: {...model.checkpoint, block}};
    const atOnce = statements[0].length;
    const found = await openLogProbabilities(killed, atOnce);
    await expect(found.complete(statements)).rejects.toThrow("killed");
    expect(await files()).toHaveLength(1);
    const again = await openLogProbabilities(model);
    await again.complete(statements);
    expect(runs()).toEqual(["3", "2"]);
    expect(again.files(statements).sort()).toEqual((await files()).sort());
    expect(again.files(statements.slice(0, 1))).toHaveLength(1);
  });

  it("are found again where a file was damaged, and kept apart for other weights", async () => {
    await (await openLogProbabilities(model)).complete(statements);
    const [file] = await files();
    await writeFile(file, '{"1,2": null, "3');
    const found = await openLogProbabilities(model);
    await found.complete(statements);
    await (await openLogProbabilities({...model, key: "other"})).complete(statements);
    expect(runs()).toEqual(["3", "3", "3"]);
    expect(() => found.of([[1, 2]])).toThrow("no log-probability of the tokens 1,2");
  });
});

describe("a model that is asked", () => {
  it("says so, and others do not", async () => {
    expect(model.logProbability).toBe(true);
    experiment.logProbabilityOf = [];
    const other = await openModel("weights/tiny");
    expect(other.logProbability).toBe(false);
    await other.checkpoint.close();
  });

  it("is refused in one line when it was saved without its head", async () => {
    await cp(join(project, "tests/fixtures/checkpoints/safetensors-bare"), "weights/bare", {recursive: true});
    await cp("weights/tiny/tokenizer.model", "weights/bare/tokenizer.model");
    experiment.logProbabilityOf = ["bare"];
    await expect(openModel("weights/bare", {depth: 2})).rejects.toThrow(
      /^\S*model\.safetensors: tensor lm_head\.weight is missing; use a checkpoint that holds all that is to be run$/
    );
  });
});
