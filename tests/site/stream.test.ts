import {readdir, readFile, rm, writeFile} from "node:fs/promises";
import {join} from "node:path";
import {asyncBufferFromFile, parquetReadObjects} from "hyparquet";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {measuresArchive, prepareSite, siteUses} from "../../loaders/site.ts";
import {siteStream} from "../../loaders/stream.ts";
import {enterSite, leaveSite, maths, tables, unpack} from "./small-site.ts";

type Rows = Record<string, number>[];

async function rowsOf(table: string): Promise<Rows> {
  const [folder] = (await tables()).filter((name) => /^maths-(?!measures)/.test(name));
  const file = await asyncBufferFromFile(join(".cache/tables", folder, `${table}.parquet`));
  return (await parquetReadObjects({file})) as Rows;
}

beforeAll(async () => {
  await enterSite({maths});
  await prepareSite();
});

afterAll(leaveSite);

describe("the first statement on its way", () => {
  it("ends, at the focus depth, in the vector that the dataset's table has of it", async () => {
    const stream = await siteStream();
    const [first] = (await rowsOf("activations")) as unknown as {depth: number; activation: number[]}[];
    expect(stream?.statement).toBe("What is 1+2-3?");
    const last = stream?.last[first.depth] ?? [];
    expect(last).toHaveLength(first.activation.length);
    last.forEach((value, i) => {
      expect(Math.abs(value - first.activation[i])).toBeLessThanOrEqual(5e-4 * Math.abs(first.activation[i]));
    });
  });

  it("says of every token how long its vector is, and how much each block added", async () => {
    const stream = await siteStream();
    if (!stream) throw new Error("no stream");
    const {tokens, lengths, changes, last} = stream;
    const depths = changes.length;
    expect(tokens.slice(1).join("")).toContain("1+2-3?");
    expect([lengths.length, last.length]).toEqual([depths + 1, depths + 1]);
    expect([...lengths, ...changes].every((row) => row.length === tokens.length)).toBe(true);
    for (let depth = 0; depth <= depths; depth++)
      expect(Math.hypot(...last[depth]) / lengths[depth][tokens.length - 1]).toBeCloseTo(1, 2);
    for (let depth = 1; depth <= depths; depth++) {
      const added = Math.hypot(...last[depth].map((value, i) => value - last[depth - 1][i]));
      const share = added / lengths[depth - 1][tokens.length - 1];
      expect(share / changes[depth - 1][tokens.length - 1]).toBeCloseTo(1, 1);
    }
  });

  it("is kept by a clean-up of the cache", async () => {
    await siteStream();
    const packs = await readdir(".cache/activations", {recursive: true});
    const used = await siteUses();
    const own = packs
      .filter((name) => name.endsWith("pack.json"))
      .map((name) => name.replace("/pack.json", ""));
    expect(own.filter((name) => !used.some((path) => path.endsWith(name)))).toEqual([]);
  });

  it("is of the first dataset where there is none of sums, and of nothing where there is no dataset", async () => {
    await writeFile("datasets/daily.csv", "statement,label\nIt is Monday,work\nIt is Sunday,rest\n");
    await rm("datasets/maths.csv");
    expect((await siteStream())?.statement).toBe("It is Monday");
    await rm("datasets/daily.csv");
    expect(await siteStream().catch(() => null)).toBeNull();
    await writeFile("datasets/maths.csv", maths);
  });
});

describe("further tables", () => {
  it("have ten components of every depth, of which the first two are the drawn ones", async () => {
    const [components, coordinates] = [await rowsOf("components"), await rowsOf("coordinates")];
    expect(Object.keys(components[0])).toEqual([
      "depth",
      ...Array.from({length: 10}, (_, i) => `pc${i + 1}`)
    ]);
    expect(components.map(({depth, pc1, pc2}) => ({depth, pc1, pc2}))).toEqual(coordinates);
  });

  it("have the dots of a network with shuffled weights, whose shares add up with its own spread", async () => {
    const folder = await unpack("maths", measuresArchive("maths"));
    expect((await readdir(folder)).sort()).toEqual(["measures.parquet", "shuffled.parquet"]);
    const bytes = await readFile(join(folder, "shuffled.parquet"));
    const rows = (await parquetReadObjects({file: Uint8Array.from(bytes).buffer})) as Rows;
    const coordinates = await rowsOf("coordinates");
    expect(rows.map(({depth}) => depth)).toEqual(coordinates.map(({depth}) => depth));
    expect(rows.map(({pc1}) => pc1)).not.toEqual(coordinates.map(({pc1}) => pc1));
    for (const {depth, ratio1, ratio2} of rows.filter((_, i) => i % 3 === 0)) {
      const own = rows.filter((row) => row.depth === depth);
      const square = (name: string) => own.reduce((sum, row) => sum + row[name] ** 2, 0);
      expect(square("pc2") / square("pc1")).toBeCloseTo(ratio2 / ratio1, 4);
      expect(ratio1 + ratio2).toBeLessThanOrEqual(1 + 1e-6);
    }
  });
});
