import {mkdir, mkdtemp, rm, writeFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {findDataset, listDatasets, readDataset} from "../../loaders/dataset.ts";

let folder = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "datasets-"));
  await mkdir(join(folder, "folder.csv"));
  await mkdir(join(folder, "generate"));
  const good = "statement,label\na,1\n";
  const files = {
    "maths.csv": good,
    "cities.csv": good,
    "damaged.csv": 'statement,label\n"a,1\n',
    "common_claim.csv": ",examples,label\n0,a,1\n",
    "._maths.csv": "\0\0",
    "README.md": "text"
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
});

afterAll(() => rm(folder, {recursive: true}));

describe("a folder of datasets", () => {
  it("is read by name; what cannot be read is listed with the reason", async () => {
    const {datasets, skipped} = await listDatasets(folder);
    expect(datasets.map(({name, file}) => [name, file])).toEqual([
      ["cities", join(folder, "cities.csv")],
      ["maths", join(folder, "maths.csv")]
    ]);
    expect(skipped).toEqual([
      {
        file: join(folder, "common_claim.csv"),
        why: "no statement column among column 1, examples, label (nearest: examples); rename the one that holds the statements"
      },
      {file: join(folder, "damaged.csv"), why: "row 2: a quote that opens here is never closed"},
      {file: join(folder, "folder.csv"), why: "a CSV file expected, a folder found"}
    ]);
  });
});

describe("a dataset", () => {
  it("is found by name and by path", async () => {
    expect((await findDataset("maths", folder)).statements).toEqual(["a"]);
    expect(await findDataset(join(folder, "maths.csv"))).toMatchObject({name: "maths", statements: ["a"]});
  });

  it("that is not there is a problem with the nearest names", async () => {
    const expected = `the name of one in ${folder}/ or a CSV's path expected; nearest: maths, `;
    await expect(findDataset("math", folder)).rejects.toThrow(`no dataset math: ${expected}`);
    await expect(findDataset("elsewhere/math.csv", folder)).rejects.toThrow(
      `no dataset elsewhere/math.csv: ${expected}`
    );
  });

  it("that is no file is a problem", async () => {
    await expect(findDataset(folder, folder)).rejects.toThrow(
      `${folder}: a CSV file expected, a folder found`
    );
    await expect(readDataset(join(folder, "no.csv"))).rejects.toThrow(
      `${join(folder, "no.csv")}: no such file`
    );
  });
});
