import {createServer, type IncomingMessage, type Server, type ServerResponse} from "node:http";
import type {AddressInfo} from "node:net";
import {mkdtemp, readFile} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterAll, beforeAll, beforeEach, describe, expect, it} from "vitest";
import {createParquet, writeParquet} from "../../loaders/parquet.ts";
import {readDataset} from "../../src/components/dataset.ts";
import type {RunReport} from "../../src/data/rows.ts";
import {paperLike} from "../site/paper-like.ts";
import {parseDataset} from "../../loaders/dataset.ts";
import {seededRandom} from "../../datasets/generate/random.ts";

const depths = 12;
const focusDepth = 8;
const dataset = parseDataset(
  "facts",
  "facts.csv",
  Buffer.from(paperLike(0.15).get("counterfact_true_false.csv") ?? "")
);
const rows = dataset.statements.length;
const few = 100;

let folder: string;
let server: Server;
let url: string;
let ranges = true;
/** Bytes that were sent, by file. */
let sent: Record<string, number> = {};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pages-"));
  await writeFiles("large", rows);
  await writeFiles("small", few);
  server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

beforeEach(() => {
  ranges = true;
  sent = {};
});

/** What the loaders make of the first `count` rows, with coordinates drawn by chance. */
async function writeFiles(name: string, count: number): Promise<void> {
  const random = seededRandom(1);
  const drawn = () => Float32Array.from({length: count}, () => random.below(2 ** 20) / 2 ** 19 - 1);
  const coordinates = createParquet(join(folder, `${name}-coordinates`));
  for (let depth = 1; depth <= depths; depth++)
    await coordinates.write([
      {name: "depth", type: "INT32", data: new Int32Array(count).fill(depth)},
      {name: "pc1", type: "FLOAT", data: drawn()},
      {name: "pc2", type: "FLOAT", data: drawn()}
    ]);
  await coordinates.finish();
  const some = <T>(values: T[]) => values.slice(0, count);
  await writeParquet(join(folder, `${name}-statements`), [
    {name: "row", type: "INT32", data: Int32Array.from(some(dataset.rows))},
    {name: "statement", type: "STRING", data: some(dataset.statements)},
    {name: "label", type: "STRING", data: some(dataset.labels)},
    {
      name: "tokens",
      type: "STRING",
      data: some(dataset.statements).map((text) => JSON.stringify(text.split(" ")))
    },
    {name: "number", type: "FLOAT", data: drawn()},
    ...Object.entries(dataset.columns).map(([column, values]) => ({
      name: column,
      type: "STRING" as const,
      data: some(values)
    }))
  ]);
  const ofDepth = Int32Array.from({length: depths}, (_, i) => i + 1);
  await writeParquet(join(folder, `${name}-variance`), [
    {name: "depth", type: "INT32", data: ofDepth},
    {name: "component", type: "INT32", data: new Int32Array(depths).fill(1)},
    {name: "ratio", type: "FLOAT", data: new Float32Array(depths).fill(0.5)},
    {name: "cumulative", type: "FLOAT", data: new Float32Array(depths).fill(0.5)}
  ]);
}

/** A host that sends the range that it is asked for, or, if it doesn't know ranges, everything. */
async function answer({url: path = "", headers}: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readFile(join(folder, path)).catch(() => null);
  if (!body) {
    response.writeHead(404).end();
    return;
  }
  const asked = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? "");
  const [start, end] = asked && ranges ? [Number(asked[1]), Number(asked[2]) + 1] : [0, body.length];
  const part = body.subarray(start, end);
  sent[path.slice(1)] = (sent[path.slice(1)] ?? 0) + part.length;
  const partly = asked && ranges;
  response.writeHead(
    partly ? 206 : 200,
    partly ? {"Content-Range": `bytes ${start}-${end - 1}/${body.length}`} : {}
  );
  response.end(part);
}

