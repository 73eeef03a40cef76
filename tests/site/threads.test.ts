import {readdir, readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {afterAll, beforeEach, describe, expect, it} from "vitest";
import {listDatasets} from "../../loaders/dataset.ts";
import {missingOf} from "../../loaders/missing.ts";
import type {Job, TransferJob} from "../../loaders/jobs.ts";
import {prepareSite} from "../../loaders/site.ts";
import {withSiteModel} from "../../loaders/site-model.ts";
import {makeInThreads} from "../../loaders/threads.ts";
import type {Kind} from "../../loaders/table-folder.ts";
import {transferFolder} from "../../loaders/transfer/folder.ts";
import {factsOf} from "../../loaders/transfer/facts.ts";
import {enterSite, leaveSite, maths, tables} from "./small-site.ts";

const places = ["Rome", "Bern", "Oslo", "Riga", "Kyiv", "Baku"];
const facts = (not: string) =>
  `statement,label,subject\n${places
    .flatMap((place, i) =>
      ["Mars", "Earth"].map((planet) => {
        const label = (planet === "Earth") === (not === "") ? "true" : "false";
        return `${place} is${not} on ${planet}.,${label},${i}\n`;
      })
    )
    .join("")}`;

beforeEach(() => enterSite({maths, planets: facts(""), neg_planets: facts(" not")}));

afterAll(leaveSite);

/** All files of all tables, by folder and name. */
async function kept(): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const folder of await tables())
    for (const name of await readdir(join(".cache/tables", folder))) {
      const file = join(folder, name);
      files.set(file, await readFile(join(".cache/tables", file)));
    }
  return files;
}

/** What has to be made when no tables are kept. */
async function jobs(): Promise<Job[]> {
  return withSiteModel(async (model) => {
    const {datasets} = await listDatasets();
    const transfer: TransferJob = {
      kind: "transfer",
      facts: factsOf(datasets),
      folder: await transferFolder(model, factsOf(datasets))
    };
    const ofDatasets = async (kind: Kind) =>
      (await missingOf(model, kind, datasets)).map((missing) => ({kind, ...missing}));
    return [...(await ofDatasets("tables")), ...(await ofDatasets("measures")), transfer];
  });
}

describe("tables made in threads", () => {
  it("are those made in one, to the last byte", async () => {
    await prepareSite();
    const inOne = await kept();
    await rm(".cache/tables", {recursive: true});
    let vectors = 0;
    await makeInThreads(await jobs(), 2, (more) => (vectors += more));
    expect(vectors).toBeGreaterThan(0);
    const inThreads = await kept();
    expect(inThreads.size).toBeGreaterThan(20);
    for (const [file, bytes] of inThreads)
      expect(bytes.equals(inOne.get(file) ?? Buffer.of()), file).toBe(true);
  });

  it("end with one line that names the dataset that could not be made", async () => {
    await prepareSite();
    await rm(".cache/tables", {recursive: true});
    const wanted = await jobs();
    await writeFile(".cache/tables", "");
    await expect(makeInThreads(wanted, 2, () => undefined)).rejects.toThrow(/^dataset \w+: .*$/);
  });
});
