import type {Server} from "node:http";
import {csvParse} from "d3";
import type {Browser, Page} from "playwright-core";
import {afterAll, afterEach, beforeAll, describe, expect, it} from "vitest";
import {readDataset} from "../../loaders/dataset.ts";
import {launch} from "./chromium.ts";
import {dots, serveSite, visit, type Visit} from "./site.ts";

let browser: Browser;
let server: Server;
let url: string;
const opened: Visit[] = [];
const {statements, columns} = await readDataset("datasets/maths.csv");

beforeAll(async () => {
  ({server, url} = await serveSite("dist"));
  browser = await launch();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

afterEach(async () => {
  for (const {complaints, page} of opened.splice(0)) {
    expect(complaints).toEqual([]);
    await page.close();
  }
});

async function open(address = `${url}/datasets/maths.html`): Promise<Page> {
  const visited = await visit(browser, address, "#explorer circle");
  opened.push(visited);
  return visited.page;
}

const rowsOf = (page: Page, selector: string, attribute: string) =>
  page.$$eval(
    selector,
    (all, name) => all.map((one) => Number(one.getAttribute(name))).sort((a, b) => a - b),
    attribute
  );
const inPicture = (page: Page) => rowsOf(page, "#explorer circle[data-selected]", "data-row");
const inTable = (page: Page) => rowsOf(page, "#explorer tr[data-selected]", "data-table-row");
const said = (page: Page) => page.textContent(".selection-count");

/** Draws a rectangle over the left half of the picture; returns the rows of the dots whose middles are in it. */
async function drag(page: Page): Promise<number[]> {
  const field = await page.locator("#explorer .field").boundingBox();
  if (!field) throw new Error("there is no picture");
  const [left, top, right, bottom] = [
    field.x + 2,
    field.y + 2,
    field.x + field.width / 2,
    field.y + field.height - 2
  ];
  await page.mouse.move(left, top);
  await page.mouse.down();
  await page.mouse.move(right, bottom, {steps: 5});
  await page.mouse.up();
  const inside = await page.$$eval(
    "#explorer circle[data-row]",
    (all, x) =>
      all.flatMap((dot) => {
        const box = dot.getBoundingClientRect();
        return box.x + box.width / 2 <= x ? [Number(dot.getAttribute("data-row"))] : [];
      }),
    right
  );
  return inside.sort((a, b) => a - b);
}

describe("a selection", () => {
  it("is what a rectangle holds, in picture, table and address; a link and going back restore it", async () => {
    const page = await open();
    const expected = await drag(page);
    expect(expected.length).toBeGreaterThan(10);
    expect(expected.length).toBeLessThan(statements.length - 10);
    expect(await inPicture(page)).toEqual(expected);
    expect(await inTable(page)).toEqual(expected);
    expect(await said(page)).toContain(`${expected.length} statements selected`);
    await page.waitForTimeout(400); // until the others have faded
    const opacity = (state: string) =>
      page.$eval(`#explorer circle[data-row]${state}`, (dot) => Number(getComputedStyle(dot).opacity));
    expect(await opacity(":not([data-selected], [data-pointed])")).toBeLessThan(0.5);
    expect(await opacity("[data-selected]")).toBe(1);
    expect(await inPicture(await open(page.url()))).toEqual(expected);
    await page.goBack();
    await page.waitForFunction(() => !document.querySelector("circle[data-selected]"));
    expect(await inTable(page)).toEqual([]);
    await page.goForward();
    await page.waitForSelector("circle[data-selected]");
    expect(await inPicture(page)).toEqual(expected);
  });

  it("is made with the keyboard: of what legend and search leave, and dot by dot", async () => {
    const page = await open();
    await page.fill("#explorer input[type=search]", "+1?");
    await page.focus("[data-selection=shown]");
    await page.keyboard.press("Enter");
    const expected = statements.flatMap((statement, row) => (statement.includes("+1?") ? [row] : []));
    expect(await inPicture(page)).toEqual(expected);
    await page.fill("#explorer input[type=search]", "");
    expect(await inTable(page)).toEqual(expected);
    await page.focus("[data-selection=clear]");
    await page.keyboard.press("Enter");
    expect(await inPicture(page)).toEqual([]);
    await page.focus("#explorer .field");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press(" ");
    expect(await inPicture(page)).toHaveLength(2);
    await page.keyboard.press(" ");
    expect(await inPicture(page)).toHaveLength(1);
  });

  it("is copied as CSV and as a cell, with the rows that are highlighted", async () => {
    const page = await open(`${url}/datasets/maths.html?rows=3-5,40`);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const copy = async (what: string) => {
      await page.click(`[data-selection=${what}]`);
      await page.waitForFunction(() => document.querySelector(".selection-copied")?.textContent !== "");
      return page.evaluate(() => navigator.clipboard.readText());
    };
    const table = csvParse(await copy("csv"));
    expect(table.map(({row}) => Number(row))).toEqual(await inPicture(page));
    expect(table.map(({statement}) => statement)).toEqual([3, 4, 5, 40].map((row) => statements[row]));
    expect(table.map(({result}) => result)).toEqual([3, 4, 5, 40].map((row) => columns.result[row]));
    const cell = await copy("cell");
    expect(cell).toContain('await load("maths")');
    expect(/\[([^\]]*)\]/.exec(cell)?.[1].trim()).toBe("3, 4, 5, 40");
  });

  it("leaves pointing as it was", async () => {
    const page = await open();
    const [x, y] = (await dots(page, "#explorer")).get(10) ?? [0, 0];
    await page.mouse.move(x + 3, y + 3);
    await page.mouse.down();
    await page.mouse.up();
    expect(await page.$$("#explorer circle[data-pointed]")).toHaveLength(1);
    expect(await inPicture(page)).toEqual([]);
    expect(new URL(page.url()).search).toBe("");
  });

  it("has components of its own in the variance curve: all statements', if all are selected", async () => {
    const page = await open();
    const requests: string[] = [];
    page.on("request", (request) => requests.push(request.url()));
    const dashed = "#explorer .curve .part path";
    const paths = () =>
      page.$$eval("#explorer .curve path", (all) => all.map((path) => path.getAttribute("d")));
    expect(await page.$$(dashed)).toEqual([]);
    await page.click("[data-selection=shown]");
    await page.waitForSelector(dashed);
    expect(requests.filter((request) => request.includes("activations"))).toHaveLength(1);
    const line = await page.getAttribute(dashed, "d");
    expect((await paths()).filter((path) => path === line)).toHaveLength(2);
    await page.fill("#explorer input[type=search]", "+1?");
    await page.click("[data-selection=shown]");
    await page.waitForFunction(
      ([selector, d]) => {
        const path = document.querySelector(selector)?.getAttribute("d");
        return path !== null && path !== undefined && path !== d;
      },
      [dashed, line] as const
    );
    const some = statements.filter((statement) => statement.includes("+1?")).length;
    expect(await page.textContent(".selection-curve")).toContain(`${some} selected statements alone`);
    await page.focus("#explorer .rail input");
    await page.keyboard.press("ArrowDown");
    expect(await page.$$(dashed)).toEqual([]);
  });

  it("is the same in the small pictures of other depths", async () => {
    const page = await open(`${url}/datasets/maths.html?rows=3-5,40`);
    await page.locator(".dataset-multiples").scrollIntoViewIfNeeded();
    await page.waitForSelector(".dataset-multiples circle[data-selected]");
    const each = () =>
      page.$$eval(".dataset-multiples .panel", (panels) =>
        panels.map((panel) =>
          [...panel.querySelectorAll("circle[data-selected]")].map((dot) => dot.getAttribute("data-row"))
        )
      );
    expect((await each()).map((rows) => rows.sort())).toEqual(Array(6).fill(["3", "4", "40", "5"]));
    await page.click("[data-selection=clear]");
    expect((await each()).flat()).toEqual([]);
  });
});
