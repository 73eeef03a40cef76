import {execFile} from "node:child_process";
import {mkdir, mkdtemp, readdir, readFile, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {asyncBufferFromFile, parquetReadObjects} from "hyparquet";
import {beforeAll, describe, expect, it} from "vitest";

const tiny = resolve("tests/fixtures/tiny-llama");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "commands-"));
});

/** Runs a command as a person does; what it printed and the code it ended with. */
function command(
  script: string,
  ...options: string[]
): Promise<{code: number; stdout: string; stderr: string}> {
  const args = ["--import=tsx", `scripts/${script}.ts`, ...options];
  return new Promise((settle) => {
    const child = execFile("node", args, (_, stdout, stderr) =>
      settle({code: child.exitCode ?? -1, stdout, stderr})
    );
  });
}

async function csv(name: string, contents: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, contents);
  return path;
}

/** What an experiment on this CSV complains of: exactly one line, besides the exit code 1. */
function complaint(...options: string[]): Promise<string> {
  return complaintOf("experiment", ...options);
}

async function complaintOf(script: string, ...options: string[]): Promise<string> {
  const {code, stderr} = await command(script, ...options);
  expect(code).toBe(1);
  const lines = stderr.trimEnd().split("\n");
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^error: /);
  return lines[0].replace(`${folder}/`, "");
}

describe("an experiment on a CSV anywhere with a checkpoint anywhere", () => {
  const statements = ["What is 1+2?", 'Say "yes", please.', "Two\nlines", "What is 1+2?"];
  const rows = async (file: string) =>
    parquetReadObjects({file: await asyncBufferFromFile(join(folder, "out", "mine", file))});

  beforeAll(async () => {
    const lines = statements.map((statement, i) => `"${statement.replace(/"/g, '""')}",${i % 2},x${i}`);
    const path = await csv("mine.csv", `\ufeffstatement,label,extra\r\n${lines.join("\r\n")}\r\n`);
    const result = await command(
      "experiment",
      path,
      "--model",
      tiny,
      "--depth",
      "2",
      "--out",
      join(folder, "out")
    );
    expect(result).toMatchObject({code: 0, stdout: `${join(folder, "out", "mine")}\n`});
  });

  it("writes the files that it should", async () => {
    const files = await readdir(join(folder, "out", "mine"));
    for (const file of [
      "activations.parquet",
      "projection.parquet",
      "variance.parquet",
      "projection.svg",
      "variance.svg",
      "run.json"
    ]) {
      expect(files).toContain(file);
    }
    expect(await readdir(join(folder, "out"))).toEqual(["mine"]);
  });

  it("writes a vector for every row and depth", async () => {
    const activations = (await rows("activations.parquet")) as {
      row: number;
      depth: number;
      activation: number[];
    }[];
    expect(activations.map(({row, depth}) => [depth, row])).toEqual(
      [1, 2].flatMap((depth) => [0, 1, 2, 3].map((row) => [depth, row]))
    );
    expect(new Set(activations.map(({activation}) => activation.length))).toEqual(new Set([32]));
    expect(activations[0].activation).toEqual(activations[3].activation);
    expect(activations[0].activation).not.toEqual(activations[4].activation);
  });

  it("writes a place for every row and depth, and the statement with its label", async () => {
    const projection = await rows("projection.parquet");
    expect(projection).toHaveLength(8);
    expect(Object.keys(projection[0])).toEqual(["row", "depth", "statement", "label", "pc1", "pc2", "pc3"]);
    expect(projection.slice(0, 4).map(({statement}) => statement as string)).toEqual(statements);
    expect(projection.slice(4).map(({label}) => label as string)).toEqual(["0", "1", "0", "1"]);
  });

  it("writes shares of the true total variance, which add up to all of it where components run out", async () => {
    const variance = (await rows("variance.parquet")) as {
      depth: number;
      component: number;
      ratio: number;
      cumulative: number;
    }[];
    const ofDepth = variance.filter(({depth}) => depth === 2);
    expect(ofDepth.map(({component}) => component)).toEqual([1, 2]); // three different statements span two dimensions
    expect(ofDepth[1].cumulative).toBeCloseTo(1, 6);
    expect(ofDepth[0].ratio).toBeGreaterThanOrEqual(ofDepth[1].ratio);
  });

  it("draws a dot for every row", async () => {
    const svg = await readFile(join(folder, "out", "mine", "projection.svg"), "utf8");
    expect(svg.match(/<circle[^>]*data-row/g)).toHaveLength(4);
    expect(svg).toMatch(/^<svg[^>]*xmlns=/);
    expect(await readFile(join(folder, "out", "mine", "variance.svg"), "utf8")).toContain("components");
  });

  it("says what it was made of", async () => {
    const run = JSON.parse(await readFile(join(folder, "out", "mine", "run.json"), "utf8")) as Record<
      string,
      unknown
    >;
    expect(run).toMatchObject({
      depth: 2,
      model: {name: "tiny-llama", format: "Meta", hiddenSize: 32, bosId: 1},
      runs: [{statements: 3}]
    });
    expect(JSON.stringify(run)).toMatch(/"sha256":"[0-9a-f]{64}"/);
  });

  it("is the same when done again, out of the cache", async () => {
    const before = await readFile(join(folder, "out", "mine", "projection.parquet"));
    const {stderr} = await command(
      "experiment",
      join(folder, "mine.csv"),
      "--model",
      tiny,
      "--depth",
      "2",
      "--out",
      join(folder, "out")
    );
    expect(stderr).not.toContain("running");
    expect(before.equals(await readFile(join(folder, "out", "mine", "projection.parquet")))).toBe(true);
  });

  it("works for one statement", async () => {
    const path = await csv("one.csv", "statement,label\nx,1\n");
    const {code} = await command("experiment", path, "--model", tiny, "--out", join(folder, "out"));
    expect(code).toBe(0);
    expect(await readFile(join(folder, "out", "one", "projection.svg"), "utf8")).toContain('data-row="0"');
  });
});

