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
  expect(opened?.complaints ?? []).toEqual([]);
  await opened?.page.close();
  opened = undefined;
});

const curves = "#figure-separation";
const pictures = "#figure-depths";

async function open(search = ""): Promise<Page> {
  opened = await visit(browser, `${url}/depth.html${search}`, `${pictures} circle`);
  return opened.page;
}

/** The trained network's line, which is drawn last. */
async function line(page: Page): Promise<string> {
  const lines = await page.$$eval(`${curves} [aria-label=line] path`, (paths) =>
    paths.map((path) => path.getAttribute("d") ?? "")
  );
  return lines.at(-1) ?? "";
}

const dotsIn = (page: Page, panel: number) =>
  page.$$eval(`${pictures} .panel:nth-child(${panel}) circle[data-row]`, (circles) =>
    circles.map((circle) => `${circle.getAttribute("cx")} ${circle.getAttribute("cy")}`)
  );

const said = (page: Page) => page.getAttribute(`${curves} input[type=range]`, "aria-valuetext");

describe("the page of depths", () => {
  it("opens with what its address names, and keeps in it what is chosen", async () => {
    const page = await open("?dataset=months&measure=calendar-neighbours");
    expect(await page.inputValue("select[data-dataset]")).toBe("months");
    expect(await page.inputValue("select[data-measure]")).toBe("calendar-neighbours");
    await page.selectOption("select[data-measure]", "neighbour-2");
    await page.selectOption("select[data-dataset]", "years");
    expect(new URL(page.url()).search).toBe("?dataset=years");
  });

  it("opens as ever where its address names what there is not", async () => {
    const page = await open("?dataset=<b>&measure=none");
    expect(await page.inputValue("select[data-dataset]")).toBe("maths");
    expect(await page.inputValue("select[data-measure]")).toBe("neighbour-2");
  });

  it("is where a dataset's page leads for its curves", async () => {
    opened = await visit(browser, `${url}/datasets/months.html`, "#explorer circle");
    const {page} = opened;
    await page.click(".dataset-head a");
    await page.waitForSelector(`${pictures} circle`);
    expect(await page.inputValue("select[data-dataset]")).toBe("months");
  });

  it("has a line for the model and each control, and a dot a statement in each picture", async () => {
    const page = await open();
    const {statements} = await readDataset("datasets/maths.csv");
    expect(await page.$$(`${curves} [aria-label=line] path`)).toHaveLength(1 + 3 + 2);
    for (let panel = 1; panel <= 6; panel++)
      expect(await dotsIn(page, panel)).toHaveLength(statements.length);
    const caption = await page.textContent(`${curves} figcaption`);
    expect(caption).toMatch(/furthest apart at depth \d+: \d+/);
    expect(caption).toMatch(/Wrong would have been: .*\./);
    expect(caption).not.toMatch(/NaN|undefined/);
  });

  it("draws another measure, and says why there is none", async () => {
    const page = await open();
    const [before, caption] = [await line(page), await page.textContent(`${curves} figcaption`)];
    await page.selectOption("[data-measure]", "silhouette-10");
    expect(await line(page)).not.toBe(before);
    expect(await page.textContent(`${curves} figcaption`)).not.toBe(caption);
    await page.selectOption("[data-measure]", "calendar-neighbours");
    expect(await page.$$(`${curves} svg`)).toEqual([]);
    expect(await page.textContent(`${curves} .absent`)).toContain("labels are neither months nor days");
    await page.selectOption("[data-measure]", "neighbour-2");
    expect(await line(page)).toBe(before);
  });

  it("says why years, each of one pair alone, have no band, and which measures there are none of", async () => {
    const page = await open();
    await page.selectOption("select[data-dataset]", "years");
    await page.waitForFunction(
      (figcaption) => document.querySelector(figcaption)?.textContent.includes("years: "),
      `${curves} figcaption`
    );
    const caption = await page.textContent(`${curves} figcaption`);
    expect(caption).toMatch(/There is no band of permuted labels: each label belongs to one pair/);
    expect(caption).not.toMatch(/probability|NaN/);
    const none = await page.$$eval("select[data-measure] option", (options) =>
      options
        .filter(({textContent}) => textContent.endsWith("(not here)"))
        .map((option) => option.getAttribute("value"))
    );
    expect(none).toContain("plane-auc");
    expect(none).not.toContain("rank");
    await page.selectOption("select[data-measure]", "rank");
    expect(await page.textContent(`${curves} figcaption`)).toMatch(
      /order of the numbers shows most .*probability/
    );
  });

  it("draws another dataset, curves and pictures, and stays on the page", async () => {
    const page = await open();
    const before = await line(page);
    const {statements} = await readDataset("datasets/months.csv");
    await page.selectOption("select[data-dataset]", "months");
    await page.waitForFunction(([selector, count]) => document.querySelectorAll(selector).length === count, [
      `${pictures} circle[data-row]`,
      6 * statements.length
    ] as const);
    expect(await line(page)).not.toBe(before);
    await page.selectOption("[data-measure]", "calendar-neighbours");
    expect(await page.$$(`${curves} svg`)).toHaveLength(1);
    expect(new URL(page.url()).pathname).toBe("/depth.html");
  });

  it("says the numbers of the depth that is pointed at, with pointer and keys", async () => {
    const page = await open();
    await page.focus(`${curves} input[type=range]`);
    await page.keyboard.press("Home");
    expect(await said(page)).toMatch(/^depth 1: \d+/);
    await page.keyboard.press("ArrowRight");
    expect(await said(page)).toMatch(/^depth 2: /);
    const box = await page.locator(`${curves} svg`).boundingBox();
    if (!box) throw new Error("no curves");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    expect(await said(page)).not.toMatch(/^depth 2: /);
    expect(await page.textContent(`${curves} .numbers`)).toBe(await said(page));
  });

  it("moves a picture to another depth, and all of them to the step of the curve", async () => {
    const page = await open();
    const before = await dotsIn(page, 2);
    await page.focus(`${pictures} .panel:nth-child(2) input`);
    await page.keyboard.press("ArrowRight");
    expect(await dotsIn(page, 2)).not.toEqual(before);
    expect(await page.textContent(`${pictures} .panel:nth-child(2) .panel-title`)).toMatch(/^depth 6 \d+/);
    await page.click(`${pictures} .moves button:nth-of-type(2)`);
    const depths = await page.$$eval(`${pictures} input`, (inputs) =>
      inputs.map((input) => Number((input as HTMLInputElement).value))
    );
    expect(depths).toEqual(depths.map((_, i) => depths[0] + i));
  });
});

