import {readdir, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {asyncBufferFromFile, parquetReadObjects} from "hyparquet";
import {afterAll, beforeEach, describe, expect, it} from "vitest";
import {prepareSite, transferArchive} from "../../loaders/site.ts";
import {transferTables} from "../../loaders/transfer/transfer.ts";
import {enterSite, forget, leaveSite, maths, runs, said, unpack} from "./small-site.ts";

beforeEach(() => enterSite({maths, daily: "statement,label\nIt is Monday,work\nIt is Sunday,rest\n"}));

afterAll(leaveSite);

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
    expect(runs()).toEqual([expect.stringContaining("over 41 statements")]);
    await prepareSite();
    forget();
    expect(await transferRows()).toEqual(rows);
    expect(said()).toEqual([]);
  });

  it("is made anew where a label was edited, and nothing runs", async () => {
    await write("isa", facts("is", ["true", "false"]));
    await write("likes", facts("likes", ["true", "false"]));
    const rows = await transferRows();
    await write("likes", facts("likes", ["false", "true"]));
    forget();
    expect(await transferRows()).not.toEqual(rows);
    expect(runs()).toEqual([]);
  });
});
