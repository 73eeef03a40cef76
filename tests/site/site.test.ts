import {execFile} from "node:child_process";
import fs from "node:fs";
import {cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join, resolve} from "node:path";
import {pipeline} from "node:stream/promises";
import {promisify} from "node:util";
import {asyncBufferFromFile, parquetReadObjects} from "hyparquet";
import {afterAll, afterEach, beforeEach, describe, expect, it, vi} from "vitest";
import {experiment} from "../../loaders/experiment.ts";
import {siteReport} from "../../loaders/report.ts";
import {prepareSite, siteArchive, siteUses, transferArchive} from "../../loaders/site.ts";
import {tableNames} from "../../loaders/table-file.ts";
import {transferTables} from "../../loaders/transfer/transfer.ts";

const project = resolve(".");
const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);

// Each test has a site of its own: a working directory with the project's code, two datasets and a small model.
beforeEach(async () => {
  process.chdir(await mkdtemp(join(tmpdir(), "site-")));
  await symlink(join(project, "loaders"), "loaders");
  await cp(join(project, "package.json"), "package.json");
  await mkdir("weights");
  await cp(join(project, "weights/models.json"), "weights/models.json");
  await mkdir("datasets");
  await writeFile("datasets/maths.csv", maths);
  await writeFile("datasets/days.csv", "statement,label\nIt is Monday,work\nIt is Sunday,rest\n");
  vi.stubEnv("MODEL", join(project, "tests/fixtures/tiny-llama"));
  stderr.mockClear();
});

afterAll(() => {
  vi.unstubAllEnvs();
  process.chdir(project);
});

const maths = `statement,label,tokens
What is 1+2-3?,+-,own
What is 3-2+1?,-+,own
What is 4+4+4?,++,own
`;

const said = () => stderr.mock.calls.map(([text]) => String(text));
const begun = () => said().filter((text) => /^running .*: 0 of/.test(text));
/** Of the model itself; of its controls. */
const runs = () => begun().filter((text) => !text.includes("shuffled"));
const controls = () => begun().filter((text) => text.includes("shuffled"));
const analyses = () => said().filter((text) => /^finding components of .*: 0 of/.test(text));
const tables = () => readdir(".cache/tables");

/** Unpacks an archive, a dataset's unless told otherwise, with the system's tar. */
async function unpack(name: string, archive = siteArchive(name)): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "archive-"));
  await pipeline(await archive, fs.createWriteStream(join(folder, "all.tar")));
  await promisify(execFile)("tar", ["xf", "all.tar"], {cwd: folder});
  await rm(join(folder, "all.tar"));
  return folder;
}

describe("preparing the site", () => {
  it("runs the model once over all datasets, and makes tables of each and of the slices", async () => {
    await prepareSite();
    expect(runs()).toEqual([expect.stringContaining("over 5 statements")]);
    expect((await tables()).map((name) => name.replace(/-\w+$/, "")).sort()).toEqual([
      "days",
      "maths",
      "maths_plus_minus",
      "transfer"
    ]);
  });

  it("runs each network with shuffled weights once, after the model", async () => {
    await prepareSite();
    expect(controls().map((text) => /shuffled weights, seed \d, over \d/.exec(text)?.[0])).toEqual([
      "shuffled weights, seed 1, over 5",
      "shuffled weights, seed 2, over 5",
      "shuffled weights, seed 3, over 5"
    ]);
    expect(begun()[0]).toBe(runs()[0]);
  });

  it("does nothing where nothing has changed", async () => {
    await prepareSite();
    stderr.mockClear();
    await prepareSite();
    expect(said()).toEqual([]);
  });

  it("runs an edited statement alone and makes the tables of its dataset alone", async () => {
    await prepareSite();
    stderr.mockClear();
    await writeFile("datasets/days.csv", "statement,label\nIt is Monday,work\nIt is Saturday,rest\n");
    await prepareSite();
    expect(runs()).toEqual([expect.stringContaining("over 1 statements")]);
    expect(controls()).toHaveLength(3);
    expect(analyses()).toEqual([expect.stringContaining("components of days:")]);
  });

  it("makes tables anew where a label alone was edited, and runs nothing", async () => {
    await prepareSite();
    stderr.mockClear();
    await writeFile("datasets/days.csv", "statement,label\nIt is Monday,rest\nIt is Sunday,rest\n");
    await prepareSite();
    expect(runs()).toEqual([]);
    expect(analyses()).toHaveLength(1);
  });

  it("makes them once where two processes find them missing at the same time", async () => {
    await Promise.all([prepareSite(), prepareSite()]);
    expect(runs()).toHaveLength(1);
    expect(analyses()).toHaveLength(1);
  });
});