const open = async (name: "small" | "large") => {
  const statements = name === "small" ? few : rows;
  // The reader looks at nothing else of the report.
  const report = {
    datasets: [{name, statements}],
    variants: [],
    depth: depths,
    focusDepth
  } as unknown as RunReport;
  const href = (file: string) => `${url}/${name}-${file}`;
  const hrefs = {
    coordinates: href("coordinates"),
    statements: href("statements"),
    variance: href("variance")
  };
  const {picture} = await readDataset(name, hrefs, report);
  return picture;
};

const total = () => Object.values(sent).reduce((sum, bytes) => sum + bytes, 0);

describe("a small dataset", () => {
  it("is read whole, each file once", async () => {
    const picture = await open("small");
    expect(picture.rest).toBeUndefined();
    expect(picture.frames.map(({depth}) => depth)).toEqual(Array.from({length: depths}, (_, i) => i + 1));
    expect(picture.statements).toEqual(dataset.statements.slice(0, few));
    expect(picture.tokens[7]).toEqual(dataset.statements[7].split(" "));
    expect(Object.keys(picture.columns)).toEqual(["label", "number", ...Object.keys(dataset.columns)]);
    expect(picture.columns.subject).toEqual(dataset.columns.subject.slice(0, few));
    for (const [file, bytes] of Object.entries(sent))
      expect(bytes).toBe((await readFile(join(folder, file))).length);
  });
});

describe.each([
  ["a host that sends parts of files", true],
  ["a host that sends whole files only", false]
])("a large dataset from %s", (_, parts) => {
  beforeEach(() => {
    ranges = parts;
  });

  it("has its opening depth, its labels and what it can be coloured by at first", async () => {
    const picture = await open("large");
    expect(picture.frames.map(({depth}) => depth)).toEqual([focusDepth]);
    expect(picture.frames[0].x).toHaveLength(rows);
    expect(picture.columns.label).toEqual(dataset.labels);
    expect(picture.columns.relation).toEqual(dataset.columns.relation);
    expect(picture.statements.every((statement) => statement === "")).toBe(true);
    const whole = (await readFile(join(folder, "large-coordinates"))).length;
    if (parts) expect(sent["large-coordinates"]).toBeLessThan(1.5 * (whole / depths) + 2 ** 14);
  });

  it("has the same frames in whatever order depths are asked for, and as if they had all been read", async () => {
    const [one, other] = [await open("large"), await open("large")];
    for (const depth of [9, 7, 12, 1]) await one.rest?.frame(depth);
    for (const depth of [1, 12]) await other.rest?.frame(depth);
    expect(one.frames.map(({depth}) => depth)).toEqual(Array.from({length: depths}, (_, i) => i + 1));
    expect(one.frames).toEqual(other.frames);
  });

  it("tells statements and tokens of the dots that are asked for", async () => {
    const picture = await open("large");
    const before = total();
    await picture.rest?.statements([1700]);
    expect(picture.statements[1700]).toBe(dataset.statements[1700]);
    expect(picture.tokens[1700]).toEqual(dataset.statements[1700].split(" "));
    expect(picture.statements.filter((statement) => statement !== "").length).toBeLessThan(1000);
    if (parts)
      expect(total() - before).toBeLessThan((await readFile(join(folder, "large-statements"))).length / 2);
    const after = total();
    await picture.rest?.statements([1700, 1701]);
    expect(total()).toBe(after);
  });

  it("tells all statements for a search", async () => {
    const picture = await open("large");
    await picture.rest?.everyStatement();
    expect(picture.statements).toEqual(dataset.statements);
  });
});

describe("a file that is not there", () => {
  it.each([few, rows])("fails the page of %d statements", async (statements) => {
    const report = {
      datasets: [{name: "none", statements}],
      variants: [],
      depth: depths,
      focusDepth
    } as unknown as RunReport;
    const href = `${url}/none`;
    await expect(
      readDataset("none", {coordinates: href, statements: href, variance: href}, report)
    ).rejects.toThrow("status 404");
  });
});
