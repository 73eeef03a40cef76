import {check} from "prettier";
import {describe, expect, it} from "vitest";
import {betweenMarkers, markdownTable} from "../../bench/markdown.ts";
import {speedReport} from "../../bench/report.ts";
import type {Case} from "../../bench/speed.ts";

const readme = `# A title

<!-- npm run bench writes what is between these lines -->
<!-- end of what npm run bench writes -->

Further text.
`;

describe("a file with a place for results", () => {
  it("gets them there, and others the next time", () => {
    const once = betweenMarkers(readme, "first\n");
    expect(once).toBe(`# A title

<!-- npm run bench writes what is between these lines -->

first

<!-- end of what npm run bench writes -->

Further text.
`);
    expect(betweenMarkers(once ?? "", "first")).toBe(once);
    expect(betweenMarkers(once ?? "", "second")).toBe(once?.replace("first", "second"));
  });

  it.each([
    ["without a place", "# A title\n"],
    ["with half of one", readme.replace(/<!-- end.*\n/, "")],
    ["with two", readme + readme],
    ["with one the wrong way round", readme.split("\n").reverse().join("\n")]
  ])("is left alone %s", (_, text) => {
    expect(betweenMarkers(text, "first")).toBeNull();
  });
});

describe("a table", () => {
  it("has text on the left and numbers on the right", () => {
    expect(
      markdownTable(
        ["name", "n", "size"],
        [
          ["7B", "1", "1.25 GB"],
          ["bcdefg", "1234 (1–2)", "–"]
        ]
      )
    ).toBe(`| name   |          n |    size |
| ------ | ---------: | ------: |
| 7B     |          1 | 1.25 GB |
| bcdefg | 1234 (1–2) |       – |`);
  });
});

describe("the report", () => {
  const run = (seconds: number, peakMemory: number) => ({
    seconds,
    peakMemory,
    bytesRead: 1.3e9,
    tokens: 1000,
    flops: 4e11
  });
  const peer = (seconds: number, done = 250) => ({
    way: "tinygrad",
    seconds,
    done,
    statements: 250,
    difference: 2.5e-6
  });
  const result: Case = {
    ...{model: "7B shape", dataset: "maths", depth: 3, wholeModel: 8},
    ...{statements: 250, tokens: 3000, padded: 3200},
    runs: [run(4, 1.4e9), run(2, 1.2e9), run(5, 1.3e9)],
    peaks: [160, 250, 200],
    peers: [[peer(40, 20)], [peer(30)], []]
  };
  const machine = {
    ...{processor: "A processor", cores: 2, memory: 24 * 2 ** 30, load: 0},
    versions: {node: "20.0.0", "onnxruntime-node": "1.0.0"}
  };
  const text = speedReport([result], machine, "2000-01-01");
  const cells = text.split("\n").map((line) => line.split("|").map((cell) => cell.trim()));

  it("has medians, ranges, shares of the fastest product just before, and the most memory", () => {
    expect(cells[2].slice(1, -1)).toEqual([
      ...["7B shape", "3", "maths", "250", "3000", "1000", "4 (2–5)", "62.5", "100 (80–200)", "0.63"],
      ...["1.40 GB", "1.30 GB"]
    ]);
  });

  it("has how many times longer peers took in the same repeat", () => {
    const row = cells.find((row) => row[3]?.startsWith("tinygrad"));
    expect(row?.slice(1, -1)).toEqual([
      ...["7B shape", "maths", "tinygrad (20 of 250)", "35 (30–40)", "12.5 (10–15)", "2.5e-6"]
    ]);
  });

  it("says what machine it was, and whether that had other work", () => {
    expect(text).toContain("A processor, 2 cores, 24 GiB; node 20.0.0");
    const busy = speedReport([result], {...machine, load: 3}, "2000-01-01");
    expect(busy).toContain("24 GiB, busy with other work (load 3.0); node");
  });

  it("is laid out as prettier wants README.md", async () => {
    const whole = betweenMarkers(readme, text) ?? "";
    expect(whole).toContain("tinygrad");
    expect(await check(whole, {parser: "markdown", printWidth: 110})).toBe(true);
  });
});
