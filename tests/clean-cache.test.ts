import {spawn} from "node:child_process";
import {cp, mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {beforeEach, describe, expect, it} from "vitest";
import {clearCache, sizeOf, usingCache} from "../loaders/cache.ts";
import {experiment} from "../loaders/experiment.ts";
import {exists} from "../loaders/files.ts";

const project = resolve(".");
const model = resolve("tests/fixtures/tiny-llama");
/** The model and its controls. */
const networks = 1 + experiment.shuffledSeeds.length;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "clean-"));
  process.chdir(folder);
});

async function put(path: string, bytes: number): Promise<void> {
  await mkdir(join(path, ".."), {recursive: true});
  await writeFile(path, Buffer.alloc(bytes));
}

const nothing = () => Promise.resolve([]);
const pause = (milliseconds: number) => new Promise((settle) => setTimeout(settle, milliseconds));

describe("the cache", () => {
  it("is as large as all that is in it", async () => {
    await put(".cache/a/b", 1000);
    await put(".cache/c", 500);
    expect(await sizeOf(".cache")).toBe(1500);
    expect(await sizeOf(".cache/none")).toBe(0);
  });

  it("is cleared of all but files and folders that are to be kept", async () => {
    await put(".cache/activations/model/used/pack.json", 10);
    await put(".cache/activations/model/old/pack.json", 100);
    await put(".cache/activations/other/old/pack.json", 100);
    await put(".cache/hashes/a", 1);
    await put(".cache/hashes/ab", 1);
    await put(".cache/bench/weights", 1000);
    const keep = [".cache/activations/model/used", ".cache/hashes/a", ".cache/tables/none"];
    expect(await clearCache(() => Promise.resolve(keep))).toEqual({freed: 1201, left: 11});
    const left = await readdir(".cache", {recursive: true});
    expect(left.filter((name) => !name.startsWith("claims")).sort()).toEqual([
      "activations",
      "activations/model",
      "activations/model/used",
      "activations/model/used/pack.json",
      "hashes",
      "hashes/a"
    ]);
  });

  it("is not cleared while a process uses it", async () => {
    await put(".cache/a", 10);
    await usingCache(async () => {
      await expect(clearCache(nothing)).rejects.toThrow(".cache is in use");
    });
    expect(await exists(".cache/a")).toBe(true);
    expect(await clearCache(nothing)).toEqual({freed: 10, left: 0});
  });

  it("is cleared though a process that used it was killed long ago", async () => {
    await put(".cache/claims/users/1-killed", 0);
    const longAgo = new Date(Date.now() - 3600_000);
    await utimes(".cache/claims/users/1-killed", longAgo, longAgo);
    await put(".cache/a", 10);
    expect(await clearCache(nothing)).toEqual({freed: 10, left: 0});
  });

  it("is not used by a new process before it is cleared", async () => {
    const log: string[] = [];
    const clearing = clearCache(async () => {
      await pause(300);
      log.push("cleared");
      return [];
    });
    while (!(await exists(".cache/claims/clean"))) await pause(5);
    await pause(50);
    await usingCache(() => Promise.resolve(log.push("used")));
    await clearing;
    expect(log).toEqual(["cleared", "used"]);
  });

  it("is used at once where whoever cleared it was killed long ago", async () => {
    await put(".cache/claims/clean/1-killed", 0);
    const longAgo = new Date(Date.now() - 3600_000);
    for (const path of [".cache/claims/clean/1-killed", ".cache/claims/clean"])
      await utimes(path, longAgo, longAgo);
    expect(await usingCache(() => Promise.resolve(1))).toBe(1);
  });
});

