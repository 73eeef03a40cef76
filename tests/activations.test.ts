import {
  appendFile,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  truncate,
  utimes,
  writeFile
} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {openActivations} from "../loaders/activations/activations.ts";
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

  it("are run although a killed process left its claim; what nobody came back to for long is removed", async () => {
    await mkdir(".cache/claims/model", {recursive: true});
    const minutesAgo = new Date(Date.now() - 3600_000);
    await utimes(".cache/claims/model", minutesAgo, minutesAgo);
    const activations = await openActivations(model);
    await activations.complete(statements.slice(0, 1));
    const [pack] = await folders();
    const folder = join(".cache/activations", pack.replace(/\/.*/, ""));
    for (const [name, days] of [
      ["forgotten.part", 8],
      ["recent.part", 6]
    ] as const) {
      const then = new Date(Date.now() - days * 24 * 3600_000);
      await mkdir(join(folder, name));
      await writeFile(join(folder, name, "saved.json"), "{}");
      for (const path of ["saved.json", ""]) await utimes(join(folder, name, path), then, then);
    }
    await activations.complete(statements);
    expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual(["recent.part"]);
  });
});

/** Leaves a file its size and nothing else. */
async function zeroed(path: string): Promise<void> {
  const {size} = await stat(path);
  await writeFile(path, new Uint8Array(size));
}

describe("a run that was killed", () => {
  /** Blocks that were read. */
  let read: number[];

  /** The model, whose process is killed when it wants block `last`, with whatever that leaves half-written. */
  const killedAt = (last: number): Model => ({
    ...model,
    checkpoint: {
      ...model.checkpoint,
      block(index) {
        read.push(index);
        return index < last ? model.checkpoint.block(index) : Promise.reject(new Error("killed"));
      }
    }
  });

  const unfinished = async () => {
    const names = await readdir(".cache/activations", {recursive: true});
    return names.filter((name) => name.endsWith(".part")).map((name) => join(".cache/activations", name));
  };

  async function straight(): Promise<Float32Array[]> {
    const activations = await openActivations(model);
    await activations.complete(statements);
    const depths = await Promise.all([1, 2, 3].map((depth) => activations.at(statements, depth)));
    await rm(".cache", {recursive: true});
    return depths;
  }

  beforeEach(() => {
    read = [];
  });

  it.each([
    ["with states in memory", 2 ** 29],
    ["with states in files", 0],
    ["with some of both", 3000]
  ])("goes on from its last finished block, %s, and ends with the same bytes", async (_, statesInMemory) => {
    const expected = await straight();
    const limits = {statesInMemory, saveAfterSeconds: 0};
    await expect((await openActivations(killedAt(2), limits)).complete(statements)).rejects.toThrow("killed");
    const [part] = await unfinished();
    await appendFile(join(part, "activations.f32"), "half a block");
    await writeFile(join(part, "3-0.f32"), "half a state");
    read = [];
    const activations = await openActivations(killedAt(3), limits);
    await activations.complete(statements);
    expect(read).toEqual([2]);
    expect(stderr.mock.calls.map(([text]) => String(text)).join("")).toContain("going on with");
    for (const depth of [1, 2, 3])
      expect(await activations.at(statements, depth)).toEqual(expected[depth - 1]);
    expect(await unfinished()).toEqual([]);
    const [pack] = await folders();
    expect((await readdir(join(".cache/activations", pack, ".."))).sort()).toEqual([
      "activations.f32",
      "pack.json"
    ]);
  });

  it.each([
    ["its states were cut short", "2-0.f32", (path: string) => truncate(path, 100)],
    ["its states are zeros, as after a power cut", "2-0.f32", zeroed],
    ["its activations are zeros", "activations.f32", zeroed],
    ["it is not said what they hold", "saved.json", (path: string) => writeFile(path, "{}")]
  ])("begins anew when %s, or nothing was saved", async (_, file, damage) => {
    const limits = {statesInMemory: 2 ** 29, saveAfterSeconds: 0};
    await expect((await openActivations(killedAt(2), limits)).complete(statements)).rejects.toThrow("killed");
    const [part] = await unfinished();
    await damage(join(part, file));
    read = [];
    const late = {...limits, saveAfterSeconds: 1000};
    await expect((await openActivations(killedAt(2), late)).complete(statements)).rejects.toThrow("killed");
    expect(read).toEqual([0, 1, 2]);
    expect(await unfinished()).toEqual([]);
  });
});