describe("the order of operations", () => {
  const order = "#figure-order";
  const learned = "#figure-learned";
  const numbers = (page: Page) =>
    page.$$eval(`${order} .grid-numbers`, (all) => all.map((p) => p.textContent));

  it("has curves of four datasets and four measures, each among its controls, and five of what is learned", async () => {
    const page = await open();
    await page.waitForSelector(`${learned} svg`);
    for (const [figure, curves] of [
      [order, 16],
      [learned, 5]
    ] as const) {
      expect(await page.$$(`${figure} svg.curve`)).toHaveLength(curves);
      expect(await page.$$(`${figure} [aria-label=line] path`)).toHaveLength(curves * (3 + 2));
      expect(await page.$$(`${figure} [aria-label=dot] path`)).toHaveLength(curves);
      expect(await page.textContent(`${figure} figcaption`)).toMatch(/Wrong would have been.*\./);
    }
    const prose = await page.$$eval("#observablehq-main p", (all) =>
      all.map((p) => p.textContent).join("\n")
    );
    expect(prose).toMatch(/\d+\u202f% of the first component’s variance at depth \d+ lies between/);
    expect(prose).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("says the numbers of the depth that is chosen, with pointer and keys", async () => {
    const page = await open();
    await page.waitForSelector(`${order} svg`);
    const before = await numbers(page);
    await page.focus(`${order} input`);
    await page.keyboard.press("End");
    expect(await page.textContent(`${order} output`)).toBe("20");
    const after = await numbers(page);
    expect(after).not.toEqual(before);
    const box = await page.locator(`${order} svg`).first().boundingBox();
    if (!box) throw new Error("no curves");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    expect(await numbers(page)).not.toEqual(after);
  });

  it("is without a dataset that was deleted, and says so once", async () => {
    const page = await browser.newPage();
    const exceptions: string[] = [];
    page.on("pageerror", ({message}) => exceptions.push(message));
    await page.route("**/depth.html", async (route) => {
      const html = await (await route.fetch()).text();
      const links = /<link[^>]*data-dataset="maths_matched_plus"[^>]*>/g;
      expect(html).toMatch(links);
      await route.fulfill({body: html.replace(links, ""), contentType: "text/html"});
    });
    await page.goto(`${url}/depth.html`);
    await page.waitForSelector(`${order} svg`);
    expect(await page.$$(`${order} svg.curve`)).toHaveLength(12);
    const absent = await page.$$eval(`${order} .grid-absent`, (all) => all.map((p) => p.textContent));
    expect(absent).toEqual(["This site has no dataset maths_matched_plus."]);
    expect(exceptions).toEqual([]);
    await page.close();
  });
});
