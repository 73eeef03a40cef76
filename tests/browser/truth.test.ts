import {readFile} from "node:fs/promises";
import type {Server} from "node:http";
import type {Browser, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {readDataset} from "../../loaders/dataset.ts";
import {launch} from "./chromium.ts";
import {serveSite, visit, type Visit} from "./site.ts";

let browser: Browser;
let server: Server;
let url: string;
let opened: Visit | undefined;

beforeAll(async () => {
  ({server, url} = await serveSite("dist"));
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

afterEach(async () => {
  expect(opened?.complaints).toEqual([]);
  await opened?.page.close();
  opened = undefined;
});

async function open(): Promise<Page> {
  opened = await visit(browser, `${url}/truth.html`, "#figure-not circle");
  return opened.page;
}

const matrix = "#figure-transfer table";

/** The button of a cell. */
const cell = (training: string, test: string) =>
  `${matrix} button[aria-label^="trained on ${training}, tested on ${test}:"]`;

const dotsIn = (page: Page, figure: string) =>
  page.$$eval(`${figure} circle[data-row]`, (circles) =>
    circles.map((circle) => `${circle.getAttribute("cx")} ${circle.getAttribute("cy")}`)
  );

const title = (page: Page) => page.textContent("#figure-transfer .cell-title");

/** The last line of a chart, which is the chosen one. */
const line = (page: Page, figure: string) =>
  page.$$eval(`${figure} [aria-label=line] path`, (paths) => paths.at(-1)?.getAttribute("d") ?? "");

async function statementsOf(name: string): Promise<number> {
  return (await readDataset(`datasets/${name}.csv`)).statements.length;
}

/** Waits until a figure has so many dots. */
const hasDots = (page: Page, figure: string, count: number) =>
  page.waitForFunction(([selector, wanted]) => document.querySelectorAll(selector).length === wanted, [
    `${figure} circle[data-row]`,
    count
  ] as const);

describe("the page of truth", () => {
  it("says what was found, with numbers, and what would have been wrong", async () => {
    const page = await open();
    const captions = await page.$$eval("figcaption", (all) => all.map(({textContent}) => textContent));
    expect(captions).toHaveLength(3);
    for (const caption of captions) expect(caption).toMatch(/Wrong would have been: .*\./);
    const text = (await page.textContent("#observablehq-main")) ?? "";
    expect(text).toMatch(/lines take their largest step at depth 12/);
    expect(text).not.toMatch(/NaN|undefined|\[object/);
  });

  it("draws another dataset as the strong line, and goes to depths by keys and words", async () => {
    const page = await open();
    const before = await line(page, "#figure-switch");
    await page.selectOption("#figure-switch [data-line]", "capitals");
    expect(await line(page, "#figure-switch")).not.toBe(before);
    const range = "#figure-switch input[type=range]";
    const said = () => page.getAttribute(range, "aria-valuetext");
    await page.focus(range);
    await page.keyboard.press("Home");
    expect(await said()).toMatch(/^depth 1: by others’ directions .* · capitals 0\.\d\d/);
    await page.click("#observablehq-main p button.go");
    expect(await said()).toMatch(/^depth 11: /);
  });

  it("shows the statements of the cell that is pressed, and its curve", async () => {
    const page = await open();
    await hasDots(page, "#figure-transfer", await statementsOf("isa"));
    const [dots, curve] = [await dotsIn(page, "#figure-transfer"), await line(page, "#figure-transfer")];
    await page.click(cell("capitals", "neg_cities"));
    await hasDots(page, "#figure-transfer", await statementsOf("neg_cities"));
    expect(await dotsIn(page, "#figure-transfer")).not.toEqual(dots);
    expect(await line(page, "#figure-transfer")).not.toBe(curve);
    expect(await title(page)).toMatch(
      /^capitals → neg_cities at depth \d+: 0\.\d\d \(0\.\d\d to 0\.\d\d\); permuted labels 0\.4\d to 0\.5\d\. Of the direction’s length the plane shows \d+\u202f%\.$/
    );
    expect(await page.$$(`${matrix} [aria-pressed=true]`)).toHaveLength(1);
    expect(await page.$$("#figure-transfer .plane-arrows path")).not.toEqual([]);
  });

  it("holds every cell against permuted labels", async () => {
    const page = await open();
    const [all, chance] = [await page.$$(`${matrix} button`), await page.$$(`${matrix} button.chance`)];
    expect(chance.length).toBeGreaterThan(0);
    expect(chance.length).toBeLessThan(all.length / 2);
    for (const figure of ["#figure-switch", "#figure-transfer"])
      expect(await page.textContent(`${figure} .numbers`)).toMatch(/permuted labels 0\.4\d to 0\.5\d/);
  });

  it("can be gone through by keys alone", async () => {
    const page = await open();
    await hasDots(page, "#figure-transfer", await statementsOf("isa"));
    await page.focus("#figure-transfer [data-probe]");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toMatch(
      /^trained on cities, tested on isa: /
    );
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await hasDots(page, "#figure-transfer", await statementsOf("cities_disj"));
    expect(await title(page)).toMatch(/^cities_conj → cities_disj /);
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.closest("table"))).toBeNull();
  });

  it("writes another number and another probe into the cells", async () => {
    const page = await open();
    const numbers = () => page.$$eval(`${matrix} button`, (all) => all.map(({textContent}) => textContent));
    const before = await numbers();
    await page.selectOption("#figure-transfer [data-probe]", "logistic");
    const after = await numbers();
    expect(after).toHaveLength(before.length);
    expect(after).not.toEqual(before);
    await page.selectOption("#figure-transfer [data-measure]", "accuracy");
    expect(await numbers()).not.toEqual(after);
    expect(await title(page)).toMatch(/%/);
  });

  it("draws another pair with its denial, each with its arrow", async () => {
    const page = await open();
    const names = () =>
      page.$$eval("#figure-not .plane-arrows text", (all) => all.map(({textContent}) => textContent));
    expect(await names()).toEqual(["cities", "neg_cities"]);
    const before = await page.textContent("#figure-not figcaption");
    await page.selectOption("#figure-not [data-pair]", "isa + neg_isa");
    await hasDots(page, "#figure-not", 2 * (await statementsOf("isa")));
    expect(await names()).toEqual(["isa", "neg_isa"]);
    expect(await page.textContent("#figure-not figcaption")).not.toBe(before);
  });

  it("hands out the numbers behind a figure", async () => {
    const page = await open();
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.click("#figure-transfer [data-download=csv]")
    ]);
    const [head, ...rows] = (await readFile(await download.path(), "utf8")).trimEnd().split("\r\n");
    expect(head).toMatch(/^training,test,depth,probe,accuracy,/);
    expect(rows.length).toBeGreaterThan(1000);
  });
});
