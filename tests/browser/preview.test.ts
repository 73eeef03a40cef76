import type {ChildProcess} from "node:child_process";
import {once} from "node:events";
import {rename} from "node:fs/promises";
import {createServer, type AddressInfo} from "node:net";
import {join} from "node:path";
import type {Browser, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {launch} from "./chromium.ts";
import {dots, visit, type Visit} from "./site.ts";
import {makeWorkspace, type Workspace} from "./workspace.ts";

let workspace: Workspace;
let preview: ChildProcess;
let browser: Browser;
let url: string;
let opened: Visit | undefined;

beforeAll(async () => {
  workspace = await makeWorkspace("preview");
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  preview = workspace.start("node_modules/.bin/observable", ["preview", "--port", `${port}`, "--no-open"]);
  await printed(preview, url);
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  const closed = once(preview, "close");
  preview.kill();
  await closed;
  await workspace.remove();
});

afterEach(async () => {
  expect(opened?.complaints).toEqual([]);
  await opened?.page.close();
  opened = undefined;
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const {port} = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Waits until a process has printed `text`. */
function printed({stdout, stderr}: ChildProcess, text: string): Promise<void> {
  let output = "";
  return new Promise((resolve, reject) => {
    const take = (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes(text)) resolve();
    };
    stdout?.on("data", take);
    stderr?.on("data", take);
    stdout?.on("close", () => reject(new Error(`${text} was never printed: ${output}`)));
  });
}

/** Opens a page and marks it, so that a reload would be noticed. */
async function open(path: string, ready: string): Promise<Page> {
  opened = await visit(browser, `${url}/${path}`, ready);
  await opened.page.evaluate(() => document.documentElement.setAttribute("data-kept", ""));
  return opened.page;
}

/** Waits until so many dots are drawn, in the page as it was opened. */
async function drawn(page: Page, figure: string, count: number): Promise<void> {
  const ask = async () => (await dots(page, figure)).size;
  await expect.poll(ask, {timeout: 20_000}).toBe(count);
  expect(await page.getAttribute("html", "data-kept")).toBe("");
}

describe("a preview", () => {
  it("draws a row that is added to a dataset", async () => {
    const page = await open("datasets/months", "#explorer circle");
    const {size} = await dots(page, "#explorer");
    await workspace.edit(
      "datasets/months.csv",
      (text) => `${text}It is May again,May,5,spring,new,new,new\n`
    );
    await drawn(page, "#explorer", size + 1);
    await expect.poll(() => page.textContent(".dataset-head")).toContain(`${size + 1} statements`);
  });

  it("draws it again when an editor puts a new file in the place of the old one", async () => {
    const page = await open("datasets/months", "#explorer circle");
    const {size} = await dots(page, "#explorer");
    for (const count of [size + 1, size + 2]) {
      const text = await workspace.read("datasets/months.csv");
      await workspace.write("months.saving", `${text}It is June ${count},June,6,summer,new,new,new\n`);
      await rename(join(workspace.folder, "months.saving"), join(workspace.folder, "datasets/months.csv"));
      await drawn(page, "#explorer", count);
    }
  });

  it("draws an edit that comes while the one before is still computed", async () => {
    const page = await open("datasets/months", "#explorer circle");
    const {size} = await dots(page, "#explorer");
    const quick = await workspace.read("loaders/tables.ts");
    const slow =
      'process.stderr.write("computing"); await new Promise((resolve) => setTimeout(resolve, 2000));';
    await workspace.edit("loaders/tables.ts", (text) =>
      text.replace("await mkdir(", `${slow}\n  await mkdir(`)
    );
    for (const name of ["one", "two"]) {
      const computing = printed(preview, "computing");
      await workspace.edit("datasets/months.csv", (text) => `${text}July ${name},July,7,summer,a,b,c\n`);
      await computing;
    }
    await drawn(page, "#explorer", size + 2);
    await workspace.write("loaders/tables.ts", quick);
  });

  it("gives a new dataset a page, and its name to the others", async () => {
    await workspace.write("datasets/few.csv", "statement,label\none,a\ntwo,b\nthree,a\n");
    const page = await open("datasets/few", "#explorer circle");
    await drawn(page, "#explorer", 3);
    await expect.poll(() => page.textContent("select[data-dataset]")).toContain("few");
  });

  it("draws what a page's edited cell says", async () => {
    const page = await open("slices", ".slice-room circle");
    await drawn(page, ".slice-room .pair > :last-child", 17);
    await workspace.edit("src/slices.md", (text) =>
      text.replace('d.first_negative === "no"', 'd.first_negative === "yes"')
    );
    await drawn(page, ".slice-room .pair > :last-child", 3);
  });

  it("says in a cell's place what is wrong with it, and goes on when it is mended", async () => {
    const page = await open("slices", ".slice-room circle");
    await workspace.edit("src/slices.md", (text) =>
      text.replace('d.first_negative === "yes"', 'd.frist === "-"')
    );
    const words = "datasets/maths_plus_minus has no column `frist`; it has statement, label";
    await expect.poll(() => page.textContent("main"), {timeout: 20_000}).toContain(words);
    expect(opened?.complaints.every((complaint) => complaint.includes("frist"))).toBe(true);
    opened?.complaints.splice(0); // Framework tells the console too
    await workspace.edit("src/slices.md", (text) => text.replace('d.frist === "-"', 'd.first === "-"'));
    await drawn(page, ".slice-room .pair > :last-child", 10);
    expect(await page.$$(".observablehq--error")).toEqual([]);
  });

  it("runs an edited loader", async () => {
    const page = await open("datasets/maths", "#explorer circle");
    await workspace.edit("loaders/table-columns.ts", (text) =>
      text.replace("data: labels}", "data: labels.map((label) => `new ${label}`)}")
    );
    await expect.poll(() => page.textContent("#explorer .side"), {timeout: 20_000}).toContain("new");
    expect(await page.getAttribute("html", "data-kept")).toBe("");
  });
});
