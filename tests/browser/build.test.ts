import {readdir} from "node:fs/promises";
import type {Server} from "node:http";
import {join} from "node:path";
import type {Browser} from "playwright-core";
import {afterAll, beforeAll, describe, expect, it} from "vitest";
import {exists, sha256} from "../../loaders/files.ts";
import {launch} from "./chromium.ts";
import {serveSite, visit} from "./site.ts";
import {makeWorkspace, type Finished, type Workspace} from "./workspace.ts";

let workspace: Workspace;
let first: Finished;

beforeAll(async () => {
  workspace = await makeWorkspace("build");
  await workspace.write("datasets/damaged.csv", 'statement,label\nTwo is even,true\n"Three is even,false\n');
  first = await workspace.build();
});

afterAll(() => workspace.remove());

/** What a build says of the model's runs, one line each. */
function runs({stderr}: Finished): string[] {
  return stderr.match(/^running (?!.*shuffled).* 0 of \d+ blocks$/gm) ?? [];
}

/** Every file of the site with the hash of its contents. */
async function site(): Promise<Map<string, string>> {
  const folder = join(workspace.folder, "dist");
  const entries = await readdir(folder, {recursive: true, withFileTypes: true});
  const files = entries.filter((entry) => entry.isFile()).map(({parentPath, name}) => join(parentPath, name));
  const hashed = files.map(async (file): Promise<[string, string]> => [file, await sha256(file)]);
  return new Map((await Promise.all(hashed)).sort(([a], [b]) => (a < b ? -1 : 1)));
}

describe("the site of another model", () => {
  let browser: Browser;
  let server: Server;
  let url: string;

  beforeAll(async () => {
    ({server, url} = await serveSite(join(workspace.folder, "dist")));
    browser = await launch();
  });

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it.each([
    ["index.html", "#figure-nine-pairs circle"],
    ["depth.html", "#figure-depths circle"],
    ["slices.html", ".slice-room circle"],
    ["model.html", ".blocks"],
    ["datasets/maths.html", "#explorer circle"],
    ["datasets/months.html", "#explorer circle"]
  ])("opens %s without a complaint", async (path, ready) => {
    const {page, complaints} = await visit(browser, `${url}/${path}`, ready);
    expect(complaints).toEqual([]);
    expect(await page.$$(".observablehq--error")).toEqual([]);
    const text = (await page.textContent("main")) ?? "";
    expect(text).toContain("tiny-llama");
    expect(text).not.toMatch(/SmolLM|NaN|undefined|Infinity/);
    await page.close();
  });

  it("names the damaged file and why it was skipped", async () => {
    const {page} = await visit(browser, `${url}/model.html`, ".blocks");
    const text = await page.textContent("main");
    expect(text).toMatch(/datasets\/damaged\.csv.*row 3/);
    await page.close();
  });
});

describe("a damaged dataset", () => {
  it("is skipped with a warning that names file and row", () => {
    expect(first.code).toBe(0);
    expect(first.stderr).toMatch(/^warning: skipping datasets\/damaged\.csv: row 3.*quote/m);
  });

  it("has no page", async () => {
    expect((await readdir(join(workspace.folder, "dist/datasets"))).sort()).toEqual([
      "maths.html",
      "months.html"
    ]);
  });
});

describe("a build that fails", () => {
  const loader = "src/data/[dataset].tar.ts";

  it("says of which dataset and why, leaves the site as it was, and costs the next build no run", async () => {
    const before = await site();
    const source = await workspace.read(loader);
    await workspace.edit(loader, (text) =>
      text.replace(
        "await run(async () => {",
        'await run(async () => {\n  if (values.dataset === "months") throw Object.assign(new Error("the disk is full"), {syscall: "write"});'
      )
    );
    const failed = await workspace.build();
    await workspace.write(loader, source);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/^error: months: the disk is full$/m);
    expect(await site()).toEqual(before);
    expect(await exists(join(workspace.folder, "dist.unfinished"))).toBe(false);
    const next = await workspace.build();
    expect(next.code).toBe(0);
    expect(runs(next)).toEqual([]);
    // Pages say when files were made; what is in the files is in their names.
    expect([...(await site()).keys()]).toEqual([...before.keys()]);
  });

  it("names the nearest models where there is none of that name, in one line", async () => {
    const {code, stderr} = await workspace.build({MODEL: "SmolLM2-135M-Instrukt"});
    expect(code).toBe(1);
    const lines = stderr.trimEnd().split("\n");
    expect(lines.filter((line) => !line.startsWith("warning: "))).toEqual([
      expect.stringMatching(/^error: unknown model: SmolLM2-135M-Instrukt; nearest .*SmolLM2-135M-Instruct/)
    ]);
  });
});

describe("a build after an edit", () => {
  it("runs the model over the statement that was edited, in each variant, and over no other", async () => {
    // Once over all statements, once over the beginnings of the one that the essay follows through the blocks.
    expect(runs(first)).toHaveLength(2);
    await workspace.edit("datasets/months.csv", (text) =>
      text.replace("The month is May", "The month was May")
    );
    const edited = await workspace.build();
    expect(edited.code).toBe(0);
    expect(runs(edited)).toEqual([expect.stringContaining("over 2 statements")]); // with a full stop once more
  });
});