/** Runs a command of the project here; what it said and the code it ended with. */
function command(script: string, args: string[] = []): Promise<{code: number | null; said: string}> {
  const child = spawn("node", ["--import=tsx", script, ...args], {
    env: {...process.env, MODEL: model}
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  return new Promise((settle) => child.on("close", (code) => settle({code, said})));
}

describe("npm run clean:cache", () => {
  beforeEach(async () => {
    for (const name of ["loaders", "scripts", "node_modules"]) await symlink(join(project, name), name);
    for (const name of ["package.json", "tsconfig.json"]) await cp(join(project, name), name);
    await mkdir("weights");
    await cp(join(project, "weights/models.json"), "weights/models.json");
    await mkdir("datasets");
    await writeFile("datasets/daily.csv", "statement,label\nIt is Monday,work\nIt is Sunday,rest\n");
    await writeFile(
      "prepare.ts",
      'import {run} from "./loaders/problem.ts";\nimport {prepareSite} from "./loaders/site.ts";\nawait run(prepareSite);\n'
    );
  });

  const prepare = () => command("prepare.ts");
  const clean = (...args: string[]) => command("scripts/clean-cache.ts", args);

  it("removes what other datasets, and a run that was not finished, left, and says how much", async () => {
    await writeFile("datasets/old.csv", "statement,label\nIt is May,spring\nIt is June,summer\n");
    await prepare();
    await rm("datasets/old.csv");
    await prepare();
    await put(".cache/activations/some-model/some-run.part/activations.f32", 7_000_000);
    const {code, said} = await clean();
    expect(code).toBe(0);
    expect(said).toMatch(/^\.cache: 8 MB removed, 1 MB left\n$/);
    expect((await readdir(".cache/tables")).map((name) => name.replace(/-\w+$/, "")).sort()).toEqual([
      "daily",
      "daily-measures",
      "transfer"
    ]);
    expect(await readdir(".cache/activations")).toHaveLength(networks);
    const {said: later} = await prepare();
    expect(later.split("\n").filter((line) => !line.startsWith("warning: leaving out variant "))).toEqual([
      ""
    ]);
  });

  it("removes the activations of statements that are no more, and keeps those of one that is", async () => {
    await prepare();
    await writeFile("datasets/daily.csv", "statement,label\nIt is Friday,work\nIt is Saturday,rest\n");
    await prepare();
    const packs = async () =>
      (await readdir(".cache/activations", {recursive: true})).filter((n) => /f32$/.test(n));
    expect(await packs()).toHaveLength(2 * networks);
    await clean();
    expect(await packs()).toHaveLength(networks);
    await writeFile("datasets/daily.csv", "statement,label\nIt is Friday,work\nIt is Saturday,free\n");
    expect((await prepare()).said).not.toContain("running");
  });

  it("removes everything when asked to", async () => {
    await prepare();
    const {code, said} = await clean("--all");
    expect(code).toBe(0);
    expect(said).toMatch(/removed, 0 MB left\n$/);
    expect(await readdir(".cache")).toEqual(["claims"]);
  });

  it("removes nothing while a build is at work, and says so in one line", async () => {
    await writeFile(
      "build.ts",
      `import {usingCache} from "./loaders/cache.ts";
      import {exists} from "./loaders/files.ts";
      import {prepareSite} from "./loaders/site.ts";
      await usingCache(async () => {
        await prepareSite();
        while (!(await exists("go"))) await new Promise((settle) => setTimeout(settle, 20));
      });`
    );
    const building = command("build.ts");
    while (!(await exists(".cache/tables"))) await pause(20);
    const {code, said} = await clean("--all");
    expect(code).toBe(1);
    expect(said).toMatch(/^error: \.cache is in use .*\n$/);
    await writeFile("go", "");
    expect((await building).code).toBe(0);
    expect(await readdir(".cache/tables")).toHaveLength(3);
    expect((await clean("--all")).code).toBe(0);
  });

  it("knows no other options", async () => {
    const {code, said} = await clean("--al");
    expect(code).toBe(1);
    expect(said).toMatch(/^error: .*--al.*clean:cache.*\n$/);
  });
});
