import {cp, mkdir, mkdtemp, readdir, rm, truncate, utimes, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {openActivations} from "../loaders/activations.ts";
import {openModel, tokenIds, type Model} from "../loaders/model.ts";
import reference from "./fixtures/tiny-llama/reference.json" with {type: "json"};

const fixture = resolve("tests/fixtures/tiny-llama");
const models = resolve("weights/models.json");

const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);

let model: Model;
let statements: number[][];

beforeEach(async () => {
  process.chdir(await mkdtemp(join(tmpdir(), "activations-")));
  await mkdir("weights");
  await cp(models, "weights/models.json");
  await cp(fixture, "weights/tiny", {recursive: true});
  model = await openModel("weights/tiny", {depth: 3});
  statements = ["What is 1+2?", "What is 2+1?", "A dog is an animal."].map((statement) =>
    tokenIds(model, statement)
  );
  stderr.mockClear();
});

afterEach(() => model.checkpoint.close());

/** What was said of the model being run, one line a run. */
const runs = () =>
  stderr.mock.calls.map(([text]) => String(text)).filter((text) => /running .*: 0 of/.test(text));

const folders = async () =>
  (await readdir(".cache/activations", {recursive: true})).filter((name) => name.endsWith("pack.json"));

describe("activations", () => {
  it("are the same out of the cache as out of the model", async () => {
    const first = await openActivations(model);
    await first.complete(statements);
    const fresh = await first.at(statements, 2);
    expect(runs().length).toBe(1);
    const second = await openActivations(model);
    await second.complete(statements);
    expect(runs().length).toBe(1);
    expect(await second.at(statements, 2)).toEqual(fresh);
  });

  it("agree with the reference at every depth", async () => {
    const tokens = reference.statements.map((statement) => statement.ids);
    const activations = await openActivations(model);
    await activations.complete(tokens);
    for (let depth = 1; depth <= 3; depth++) {
      const ours = await activations.at(tokens, depth);
      const theirs = reference.statements.flatMap((statement) => statement.activations[depth - 1]);
      const rootMeanSquare = Math.sqrt(theirs.reduce((sum, value) => sum + value ** 2, 0) / theirs.length);
      const difference = Math.max(...theirs.map((value, i) => Math.abs(value - ours[i]))) / rootMeanSquare;
      console.log(
        `depth ${depth}: largest difference ${difference.toExponential(1)} of the root mean square`
      );
      expect(difference).toBeLessThan(1e-4);
    }
  });

  it("of one more statement cost one statement's run", async () => {
    const activations = await openActivations(model);
    await activations.complete(statements.slice(0, 2));
    await activations.complete(statements);
    expect(runs()).toEqual([
      expect.stringContaining("over 2 statements"),
      expect.stringContaining("over 1 statements")
    ]);
    const together = await activations.at(statements, 3);
    const alone = await activations.at([statements[2]], 3);
    expect(together.subarray(2 * model.checkpoint.config.hiddenSize)).toEqual(alone);
  });

  it("come in the order asked for, repeats included", async () => {
    const activations = await openActivations(model);
    await activations.complete(statements);
    const [a, b] = await Promise.all([[statements[0]], [statements[1]]].map((one) => activations.at(one, 1)));
    const mixed = await activations.at([statements[1], statements[0], statements[1]], 1);
    expect([...mixed]).toEqual([...b, ...a, ...b]);
  });

  it("are run anew for a greater depth, and serve a smaller one", async () => {
    await (await openActivations({...model, depth: 2})).complete(statements);
    await (await openActivations(model)).complete(statements);
    await (await openActivations({...model, depth: 1})).complete(statements);
    expect(runs().length).toBe(2);
  });

  it("are kept apart for different weights", async () => {
    await (await openActivations(model)).complete(statements);
    await (await openActivations({...model, key: "other"})).complete(statements);
    expect(runs().length).toBe(2);
  });

  it("are run again where the kept ones were damaged", async () => {
    await (await openActivations(model)).complete(statements);
    const [pack] = await folders();
    await truncate(join(".cache/activations", pack.replace("pack.json", "activations.f32")), 100);
    const activations = await openActivations(model);
    await activations.complete(statements);
    expect(runs().length).toBe(2);
    expect((await activations.at(statements, 3)).length).toBe(3 * model.checkpoint.config.hiddenSize);
  });

  it("are not kept at all when the run fails half-way, and what was kept stays", async () => {
    const activations = await openActivations(model);
    await activations.complete(statements.slice(0, 1));
    const block = (index: number) =>
      index < 2 ? model.checkpoint.block(index) : Promise.reject(new Error("damaged block"));
    const damaged = await openActivations({...model, checkpoint: {...model.checkpoint, block}});
    await expect(damaged.complete(statements)).rejects.toThrow("damaged block");
    expect((await folders()).length).toBe(1);
    expect((await activations.at(statements.slice(0, 1), 3)).length).toBeGreaterThan(0);
    await activations.complete(statements);
    expect((await activations.at(statements, 3)).length).toBe(3 * model.checkpoint.config.hiddenSize);
  });

  it("are run although a killed process left its claim and half a pack; a live one's half is left alone", async () => {
    await mkdir(".cache/claims/model", {recursive: true});
    const longAgo = new Date(Date.now() - 3600_000);
    await utimes(".cache/claims/model", longAgo, longAgo);
    const activations = await openActivations(model);
    await activations.complete(statements.slice(0, 1));
    const [pack] = await folders();
    const remains = join(".cache/activations", pack.replace(/\/.*/, ""), "abc.0123.tmp");
    await mkdir(remains);
    await writeFile(join(remains, "activations.f32"), "half");
    await utimes(join(remains, "activations.f32"), longAgo, longAgo);
    await cp(remains, join(remains, "../live.tmp"), {recursive: true, preserveTimestamps: true});
    await utimes(join(remains, "../live.tmp/activations.f32"), new Date(), new Date());
    for (const name of ["abc.0123.tmp", "live.tmp"])
      await utimes(join(remains, "..", name), longAgo, longAgo);
    await activations.complete(statements);
    expect((await readdir(join(remains, ".."))).filter((name) => name.endsWith(".tmp"))).toEqual([
      "live.tmp"
    ]);
    await rm(".cache", {recursive: true});
  });
});
