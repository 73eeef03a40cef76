import type {Server} from "node:http";
import type {Browser, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {readDataset} from "../../loaders/dataset.ts";
import {launch} from "./chromium.ts";
import {dots, serveSite, visit, type Visit} from "./site.ts";

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

async function open(path: string, ready: string): Promise<Page> {
  opened = await visit(browser, `${url}/${path}`, ready);
  return opened.page;
}

const openDataset = (name: string) => open(`datasets/${name}.html`, "#explorer circle");

const button = (value: string) => `.variants button[data-value="${value}"]`;

/** Presses a switch and waits until what it asked for is drawn. */
async function press(page: Page, value: string): Promise<void> {
  await page.click(button(value));
  await page.waitForSelector("#explorer:not([aria-busy])");
  await page.waitForTimeout(50);
}

/** The values that are pressed. */
const pressed = (page: Page) =>
  page.$$eval(".variants button[aria-pressed=true]", (buttons) => buttons.map((b) => b.textContent));

/** Where the page's parts are, the switch first. */
const places = (page: Page) =>
  page.$$eval(".variants button, .variants, #explorer, #explorer .field, #explorer .below", (parts) =>
    parts.map((part) => {
      const {x, y, width, height} = part.getBoundingClientRect();
      return [x, y, width, height].map(Math.round);
    })
  );

const firstStatement = (page: Page) => page.textContent('#explorer [data-table-row="0"] td:nth-child(2)');

describe("a dataset's page", () => {
  it("has no switch where there is one version only", async () => {
    const page = await openDataset("maths");
    expect(await page.$$(".variants")).toEqual([]);
  });

  it("switches between statements with and without their full stop, and columns as they are and standardised", async () => {
    const page = await openDataset("opposites");
    const {statements} = await readDataset("datasets/opposites.csv");
    const pictures = [await dots(page, "#explorer")];
    expect(await pressed(page)).toEqual(["with", "as they are"]);
    const before = await places(page);
    for (const value of ["without", "standardised"]) {
      await press(page, value);
      pictures.push(await dots(page, "#explorer"));
    }
    expect(await pressed(page)).toEqual(["without", "standardised"]);
    expect(pictures.map(({size}) => size)).toEqual([0, 1, 2].map(() => statements.length));
    const at = pictures.map((picture) => [...picture].map(([row, [x, y]]) => `${row} ${x} ${y}`).sort());
    expect(new Set(at.map((places) => places.join())).size).toBe(3);
    const inks = pictures.map((picture) => statements.map((_, row) => picture.get(row)?.[2]));
    expect(inks[2]).toEqual(inks[0]);
    expect(await places(page)).toEqual(before);
    expect(await firstStatement(page)).toBe(statements[0].slice(0, -1));
    expect(await page.textContent("#explorer .furniture")).toContain("standard deviation");
    await press(page, "with");
    await press(page, "as they are");
    expect(await dots(page, "#explorer")).toEqual(pictures[0]);
    expect(await firstStatement(page)).toBe(statements[0]);
  });

  it("keeps the depth, the colours, what is hidden and what is searched for", async () => {
    const page = await openDataset("isa");
    const depth = "#explorer .rail input[type=range]";
    await page.focus(depth);
    for (let i = 0; i < 3; i++) await page.keyboard.press("ArrowDown");
    const chosen = await page.inputValue(depth);
    await page.selectOption("[data-colour-by]", {index: 1});
    const column = await page.inputValue("[data-colour-by]");
    await page.click("#explorer .legend button:first-child");
    await page.fill("#explorer input[type=search]", "dog");
    const rows = [...(await dots(page, "#explorer")).keys()].sort((a, b) => a - b);
    await press(page, "without");
    expect(await page.inputValue(depth)).toBe(chosen);
    expect(await page.inputValue("[data-colour-by]")).toBe(column);
    expect(await page.inputValue("#explorer input[type=search]")).toBe("dog");
    expect([...(await dots(page, "#explorer")).keys()].sort((a, b) => a - b)).toEqual(rows);
  });

  it("offers the files of what it shows", async () => {
    const page = await openDataset("months");
    const names = () =>
      page.$$eval(".downloads a", (links) => links.map((link) => (link as HTMLAnchorElement).download));
    expect(await names()).toContain("months-projection.parquet");
    await press(page, "with");
    expect(await names()).toEqual(
      expect.arrayContaining(["months.csv", "months_with_stop-projection.parquet"])
    );
    const links = await page.$$eval(".downloads a", (anchors) =>
      anchors.map((anchor) => (anchor as HTMLAnchorElement).href)
    );
    const statuses = await Promise.all(links.map(async (link) => (await fetch(link)).status));
    expect(statuses).toEqual(links.map(() => 200));
  });

  it("is switched with the keyboard, and the button that was pressed keeps the focus", async () => {
    const page = await openDataset("months");
    await page.focus(button("with"));
    await page.keyboard.press("Enter");
    await page.waitForSelector(`${button("with")}[aria-pressed=true]`);
    expect(await pressed(page)).toEqual(["with"]);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("with");
    await page.waitForSelector("#explorer:not([aria-busy])");
  });

  it("says so where a version can't be read, and goes on showing the one before", async () => {
    const page = await openDataset("months");
    const before = await dots(page, "#explorer");
    await page.route(/months_with_stop/, (route) => route.fulfill({status: 404}));
    await page.click(button("with"));
    await page.waitForFunction(() =>
      document.querySelector(".variants [role=status]")?.textContent.includes("could not be read")
    );
    expect(await pressed(page)).toEqual(["without"]);
    expect(await dots(page, "#explorer")).toEqual(before);
    opened?.complaints.splice(0); // of the file that is not there
  });
});

describe("the page of depths", () => {
  it("offers variants after their dataset, and draws them", async () => {
    const page = await open("depth.html", "#figure-depths circle");
    const options = await page.$$eval("select[data-dataset] option", (all) => all.map((o) => o.textContent));
    const [months, variant] = options.slice(options.indexOf("months"));
    expect([months, variant]).toEqual(["months", "months, with a full stop"]);
    await page.selectOption("select[data-measure]", "calendar-neighbours");
    const caption = "#figure-separation figcaption";
    await page.selectOption("select[data-dataset]", "months");
    await page.waitForFunction(
      (figure) => document.querySelector(figure)?.textContent.includes("months: 120"),
      caption
    );
    await page.selectOption("select[data-dataset]", "months_with_stop");
    await page.waitForFunction(
      (figure) => document.querySelector(figure)?.textContent.includes("months, with a full stop: 120"),
      caption
    );
    expect(await page.$$("#figure-separation svg")).toHaveLength(1);
  });
});
