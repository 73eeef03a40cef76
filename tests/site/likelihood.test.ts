import {writeFile} from "node:fs/promises";
import {join} from "node:path";
import {asyncBufferFromFile, parquetReadObjects} from "hyparquet";
import {afterAll, afterEach, beforeEach, describe, expect, it} from "vitest";
import {experiment} from "../../loaders/experiment.ts";
import {prepareSite, siteUses} from "../../loaders/site.ts";
import {enterSite, leaveSite, maths, said, unpack} from "./small-site.ts";

beforeEach(() => enterSite({maths, daily: "statement,label\nIt is Monday,work\nIt is Sunday,rest\n"}));

afterAll(leaveSite);

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
    await writeFile("datasets/daily.csv", "statement,label\nIt is Monday,work\nIt is Saturday,rest\n");
    await prepareSite();
    expect(asked().slice(1)).toEqual([expect.stringContaining("finds 1 statements")]);
  });

  it("adds a column beside the CSV's, also one of that name", async () => {
    await writeFile(
      "datasets/daily.csv",
      "statement,label,log-probability\nIt is Monday,work,1\nIt is May,rest,2\n"
    );
    const rows = await statementsOf("daily");
    for (const row of rows) expect(row["log-probability"]).toBeLessThan(0);
    expect(rows.map((row) => row["log-probability (csv)"])).toEqual([1, 2]);
  });

  it("uses what is kept of the answers, which other models do without", async () => {
    await prepareSite();
    const kept = (await siteUses()).filter((path) => path.includes("log-probabilities"));
    expect(kept).toHaveLength(1);
    experiment.logProbabilityOf = [];
    expect((await siteUses()).filter((path) => path.includes("log-probabilities"))).toEqual([]);
    expect(Object.keys((await statementsOf("daily"))[0])).toEqual(["row", "statement", "label", "tokens"]);
  });
});
