import fs from "node:fs";
import {readdir, readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {asyncBufferFromFile, parquetReadObjects} from "hyparquet";
import {afterAll, beforeEach, describe, expect, it, vi} from "vitest";
import {siteReport} from "../../loaders/report.ts";
import {measuresArchive, prepareSite, siteArchive} from "../../loaders/site.ts";
import {tableNames} from "../../loaders/table-file.ts";
import {
  analyses,
  controls,
  enterSite,
  forget,
  leaveSite,
  maths,
  runs,
  said,
  tables,
  unpack
} from "./small-site.ts";

beforeEach(() => enterSite({maths, daily: "statement,label\nIt is Monday,work\nIt is Sunday,rest\n"}));

afterAll(leaveSite);

describe("preparing the site", () => {
  it("runs the model once over all datasets, and makes tables of each and of the slices", async () => {
    await prepareSite();
    expect(runs()).toEqual([expect.stringContaining("over 5 statements")]);
    expect((await tables()).map((name) => name.replace(/-\w+$/, "")).sort()).toEqual([
      "daily",
      "daily-measures",
      "maths",
      "maths-measures",
      "maths_plus_minus",
      "maths_plus_minus-measures",
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
    expect(said().find((text) => text.startsWith("running"))).toBe(runs()[0]);
  });

  it("does nothing where nothing has changed", async () => {
    await prepareSite();
    forget();
    await prepareSite();
    expect(said()).toEqual([]);
  });

  it("runs an edited statement alone and makes the tables of its dataset alone", async () => {
    await prepareSite();
    forget();
    await writeFile("datasets/daily.csv", "statement,label\nIt is Monday,work\nIt is Saturday,rest\n");
    await prepareSite();
    expect(runs()).toEqual([expect.stringContaining("over 1 statements")]);
    expect(controls()).toHaveLength(3);
    expect(analyses()).toEqual([expect.stringContaining("measuring daily:")]);
  });

  it("makes tables anew where a label alone was edited, and runs nothing", async () => {
    await prepareSite();
    forget();
    await writeFile("datasets/daily.csv", "statement,label\nIt is Monday,rest\nIt is Sunday,rest\n");
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

describe("a full disk", () => {
  it("ends with one line that names the dataset, and costs the next build nothing that was finished", async () => {
    const write = fs.writeFileSync;
    const full = vi.spyOn(fs, "writeFileSync").mockImplementation((file, data, options) => {
      if (String(file).includes("daily-") && String(file).endsWith("projection.parquet"))
        throw Object.assign(new Error("ENOSPC: no space left on device, write"), {
          code: "ENOSPC",
          syscall: "write"
        });
      write(file, data, options);
    });
    await expect(prepareSite()).rejects.toThrow(/^dataset daily: the disk is full; .*$/);
    expect(full).toHaveBeenCalled();
    expect((await tables()).map((name) => name.replace(/-\w+$/, "")).sort()).toEqual([
      "daily-measures",
      "maths",
      "maths-measures",
      "maths_plus_minus-measures",
      "transfer"
    ]);
    expect(runs()).toHaveLength(1);
    full.mockRestore();
    forget();
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
    const [kept] = (await tables()).filter((name) => /^maths-(?!measures)/.test(name));
    for (const table of tableNames) {
      const file = `${table}.parquet`;
      expect(
        (await readFile(join(folder, file))).equals(await readFile(join(".cache/tables", kept, file)))
      ).toBe(true);
    }
  });

  it("has measures of the model at each depth, of each control and of the tokens alone", async () => {
    const file = await asyncBufferFromFile(
      join(await unpack("maths", measuresArchive("maths")), "measures.parquet")
    );
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

describe("the report", () => {
  it("says what the tables come from, without asking the model again", async () => {
    const first = await siteReport();
    expect(first.runs).toEqual([expect.objectContaining({statements: 5})]);
    await prepareSite();
    await rm(".cache/activations", {recursive: true});
    forget();
    const {runs: later, datasets} = await siteReport();
    expect(later).toEqual(first.runs);
    expect(runs()).toEqual([]);
    expect(datasets.map(({name, statements}) => [name, statements])).toEqual([
      ["daily", 2],
      ["maths", 3]
    ]);
  });

  it("names labels where they are few", async () => {
    const rows = Array.from({length: 7}, (_, i) => `It is day ${i},day${i}\n`);
    await writeFile("datasets/many.csv", `statement,label\n${rows.join("")}`);
    const {datasets} = await siteReport();
    expect(datasets.map(({name, labels}) => ({name, ...labels}))).toEqual([
      {name: "daily", count: 2, names: ["work", "rest"]},
      {name: "many", count: 7, names: []},
      {name: "maths", count: 3, names: ["+-", "-+", "++"]}
    ]);
  });
});
