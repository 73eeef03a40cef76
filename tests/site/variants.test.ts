import {readdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {asyncBufferFromFile, parquetReadObjects} from "hyparquet";
import {afterAll, beforeEach, describe, expect, it} from "vitest";
import {siteReport} from "../../loaders/report.ts";
import {measuresArchive, prepareSite, siteArchive} from "../../loaders/site.ts";
import {controls, enterSite, leaveSite, maths, runs, tables, unpack, warnings} from "./small-site.ts";

const opposites = `statement,label,word
The opposite of big is small.,true,big
The opposite of big is red.,false,big
The opposite of hot is cold.,true,hot
The opposite of hot is blue.,false,hot
`;

beforeEach(() => enterSite({maths, opposites}));

afterAll(leaveSite);

describe("variants", () => {
  const ofOpposites = [
    "opposites_standardised",
    "opposites_without_stop",
    "opposites_without_stop_standardised"
  ];

  const read = async (name: string, table: string) =>
    parquetReadObjects({file: await asyncBufferFromFile(join(await unpack(name), `${table}.parquet`))});

  it("have tables under keys of their own, and those that are standardised no run of the model", async () => {
    await prepareSite();
    const names = (await tables()).filter((name) => /^opposites(?!.*-measures)/.test(name));
    expect(names.map((name) => name.replace(/-\w+$/, "")).sort()).toEqual(["opposites", ...ofOpposites]);
    expect(new Set(names.map((name) => name.replace(/^.*-/, ""))).size).toBe(4);
    expect(runs()).toEqual([expect.stringContaining("over 11 statements")]); // 3, 4, and 4 without their full stop
    expect(controls()).toHaveLength(3);
  });

  it("have statements and tokens without the full stop, and no CSV in their archive", async () => {
    const [whole] = await read("opposites", "statements");
    const [bare] = await read("opposites_without_stop", "statements");
    expect(bare).toMatchObject({
      row: 0,
      statement: "The opposite of big is small",
      label: "true",
      word: "big"
    });
    const tokens = (row: Record<string, unknown>) => JSON.parse(String(row.tokens)) as string[];
    expect(tokens(whole).join("").replace(/\.$/, "")).toBe(tokens(bare).join(""));
    expect(await readdir(await unpack("opposites_without_stop"))).not.toContain("statements.csv");
  });

  it("that are standardised have the same activations and other components, of controls too", async () => {
    const activations = await read("opposites", "activations");
    expect(await read("opposites_standardised", "activations")).toEqual(activations);
    expect(await read("opposites_standardised", "coordinates")).not.toEqual(
      await read("opposites", "coordinates")
    );
    const measured = async (name: string) => {
      const folder = await unpack(name, measuresArchive(name));
      return parquetReadObjects({file: await asyncBufferFromFile(join(folder, "measures.parquet"))});
    };
    const silhouettes = async (name: string) =>
      ((await measured(name)) as {network: string; measure: string; value: number}[])
        .filter(({measure}) => measure === "silhouette-2")
        .map(({network, value}) => [network, value.toFixed(4)]);
    const [plain, scaled] = [await silhouettes("opposites"), await silhouettes("opposites_standardised")];
    expect(scaled.map(([network]) => network)).toEqual(plain.map(([network]) => network));
    for (const [i, [, value]] of scaled.entries()) expect(value).not.toBe(plain[i][1]);
  });

  it("are in the report with how they differ", async () => {
    const {variants, datasets} = await siteReport();
    expect(variants).toEqual([
      {name: "opposites_without_stop", dataset: "opposites", stop: "without", standardised: false},
      {name: "opposites_standardised", dataset: "opposites", stop: undefined, standardised: true},
      {
        name: "opposites_without_stop_standardised",
        dataset: "opposites",
        stop: "without",
        standardised: true
      }
    ]);
    expect(datasets.map(({name}) => name)).toEqual(["maths", "opposites"]);
  });

  it("of a dataset that is not there, or has a statement without a full stop, are left out with a warning", async () => {
    await writeFile("datasets/opposites.csv", `${opposites}Is big the opposite of small?,true,big\n`);
    await prepareSite();
    expect((await tables()).filter((name) => name.includes("without_stop"))).toEqual([]);
    expect(warnings()).toEqual(
      expect.arrayContaining([
        "warning: leaving out variant months_with_stop: no dataset months; nearest: maths, opposites\n",
        'warning: leaving out variant opposites_without_stop: datasets/opposites.csv: "Is big the opposite of small?" ends in no full stop to leave out\n'
      ])
    );
    await expect(siteArchive("months_with_stop")).rejects.toThrow(/^no dataset months: .*$/);
  });
});