describe("a model that is asked how likely it finds statements", () => {
  const asked = () => said().filter((text) => /^finding how likely .*: 0 of/.test(text));
  const statementsOf = async (name: string) => {
    const file = await asyncBufferFromFile(join(await unpack(name), "statements.parquet"));
    return (await parquetReadObjects({file})) as Record<string, unknown>[];
  };

  beforeEach(() => {
    experiment.logProbabilityOf = ["tiny-llama"];
  });

  afterEach(() => {
    experiment.logProbabilityOf = [];
  });

  it("is asked once, and about an edited statement alone", async () => {
    await prepareSite();
    expect(asked()).toEqual([expect.stringContaining("finds 5 statements")]);
    await writeFile("datasets/days.csv", "statement,label\nIt is Monday,work\nIt is Saturday,rest\n");
    await prepareSite();
    expect(asked().slice(1)).toEqual([expect.stringContaining("finds 1 statements")]);
  });

  it("adds a column beside the CSV's, also one of that name", async () => {
    await writeFile(
      "datasets/days.csv",
      "statement,label,log-probability\nIt is Monday,work,1\nIt is May,rest,2\n"
    );
    const rows = await statementsOf("days");
    for (const row of rows) expect(row["log-probability"]).toBeLessThan(0);
    expect(rows.map((row) => row["log-probability (csv)"])).toEqual([1, 2]);
  });

  it("uses what is kept of the answers, which other models do without", async () => {
    await prepareSite();
    const kept = (await siteUses()).filter((path) => path.includes("log-probabilities"));
    expect(kept).toHaveLength(1);
    experiment.logProbabilityOf = [];
    expect((await siteUses()).filter((path) => path.includes("log-probabilities"))).toEqual([]);
    expect(Object.keys((await statementsOf("days"))[0])).toEqual(["row", "statement", "label", "tokens"]);
  });
});

describe("a full disk", () => {
  it("ends with one line that names the dataset, and costs the next build nothing that was finished", async () => {
    const write = fs.writeFileSync;
    const full = vi.spyOn(fs, "writeFileSync").mockImplementation((file, data, options) => {
      if (String(file).includes("maths-") && String(file).endsWith("projection.parquet"))
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), {
          code: "ENOSPC",
          syscall: "write"
        });
      write(file, data, options);
    });
    await expect(prepareSite()).rejects.toThrow(/^dataset maths: the disk is full; .*$/);
    expect(full).toHaveBeenCalled();
    expect((await tables()).map((name) => name.replace(/-\w+$/, ""))).toEqual(["days"]);
    expect(runs()).toHaveLength(1);
    full.mockRestore();
    stderr.mockClear();
    await prepareSite();
    expect(runs()).toEqual([]);
    expect(analyses()).toEqual([expect.stringContaining("of 2 datasets")]);
  });
});

