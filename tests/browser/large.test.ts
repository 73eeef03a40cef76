import {cp} from "node:fs/promises";
import type {Server} from "node:http";
import {join} from "node:path";
import type {Browser, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {parseDataset} from "../../loaders/dataset.ts";
import {paperLike} from "../site/paper-like.ts";
import {launch} from "./chromium.ts";
import {dots, serveSite, visit, type Visit} from "./site.ts";
import {makeWorkspace, type Workspace} from "./workspace.ts";

const name = "counterfact_true_false";
const csv = paperLike(0.6).get(`${name}.csv`) ?? "";
const {statements, labels} = parseDataset(name, `${name}.csv`, Buffer.from(csv));
const ready = "#explorer circle";
const depths = 3;

let workspace: Workspace;
let browser: Browser;
let server: Server;
let url: string;
let opened: Visit | undefined;

beforeAll(async () => {
  workspace = await makeWorkspace("large");
  await cp("tests/fixtures/tiny-llama", join(workspace.folder, "weights/tiny"), {recursive: true});
  await workspace.write(
    "weights/models.json",
    JSON.stringify({tiny: {file: "tiny", depth: depths, focusDepth: 2}})
  );
  await workspace.write(`datasets/${name}.csv`, csv);
  const {code, stderr} = await workspace.build({MODEL: "tiny"});
  if (code !== 0) throw new Error(stderr);
  ({server, url} = await serveSite(join(workspace.folder, "dist")));
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  server.close();
  await workspace.remove();
});

afterEach(async () => {
  expect(opened?.complaints).toEqual([]);
  await opened?.page.close();
  opened = undefined;
});

async function open(): Promise<{page: Page; weight: () => Promise<number>}> {
  opened = await visit(browser, `${url}/datasets/${name}.html`, ready);
  return opened;
}

describe(`the page of ${statements.length} statements`, () => {
  it("loads less than a megabyte before it is asked for more", async () => {
    const {weight} = await open();
    const megabytes = (await weight()) / 1e6;
    console.log(`${megabytes.toFixed(2)} MB, compressed`);
    expect(megabytes).toBeLessThan(1);
  });

  it("has a dot for every row, and the statements that can be seen in its table", async () => {
    const {page} = await open();
    expect((await dots(page, "#explorer")).size).toBe(statements.length);
    const first = page.locator('#explorer [data-table-row="0"] td:nth-child(2)');
    await expect.poll(() => first.textContent()).toBe(statements[0]);
    await page.$eval("#explorer .scroller", (scroller) => (scroller.scrollTop = scroller.scrollHeight));
    const last = page.locator(`#explorer [data-table-row="${statements.length - 1}"] td:nth-child(2)`);
    await expect.poll(() => last.textContent()).toBe(statements.at(-1));
  });

  it("reads another depth when the slider goes there, and that depth only", async () => {
    const {page, weight} = await open();
    const before = await dots(page, "#explorer");
    const weightBefore = await weight();
    await page.focus("#explorer input[type=range]");
    await page.keyboard.press("ArrowUp");
    const moved = async () => {
      const after = await dots(page, "#explorer");
      return [...after].filter(([row, [x]]) => Math.abs(x - (before.get(row)?.[0] ?? x)) > 1).length;
    };
    await expect.poll(moved).toBeGreaterThan(statements.length / 2);
    expect((await weight()) - weightBefore).toBeLessThan(9 * statements.length);
    await page.keyboard.press("ArrowDown");
    await expect.poll(moved).toBe(0);
  });

  it("tells the statement of the dot that is pointed at", async () => {
    const {page} = await open();
    const [x, y] = (await dots(page, "#explorer")).get(1234) ?? [0, 0];
    await page.mouse.move(x + 1, y + 1);
    const pointed = Number(await page.getAttribute("#explorer circle[data-pointed]", "data-row"));
    const tip = page.locator("#explorer [role=tooltip]");
    const plain = (text: string | null) => (text ?? "").replace(/[·\s]/g, "");
    await expect.poll(async () => plain(await tip.textContent())).toContain(plain(statements[pointed]));
    expect(await tip.textContent()).toContain(`${labels[pointed]} · row ${pointed}`);
  });

  it("finds statements by their words", async () => {
    const {page} = await open();
    await page.fill("#explorer input[type=search]", "in Egypt.");
    const found = statements.flatMap((text, row) => (text.includes("in Egypt.") ? [row] : []));
    expect(found.length).toBeGreaterThan(0);
    const shown = async () => [...(await dots(page, "#explorer")).keys()].sort((a, b) => a - b);
    await expect.poll(shown).toEqual(found);
  });
});