describe("an experiment that can't be done says why in one line", () => {
  it.each([
    ["no statement column", "text,label\na,b\n", /bad.csv.*statement/],
    ["no label column", "statement,lable\na,b\n", /bad.csv.*label.*lable/],
    ["an unclosed quote", 'statement,label\n"a,b\n', /bad.csv.*row 2.*quote/i],
    ["too few columns", "statement,label\na,b\nc\n", /bad.csv.*row 3/],
    ["an empty statement", "statement,label\n,b\n", /bad.csv.*row 2.*empty/],
    ["no rows", "statement,label\n", /bad.csv.*no (rows|statements)/],
    ["bytes that are not UTF-8", Buffer.from("statement,label\ncaf\xe9,b\n", "latin1"), /bad.csv.*UTF-8/]
  ])("for %s", async (_, contents, message) => {
    expect(await complaint(await csv("bad.csv", contents), "--model", tiny)).toMatch(message);
  });

  it("for unknown names, with the nearest ones", async () => {
    expect(await complaint("math")).toMatch(/no dataset math: .*nearest: maths/);
    expect(await complaint("maths", "--model", "SmolLM")).toMatch(
      /unknown model: SmolLM; .*SmolLM2-135M-Instruct/
    );
  });

  it("for options that make no sense", async () => {
    expect(await complaint("maths", "--model", tiny, "--depth", "4")).toMatch(
      /depth 4: a whole number from 1 to 3/
    );
    expect(await complaint("maths", "--dept", "4")).toMatch(/--dept.*npm run experiment/);
    expect(await complaint()).toMatch(/one dataset expected, 0 named/);
    for (const option of ["--depth", "--bos", "--out", "--model"])
      expect(await complaint("maths", option, "")).toContain(`${option} has no value; npm run experiment`);
  });

  it.each([".csv", "..csv", "...csv"])(
    "for a CSV named %s, after which no folder can be named",
    async (name) => {
      const path = await csv(name, "statement,label\nx,1\n");
      expect(await complaint(path, "--model", tiny, "--out", join(folder, "nowhere"))).toContain(
        `${name}: no folder can be named after it`
      );
      expect(await readdir(folder)).not.toContain("nowhere");
    }
  );

  it.each<[string, Record<string, string>]>([
    ["without a run.json", {"main.ts": "mine"}],
    ["with another program's run.json", {"main.ts": "mine", "run.json": "{}"}]
  ])("for a folder of another kind where its own should be, %s, which it leaves alone", async (_, files) => {
    const out = await mkdtemp(join(folder, "other-"));
    await mkdir(join(out, "src"));
    for (const [name, contents] of Object.entries(files)) await writeFile(join(out, "src", name), contents);
    const path = await csv("src.csv", "statement,label\nx,1\n");
    expect(await complaint(path, "--model", tiny, "--out", out)).toMatch(
      /src: there already and not written by an experiment.*--out/
    );
    expect(await readdir(join(out, "src"))).toEqual(Object.keys(files));
  });

  it("for a model file that was cut, and keeps nothing", async () => {
    const whole = await readFile("tests/fixtures/tiny-gguf/tiny-llama.gguf");
    const path = await csv("cut.gguf", whole.subarray(0, whole.length - 100));
    expect(
      await complaint(
        await csv("good.csv", "statement,label\nx,1\n"),
        "--model",
        path,
        "--out",
        join(folder, "none")
      )
    ).toContain("cut.gguf");
    expect(await readdir(folder)).not.toContain("none");
  });
});

describe("a server of the built site that can't be started says why in one line", () => {
  it("for an option that it doesn't have", async () => {
    expect(await complaintOf("serve", "--prot", "4000")).toMatch(/--prot.*npm run serve/);
  });

  it.each(["abc", "", "0", "65536", "4e3"])("for the port %j", async (port) => {
    expect(await complaintOf("serve", "--port", port)).toBe(
      `error: --port ${port}: a whole number from 1 to 65535 expected`
    );
  });
});