describe("a dataset's archive", () => {
  it("holds its CSV as it is and all tables", async () => {
    const folder = await unpack("maths");
    const names = [...tableNames.map((table) => `${table}.parquet`), "statements.csv"];
    expect((await readdir(folder)).sort()).toEqual(names.sort());
    expect(await readFile(join(folder, "statements.csv"), "utf8")).toBe(maths);
    const [kept] = (await tables()).filter((name) => name.startsWith("maths-"));
    for (const table of tableNames) {
      const file = `${table}.parquet`;
      expect(
        (await readFile(join(folder, file))).equals(await readFile(join(".cache/tables", kept, file)))
      ).toBe(true);
    }
  });

  it("has measures of the model at each depth, of each control and of the tokens alone", async () => {
    const file = await asyncBufferFromFile(join(await unpack("maths"), "measures.parquet"));
    const rows = (await parquetReadObjects({file})) as {network: string; depth: number; measure: string}[];
    const places = new Set(rows.map(({network, depth}) => `${network} ${depth}`));
    const networks = ["trained 1", "shuffled 1 1", "shuffled 2 1", "shuffled 3 1", "tokens 0"];
    expect(places).toEqual(new Set(networks)); // a third of three blocks is run
    const measures = new Set(rows.map(({measure}) => measure));
    expect(rows.length).toBe(places.size * measures.size);
  });

  it("of a slice holds its rows, numbered as in the whole, and no CSV", async () => {
    const folder = await unpack("maths_plus_minus");
    expect(await readdir(folder)).not.toContain("statements.csv");
    const file = await asyncBufferFromFile(join(folder, "statements.parquet"));
    const rows = await parquetReadObjects({file});
    expect(rows.map(({row, label, "tokens (csv)": own}) => [row, label, own] as unknown[])).toEqual([
      [0, "+-", "own"],
      [1, "-+", "own"]
    ]);
  });

  it("can't be had of a dataset that is not there", async () => {
    await expect(siteArchive("month")).rejects.toThrow(/no dataset month: .*nearest: maths/);
  });
});

describe("the archive of transfer", () => {
  const transferRows = async () => {
    const folder = await unpack("transfer", transferArchive());
    expect((await readdir(folder)).sort()).toEqual(transferTables.map((table) => `${table}.parquet`).sort());
    return parquetReadObjects({file: await asyncBufferFromFile(join(folder, "transfer.parquet"))});
  };
  const facts = (verb: string, labels: string[]) =>
    ["cat", "dog", "owl", "pig", "cow", "hen"]
      .flatMap((animal) =>
        labels.map((label, i) => `A ${animal} ${verb} ${["an animal", "a tool"][i]}.,${label},${animal}\n`)
      )
      .join("");
  const write = (name: string, rows: string) =>
    writeFile(`datasets/${name}.csv`, `statement,label,subject\n${rows}`);

  it("says so where there are no two datasets of facts", async () => {
    expect(await transferRows()).toEqual([
      expect.objectContaining({training: "", absent: expect.stringContaining("there is none") as string})
    ]);
  });

  it("is made in one run of the model with all else, once", async () => {
    await write("isa", facts("is", ["true", "false"]));
    await write("neg_isa", facts("is not", ["false", "true"]));
    const rows = await transferRows();
    expect(rows.some(({training}) => training === "isa + neg_isa")).toBe(true);
    expect(runs()).toEqual([expect.stringContaining("over 29 statements")]);
    await prepareSite();
    stderr.mockClear();
    expect(await transferRows()).toEqual(rows);
    expect(said()).toEqual([]);
  });

  it("is made anew where a label was edited, and nothing runs", async () => {
    await write("isa", facts("is", ["true", "false"]));
    await write("likes", facts("likes", ["true", "false"]));
    const rows = await transferRows();
    await write("likes", facts("likes", ["false", "true"]));
    stderr.mockClear();
    expect(await transferRows()).not.toEqual(rows);
    expect(runs()).toEqual([]);
  });
});

describe("the report", () => {
  it("says what the tables come from, without asking the model again", async () => {
    const first = await siteReport();
    expect(first.runs).toEqual([expect.objectContaining({statements: 5})]);
    await prepareSite();
    await rm(".cache/activations", {recursive: true});
    stderr.mockClear();
    const {runs: later, datasets} = await siteReport();
    expect(later).toEqual(first.runs);
    expect(runs()).toEqual([]);
    expect(datasets.map(({name, statements}) => [name, statements])).toEqual([
      ["days", 2],
      ["maths", 3]
    ]);
  });

  it("names labels where they are few", async () => {
    const rows = Array.from({length: 7}, (_, i) => `It is day ${i},day${i}\n`);
    await writeFile("datasets/many.csv", `statement,label\n${rows.join("")}`);
    const {datasets} = await siteReport();
    expect(datasets.map(({name, labels}) => ({name, ...labels}))).toEqual([
      {name: "days", count: 2, names: ["work", "rest"]},
      {name: "many", count: 7, names: []},
      {name: "maths", count: 3, names: ["+-", "-+", "++"]}
    ]);
  });
});
